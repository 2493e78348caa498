"""Mutants that go wrong on the way in: the endpoint, credentials, sources, ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pytest_linkface.contract import PATH, SIDES
from pytest_linkface.emulator._accounts import DEFAULT_ACCOUNTS
from pytest_linkface.emulator._answer import Answer
from pytest_linkface.emulator._edits import (
    both,
    by,
    cells,
    deaf,
    edited,
    every,
    given,
    heard,
    of,
    on,
    parameters,
    put,
    refusing,
    renamed,
    rows,
    with_pairs,
)
from pytest_linkface.emulator._request import Pairs, Request
from pytest_linkface.emulator._variant import Hooks, Seen

_SECRETS = {account.api_id.encode(): account.api_secret.encode() for account in DEFAULT_ACCOUNTS}
_GOOD = DEFAULT_ACCOUNTS[0]
_CREDENTIALS = (b"api_id", b"api_secret")
_IDS = tuple(f"image_{side}_id".encode() for side in SIDES)


def _secret(forgiven: Callable[[bytes, bytes], bool]) -> Hooks:
    """A secret that is forgiven counts as the right one: gets what was sent, and what is right."""

    def hear(request: Request) -> Request:
        known = dict(request.query) | dict(request.form.fields)
        right = _SECRETS.get(known.get(b"api_id", b""), b"")
        if not right or not forgiven(known.get(b"api_secret", b""), right):
            return request
        others = with_pairs(request, lambda pairs: (pair for pair in pairs if pair[0] != b"api_secret"))
        return others._replace(query=(*others.query, (b"api_secret", right)))

    return heard(hear)


def _any_id() -> Hooks:
    """The right secret opens the first account whatever id comes with it."""

    def known(pairs: Pairs) -> Iterable[tuple[bytes, bytes]]:
        return ((name, _GOOD.api_id.encode() if _is_stranger(name, value) else value) for name, value in pairs)

    return heard(lambda request: with_pairs(request, known))


def _is_stranger(name: bytes, value: bytes) -> bool:
    return name == b"api_id" and value not in _SECRETS


def _no_credentials_in(place: str) -> Hooks:
    def hear(request: Request) -> Request:
        kept = [pair for pair in getattr(request.form if place == "fields" else request, place)
                if pair[0] not in _CREDENTIALS]  # fmt: skip
        if place == "fields":
            return request._replace(form=request.form._replace(fields=tuple(kept)))
        return request._replace(query=tuple(kept))

    return heard(hear)


def _first_account(request: Request) -> Request:
    """Whoever does not say who he is, is the first account."""
    if "api_id" in parameters(request):
        return request
    return request._replace(query=(*request.query, (b"api_id", _GOOD.api_id.encode())))


def _files_overlooked(request: Request) -> Request:
    return request._replace(form=request.form._replace(uploads=()))


def _path(change: Callable[[bytes], bytes]) -> Hooks:
    return heard(lambda request: request._replace(path=change(request.path)))


def _lacking(*sides: str) -> Callable[[Request, Answer], bool]:
    """Requests in which some sides have no source."""
    names = {f"image_{side}_{kind}" for side in sides for kind in ("file", "url", "id")}
    return lambda request, answer: answer.status == "INVALID_ARGUMENT" and not names & parameters(request)


def _ids_of_the_other_side() -> Hooks:
    """Each side keeps its own ids: one that came from the other side leads nowhere."""
    given_to: dict[str, str] = {}

    def tell(_: Request, answer: Answer) -> Answer:
        for side in SIDES:
            if f"image_{side}" in answer.fields:
                given_to.setdefault(answer.fields[f"image_{side}"][f"image_{side}_id"], side)
        return answer

    def check(seen: Seen) -> str:
        crossed = seen.kind == "id" and given_to.get(seen.source.text, seen.side) != seen.side
        return "IMAGE_ID_NOT_EXIST" if crossed else ""

    return Hooks(tell=tell, check=check)


def _ids_once() -> Hooks:
    """An id is forgotten after it was used."""
    used: set[str] = set()

    def check(seen: Seen) -> str:
        if seen.kind != "id":
            return ""
        again = seen.source.text in used
        used.add(seen.source.text)
        return "IMAGE_ID_NOT_EXIST" if again else ""

    return Hooks(check=check)


def _latest_for(kind: str) -> Callable[[], Hooks]:
    """Pictures of a kind of source are answered with what was uploaded last."""

    def make() -> Hooks:
        last: list[bytes] = []

        def take(seen: Seen) -> bytes:
            if seen.kind == "file":
                last[:] = [seen.content]
            return last[0] if seen.kind == kind and last else seen.content

        return Hooks(take=take)

    return make


def _unknown_ids_found() -> Hooks:
    """An id that was never given out leads to the first picture that was."""
    known: list[bytes] = []

    def tell(_: Request, answer: Answer) -> Answer:
        found = [answer.fields[f"image_{side}"] for side in SIDES if f"image_{side}" in answer.fields]
        known.extend(text.encode() for one in found for text in one.values())
        return answer

    def hear(request: Request) -> Request:
        def led(pairs: Pairs) -> Iterable[tuple[bytes, bytes]]:
            return ((n, known[0] if n in _IDS and known and v not in known else v) for n, v in pairs)

        return with_pairs(request, led)

    return Hooks(hear=hear, tell=tell)


MUTANTS = rows({
    "endpoint-moved": ("LF-CALL-ENDPOINT", "the documented path is not found", _path(lambda _: b"/v2" + PATH.encode())),
    "endpoint-refuses-all": (
        "LF-CALL-ENDPOINT", "good calls are INVALID_ARGUMENT", renamed(of("OK"), "INVALID_ARGUMENT")
    ),
    "path-by-prefix": (
        "LF-ERR-NOT-FOUND", "a path that lacks its last letter is the endpoint",
        _path(lambda path: PATH.encode() if path == PATH[:-1].encode() else path),
    ),
    "any-path": ("LF-ERR-NOT-FOUND", "wrong paths are INVALID_ARGUMENT", renamed(of("NOT_FOUND"), "INVALID_ARGUMENT")),
    "multipart-unread": ("LF-CALL-MULTIPART", "file parts of multipart are overlooked", heard(_files_overlooked)),
    "file-one-unread": ("LF-SRC-FILE", "a file for image one is overlooked", deaf("image_one_file")),
    "file-two-unread": ("LF-SRC-FILE", "a file for image two is overlooked", deaf("image_two_file")),
    "any-id": ("LF-CRED-ID", "the right secret opens the account under any id", _any_id()),
    "id-may-lack": (
        "LF-CRED-ID", "without api_id the first account is meant",
        heard(_first_account),
    ),
    "any-secret": ("LF-CRED-SECRET", "the secret is not compared", _secret(lambda *_: True)),
    "secret-by-prefix": (
        "LF-CRED-SECRET", "a secret that is cut short passes",
        _secret(lambda sent, right: len(sent) > 1 and right.startswith(sent)),
    ),
    "secret-in-any-case": (
        "LF-CRED-SECRET", "capital and small letters are one",
        _secret(lambda sent, right: sent.lower() == right.lower()),
    ),
    "secret-may-lack": ("LF-CRED-SECRET", "without api_secret the id is enough", _secret(lambda sent, _: not sent)),
    "credentials-not-in-query": ("LF-CRED-QUERY", "those in the query are overlooked", _no_credentials_in("query")),
    "credentials-not-in-form": ("LF-CRED-FORM", "those in the form are overlooked", _no_credentials_in("fields")),
    "url-one-unread": ("LF-SRC-URL", "a url for image one is overlooked", deaf("image_one_url")),
    "url-two-unread": ("LF-SRC-URL", "a url for image two is overlooked", deaf("image_two_url")),
    "urls-not-fetched": ("LF-SRC-URL", "every url is DOWNLOAD_ERROR", refusing(by("url"), "DOWNLOAD_ERROR")),
    "url-gives-the-last-file": ("LF-SRC-URL", "a url is answered with the last upload", _latest_for("url")),
    "ids-not-kept": ("LF-SRC-ID", "no id leads to a picture", refusing(by("id"), "IMAGE_ID_NOT_EXIST")),
    "ids-of-two-not-kept": (
        "LF-SRC-ID", "no id for image two leads to a picture",
        refusing(every(by("id"), on("two")), "IMAGE_ID_NOT_EXIST"),
    ),
    "ids-do-not-cross": ("LF-SRC-ID", "an id works on the side that it was given to only", _ids_of_the_other_side),
    "ids-work-once": ("LF-SRC-ID", "an id is forgotten once it was used", _ids_once),
    "id-gives-the-last-file": ("LF-SRC-ID", "an id is answered with the last upload", _latest_for("id")),
    "no-source-for-two": (
        "LF-SRC-REQUIRED", "without image two, image one is compared with itself",
        renamed(_lacking("two"), "OK", confidences=[[1.0]], max_confidence=1.0),
    ),
    "no-source-for-one": (
        "LF-SRC-REQUIRED", "without image one there is no face",
        renamed(_lacking("one"), "NO_FACE_DETECTED", image="image_one"),
    ),
    "unknown-id-found": ("LF-ERR-IMAGE-ID-NOT-EXIST", "an unknown id leads to the first picture", _unknown_ids_found),
    "unknown-id-of-two-invalid": (
        "LF-ERR-IMAGE-ID-NOT-EXIST", "an unknown id of image two is INVALID_ARGUMENT",
        renamed(both(of("IMAGE_ID_NOT_EXIST"), given("image_two_id")), "INVALID_ARGUMENT"),
    ),
    "scores-by-id-differ": (
        "LF-SRC-ALIKE", "by id the scores are lower",
        edited(both(of("OK"), given("image_one_id")), cells(lambda cell: cell * 0.9)),
    ),
    "scores-by-id-of-two-differ": (
        "LF-SRC-ALIKE", "an id for image two halves the scores",
        edited(both(of("OK"), given("image_two_id")), cells(lambda cell: cell / 2)),
    ),
    "id-of-one-in-answer": (
        "LF-OK-IMAGE-ONE", "image_one comes back for a picture that was given by id",
        edited(both(of("OK"), given("image_one_id")), put(image_one={"image_one_id": "0" * 32})),
    ),
    "id-of-two-in-answer": (
        "LF-OK-IMAGE-TWO", "image_two comes back for a picture that was given by id",
        edited(both(of("OK"), given("image_two_id")), put(image_two={"image_two_id": "0" * 32})),
    ),
})  # fmt: skip
"""By what they overlook, forgive or forget."""
