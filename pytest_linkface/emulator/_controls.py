"""Defensible variations: servers that keep every promise and choose otherwise where the manual is silent."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from pytest_linkface.contract import MAX_BYTES_SURE, SIDES
from pytest_linkface.emulator._answer import Answer, RefusalError
from pytest_linkface.emulator._edits import (
    Body,
    Edit,
    altered,
    always,
    by,
    cells,
    compact,
    edited,
    error,
    every,
    heard,
    of,
    parameters,
    put,
    refusing,
    renamed,
    rows,
    with_pairs,
)
from pytest_linkface.emulator._recognition import ALL_TURNS
from pytest_linkface.emulator._request import Pairs, Request
from pytest_linkface.emulator._variant import Hooks, Seen, Variant

_IDS = {f"image_{side}_id".encode() for side in SIDES}


def _backwards(body: Body) -> None:
    turned = dict(reversed(body.items()))
    body.clear()
    body.update(turned)


def _whole(body: Body) -> None:
    """1 for 1.0, as a writer does that drops needless digits."""
    if "confidences" in body:
        body["confidences"] = [[int(cell) if cell in (0, 1) else cell for cell in row] for row in body["confidences"]]
        body["max_confidence"] = max(map(max, body["confidences"]))


def _pretty(body: Body) -> bytes:
    return (json.dumps(body, indent=4) + "\n").encode()


def _spelled(form: str) -> Hooks:
    """``image`` in another spelling that tells the sides apart."""

    def tell(_: Request, answer: Answer) -> Answer:
        image = answer.fields.get("image")
        if not isinstance(image, str):
            return answer
        return answer.but(fields=answer.fields | {"image": form.format(image.removeprefix("image_"))})

    return Hooks(tell=tell)


def _ids(there: Edit, back: dict[bytes, bytes]) -> Hooks:
    """Other ids to the client, and the right ones to the store."""

    def hear(request: Request) -> Request:
        def known(pairs: Pairs) -> Iterable[tuple[bytes, bytes]]:
            return ((name, back.get(value, value) if name in _IDS else value) for name, value in pairs)

        return with_pairs(request, known)

    return Hooks(hear=hear, tell=edited(of("OK"), there).tell)


def _other_ids(spell: str) -> Hooks:
    back: dict[bytes, bytes] = {}
    numbers = itertools.count(100_000_000)

    def there(body: Body) -> None:
        for side in SIDES:
            if f"image_{side}" in body:
                plain = body[f"image_{side}"][f"image_{side}_id"]
                other = spell.format(uuid=UUID(hex=plain), plain=plain, number=next(numbers))
                back[other.encode()] = plain.encode()
                body[f"image_{side}"] = {f"image_{side}_id": other}

    return _ids(there, back)


def _several_refused() -> Hooks:
    def hear(request: Request) -> Request:
        for side in SIDES:
            if len({f"image_{side}_{kind}" for kind in ("file", "url", "id")} & parameters(request)) > 1:
                fault = RefusalError("INVALID_ARGUMENT", side=side, reason="several sources for one side")
                return request._replace(form=request.form._replace(fault=fault))
        return request

    return heard(hear)


def _file_first() -> Hooks:
    """Where a file came, id and url of that side are overlooked."""

    def hear(request: Request) -> Request:
        uploads = {upload.name.decode("latin-1") for upload in request.form.uploads if upload.is_file}
        sides = [side for side in SIDES if f"image_{side}_file" in uploads]
        dropped = {f"image_{side}_{kind}".encode() for side in sides for kind in ("id", "url")}
        return with_pairs(request, lambda pairs: (pair for pair in pairs if pair[0] not in dropped))

    return heard(hear)


def _lacks_credentials(request: Request, answer: Answer) -> bool:
    return answer.status == "UNAUTHORIZED" and not {"api_id", "api_secret"} <= parameters(request)


def _unknown_refused() -> Hooks:
    known = {f"image_{side}_{kind}" for side in SIDES for kind in ("file", "url", "id", "auto_rotate")}

    def hear(request: Request) -> Request:
        if parameters(request) <= known | {"api_id", "api_secret"}:
            return request
        fault = RefusalError("INVALID_ARGUMENT", reason="a parameter is unknown")
        return request._replace(form=request.form._replace(fault=fault))

    return heard(hear)


def _frames(seen: Seen) -> bool:
    return getattr(seen.image(), "n_frames", 1) > 1


def _explained(_: Request, answer: Answer) -> Answer:
    return answer if answer.status == "OK" else answer.but(fields={"reason": "see the manual"} | answer.fields)


def _quota_left(_: Request, answer: Answer) -> Answer:
    told = altered(answer)
    told.body.update(quota_left=17, version="2.1", faces={"one": [], "two": []}, took_ms=12.5)
    return told


def _get_is_heard(request: Request) -> Request:
    return request._replace(method="POST") if request.method == "GET" else request


CONTROLS: Mapping[str, Variant] = {variant.name: variant for variant in rows({
    "plain": ("", "nothing is changed", Hooks()),
    "further-fields": ("", "answers hold fields that the manual does not know", Hooks(tell=_quota_left)),
    "keys-backwards": ("", "the keys come in another order", edited(always, _backwards)),
    "pretty": ("", "JSON over several lines", edited(always, dump=_pretty)),
    "escaped": ("", "JSON in ASCII", edited(always, dump=lambda body: json.dumps(body).encode())),
    "final-newline": ("", "JSON and a line's end", edited(always, dump=lambda body: compact(body) + b"\r\n")),
    "no-charset": ("", "the content type lacks a charset", edited(always, kind="application/json")),
    "loud-type": ("", "the content type is in capitals", edited(always, kind="Application/JSON; Charset=UTF-8")),
    "integers": ("", "a score of 1.0 is written 1", edited(of("OK"), _whole)),
    "rounded": ("", "scores have 4 digits", edited(of("OK"), cells(lambda cell: round(cell, 4)))),
    "stern-scores": ("", "scores are lower", edited(of("OK"), cells(lambda cell: cell**3))),
    "uuids": ("", "ids are UUIDs", lambda: _other_ids("{uuid}")),
    "number-ids": ("", "ids are numbers that grow, new for each upload", lambda: _other_ids("{number}")),
    "odd-ids": ("", "ids hold slashes and stars", lambda: _other_ids("2026/+{plain}==*")),
    "reasons-in-chinese": (
        "", "reason is Chinese", edited(of("INVALID_ARGUMENT", "KEY_EXPIRED"), put(reason="参数错误:照片缺失"))
    ),
    "reasons-everywhere": ("", "each refusal has a reason", Hooks(tell=_explained)),
    "image-as-file": ("", "image is image_one_file", _spelled("image_{}_file")),
    "image-short": ("", "image is one or two", _spelled("{}")),
    "image-in-words": ("", "image is a few words", _spelled("the picture '{}'")),
    "image-everywhere": ("", "each refusal has an image", edited(error, lambda body: body.setdefault("image", "-"))),
    "5-mb-decimal": (
        "", "5 MB are 5,000,000 bytes",
        refusing(lambda seen: len(seen.content) > MAX_BYTES_SURE, "IMAGE_FILE_SIZE_TOO_BIG"),
    ),
    "turns-by-default": ("", "auto_rotate is on", Hooks(turns=lambda *_: ALL_TURNS)),
    "file-before-id": ("", "of several sources the file counts", _file_first()),
    "one-source-only": ("", "several sources are INVALID_ARGUMENT", _several_refused()),
    "missing-credentials-400": (
        "", "missing credentials are INVALID_ARGUMENT", renamed(_lacks_credentials, "INVALID_ARGUMENT")
    ),
    "faces-backwards": ("", "faces go from right to left", Hooks(order=lambda _, faces: faces[::-1])),
    "frames-refused": ("", "a picture of several frames is refused", refusing(_frames)),
    "unknown-parameters-refused": ("", "an unknown parameter is INVALID_ARGUMENT", _unknown_refused()),
    "get-is-heard": ("", "GET is as good as POST", heard(_get_is_heard)),
    "formats-corrupt": (
        "", "an undocumented format is CORRUPT_IMAGE",
        refusing(lambda seen: seen.format not in ("", "JPEG", "MPO", "BMP", "PNG", "GIF", "TIFF"), "CORRUPT_IMAGE"),
    ),
    "heavy-downloads-fail": (
        "", "a url that leads to too much is DOWNLOAD_ERROR",
        refusing(every(by("url"), lambda seen: len(seen.content) > MAX_BYTES_SURE), "DOWNLOAD_ERROR"),
    ),
    "pages-are-download-errors": (
        "", "a url that leads to an HTML page is DOWNLOAD_ERROR",
        refusing(every(by("url"), lambda seen: seen.content.startswith(b"<!doctype")), "DOWNLOAD_ERROR"),
    ),
})}  # fmt: skip
"""Every control by its name; the suite has nothing to find in any of them."""
