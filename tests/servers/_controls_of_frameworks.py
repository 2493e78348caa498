"""Controls as frameworks, proxies and libraries make them unasked: what they add, refuse, keep and round."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.request import ProxyHandler, Request, build_opener

from ._accounts import Ledger
from ._asking import Ask, Upload
from ._behaviour import MIB, Behaviour, Store, encode, fetch, route
from ._control import Control
from ._fault import Body, always, edited, error, put, success
from ._faults_of_handling import broken_off
from ._faults_of_writing import bytes_changed, headed, written
from ._terms import Refusal, Reply, Side, Wire
from .battery import photo

_PATH = "/identity/compare_faces_in_two_images"
_FIELDS = (
    "request_id", "status", "confidences", "max_confidence", "image_one", "image_two", "image", "reason",
)  # fmt: skip


def _all_fields(body: Body) -> None:
    for name in _FIELDS:
        body.setdefault(name, None)


def _null_objects(body: Body) -> None:
    for name in ("image_one", "image_two"):
        body.setdefault(name, None)


def _guarded_route(ask: Ask) -> None:
    """Ask for credentials on each path, as a middleware does."""
    if not (ask.text("api_id") and ask.text("api_secret")):
        raise Refusal("UNAUTHORIZED")
    route(ask)


def _any_case_of_accounts(ledger: Ledger, ask: Ask) -> None:
    given = ask.text("api_id").lower()
    ledger.admit(next((name for name in ledger.accounts if name.lower() == given), ""), ask.text("api_secret"))


def _too_big_to_download(url: str, side: Side, most: int) -> bytes:
    data = fetch(url, side, most)
    if len(data) > most:
        raise Refusal("DOWNLOAD_ERROR", side=side, reason="more than 5 MB")
    return data


def _cut_and_shown(ask: Ask) -> Ask:
    """Show a JPEG or a GIF that ends too soon."""
    shown = {
        name: replace(one, data=photo()) if len(one.data) > 8 and _cut(one.data) else one
        for name, one in ask.files.items()
    }
    return replace(ask, files=shown)


def _cut(data: bytes) -> bool:
    """Whether a JPEG or a GIF lacks its end."""
    ends = {b"\xff\xd8": b"\xff\xd9", b"GI": b"\x3b"}.get(data[:2])
    return ends is not None and not data.endswith(ends)


def _any_case_of_path(ask: Ask) -> None:
    route(replace(ask, path=ask.path.lower()))


def _any_slashes(ask: Ask) -> None:
    route(replace(ask, path=re.sub("/+", "/", ask.path)))


def _kept_downloads() -> Behaviour:
    kept: dict[str, bytes] = {}

    def get(url: str, side: Side, most: int) -> bytes:
        if url not in kept:
            kept[url] = fetch(url, side, most)
        return kept[url]

    return Behaviour(fetch=get)


def _opened(url: str, method: str, **headers: str) -> Mapping[str, str]:
    """Give the headers of an answer, however it ends."""
    try:
        with build_opener(ProxyHandler({})).open(Request(url, headers=headers, method=method), timeout=0.3) as answer:
            return {name.lower(): value for name, value in answer.headers.items()}
    except (OSError, ValueError):
        return {}


def _pages_refused(url: str, side: Side, most: int) -> bytes:
    """Refuse what is called a page."""
    data = fetch(url, side, most)
    if b"<html" in data[:512].lower():
        raise Refusal("DOWNLOAD_ERROR", side=side, reason="a page")
    return data


def _asked_before(url: str, side: Side, most: int) -> bytes:
    """Ask for the length first, and refuse what says that it is too long."""
    length = _opened(url, "HEAD").get("content-length", "0")
    if length.isdigit() and int(length) > most:
        raise Refusal("IMAGE_FILE_SIZE_TOO_BIG", side=side)
    return fetch(url, side, most)


def _head_demanded(url: str, side: Side, most: int) -> bytes:
    """Fetch what answers HEAD, with a picture's type."""
    data = fetch(url, side, most)
    told = _opened(url, "HEAD")
    if not told:
        raise Refusal("DOWNLOAD_ERROR", side=side, reason="no answer to HEAD")
    return data


def _fetched_twice(url: str, side: Side, most: int) -> bytes:
    fetch(url, side, most)
    return fetch(url, side, most)


def _broken_off_is_error(url: str, side: Side, most: int) -> bytes:
    """Look at the length that was told."""
    data = fetch(url, side, most)
    if broken_off(url):
        raise Refusal("DOWNLOAD_ERROR", side=side, reason="half of it came")
    return data


def _empty_download_is_error(url: str, side: Side, most: int) -> bytes:
    data = fetch(url, side, most)
    if not data:
        raise Refusal("DOWNLOAD_ERROR", side=side, reason="nothing came")
    return data


class _AnyCase(Store):
    def get(self, side: Side, key: str) -> bytes | None:
        return super().get(side, key.lower())


class _Trimmed(Store):
    def get(self, side: Side, key: str) -> bytes | None:
        return super().get(side, key.strip().strip("{}\"'"))


def _multipart_only(ask: Ask) -> Ask:
    """Read no other form."""
    if ask.method == "POST" and ask.path == _PATH and "multipart" not in ask.headers.get("content-type", ""):
        return replace(ask, form={})
    return ask


def _chunks_refused(ask: Ask, reply: Reply) -> Wire:
    if "chunked" not in ask.headers.get("transfer-encoding", ""):
        return encode(ask, reply)
    page = b"<html><h1>411 Length Required</h1></html>"
    return Wire(411, (page,), {"Content-Type": "text/html", "Content-Length": str(len(page))})


def _large_bodies_refused(ask: Ask, reply: Reply) -> Wire:
    if len(ask.body) <= 11 * MIB:
        return encode(ask, reply)
    page = b"<html><h1>413 Request Entity Too Large</h1></html>"
    return Wire(413, (page,), {"Content-Type": "text/html", "Content-Length": str(len(page))})


def _texts_as_files(ask: Ask) -> Ask:
    """Take a text that bears a file's name for the file."""
    texts = {name: Upload("", None, value) for name, value in ask.form.items() if name.endswith("_file")}
    return replace(ask, files={**texts, **ask.files})


def _files_anywhere(ask: Ask) -> Ask:
    """Take a file for the side's picture under whichever of its three names it comes."""
    named = {re.sub("_(url|id)$", "_file", name): upload for name, upload in ask.files.items()}
    return replace(ask, files={**named, **ask.files})


def _empty_has_wrong_size(ask: Ask, reply: Reply) -> Reply:
    if reply.status == "CORRUPT_IMAGE" and any(not upload.data for upload in ask.files.values()):
        return Reply(400, {**reply.body, "status": "INVALID_IMAGE_FORMAT_OR_SIZE"})
    return reply


def _uneven(body: Body) -> None:
    rows = body["confidences"]
    body["confidences"] = [[max(0.0, cell - 0.004 * down) for cell in row] for down, row in enumerate(rows)]
    body["max_confidence"] = max(map(max, body["confidences"]))


def _scores(change: Callable[[float], float]) -> Callable[[], Behaviour]:
    def edit(body: Body) -> None:
        body["confidences"] = [[change(cell) for cell in row] for row in body["confidences"]]
        body["max_confidence"] = max(map(max, body["confidences"]))

    return lambda: edited(success, edit)


def _best_rows_first(body: Body) -> None:
    body["confidences"] = sorted(body["confidences"], key=max, reverse=True)


def _exponents(body: bytes) -> bytes:
    return re.sub(rb"(?<=[\[,:])0\.\d+(?=[\],}])", lambda found: f"{float(found[0]):.17E}".encode(), body)


def _whole(*, ends: bytes, begins: bytes) -> Callable[[Ask], Ask]:
    """Refuse a file that goes on behind its end."""

    def hear(ask: Ask) -> Ask:
        for name, upload in ask.files.items():
            if upload.data.startswith(begins) and ends in upload.data and not upload.data.endswith(ends):
                raise Refusal("CORRUPT_IMAGE", side="two" if "two" in name else "one")
        return ask

    return hear


def _any_case_of_names(ask: Ask) -> Ask:
    return replace(ask, form={name.lower(): value for name, value in ask.form.items()})


def _deleted(ask: Ask, reply: Reply) -> Reply:
    """Say which side the server looked at last, also where nothing is wrong with it."""
    return Reply(reply.code, {**reply.body, "side": "two", "stage": "done", "path": ask.path})


_SILENT = "the manual does not close the object"
_SPACE = "how a download goes on is not said"
_MADE: Mapping[str, tuple[str, Callable[[], Behaviour]]] = {
    "null-where-nothing": ("a field without a value is no field", lambda: edited(always, _all_fields)),
    "null-objects-for-ids": ("null is no object", lambda: edited(success, _null_objects)),
    "null-image-elsewhere": (
        "null names nothing",
        lambda: edited(lambda reply: error(reply) and "image" not in reply.body, put(image=None)),
    ),
    "credentials-before-route": ("the order of checks is not given", lambda: Behaviour(route=_guarded_route)),
    "path-in-any-case": ("a path by another spelling", lambda: Behaviour(route=_any_case_of_path)),
    "slashes-joined": ("a path by another spelling", lambda: Behaviour(route=_any_slashes)),
    "names-in-any-case": ("more is taken than promised", lambda: Behaviour(hear=_any_case_of_names)),
    "type-of-problems": (
        "application/problem+json is JSON",
        lambda: written(headed(Content_Type="application/problem+json"), error),
    ),
    "charset-latin-for-ascii": (
        "JSON heeds no charset, and ASCII is the same in all",
        lambda: written(headed(Content_Type="application/json;charset=ISO-8859-1")),
    ),
    "downloads-kept": (_SPACE, _kept_downloads),
    "downloads-asked-before": (_SPACE, lambda: Behaviour(fetch=_asked_before)),
    "downloads-with-head": (_SPACE, lambda: Behaviour(fetch=_head_demanded)),
    "downloads-twice": (_SPACE, lambda: Behaviour(fetch=_fetched_twice)),
    "pages-refused": ("a page is no picture that could be fetched", lambda: Behaviour(fetch=_pages_refused)),
    "broken-off-is-error": ("what came is no download", lambda: Behaviour(fetch=_broken_off_is_error)),
    "empty-download-is-error": ("nothing was fetched", lambda: Behaviour(fetch=_empty_download_is_error)),
    "ids-in-any-case": ("databases compare so", lambda: Behaviour(store=_AnyCase())),
    "ids-trimmed": ("more is taken than promised", lambda: Behaviour(store=_Trimmed())),
    "multipart-only": ("files need it, and other forms are not promised", lambda: Behaviour(hear=_multipart_only)),
    "length-required": ("HTTP allows 411", lambda: Behaviour(encode=_chunks_refused)),
    "413-above-11-mib": ("two pictures fit", lambda: Behaviour(encode=_large_bodies_refused)),
    "texts-as-files": ("more is taken than promised", lambda: Behaviour(hear=_texts_as_files)),
    "files-anywhere": ("as the PHP sample sends them", lambda: Behaviour(hear=_files_anywhere)),
    "empty-has-wrong-size": ("nothing is a size, too", lambda: Behaviour(answer=_empty_has_wrong_size)),
    "scores-uneven": ("that a score is the same both ways is not said", lambda: edited(success, _uneven)),
    "scores-of-two-digits": ("precision is not promised", _scores(lambda cell: round(cell, 2))),
    "scores-narrow": ("the scale is not promised", _scores(lambda cell: 0.25 + 0.6 * cell)),
    "scores-of-strangers-high": ("the scale is not promised", _scores(lambda cell: 0.3 + 0.7 * cell)),
    "rows-best-first": ("which face is the first is not said", lambda: edited(success, _best_rows_first)),
    "numbers-in-exponents": ("JSON knows exponents", lambda: written(bytes_changed(_exponents), success)),
    "jpeg-ends-where-it-ends": (
        "what follows the end belongs to no picture",
        lambda: Behaviour(hear=_whole(begins=b"\xff\xd8", ends=b"\xff\xd9")),
    ),
    "png-ends-where-it-ends": (
        "what follows the end belongs to no picture",
        lambda: Behaviour(hear=_whole(begins=b"\x89PNG", ends=b"IEND\xaeB`\x82")),
    ),
    "accounts-in-any-case": ("a name may be the same in capitals", lambda: Behaviour(admit=_any_case_of_accounts)),
    "too-big-to-download": ("the download was given up", lambda: Behaviour(fetch=_too_big_to_download)),
    "cut-pictures-shown": ("some decoders show what there is", lambda: Behaviour(hear=_cut_and_shown)),
    "more-said": (_SILENT, lambda: Behaviour(answer=_deleted)),
}

CONTROLS = [Control(name, why, make) for name, (why, make) in _MADE.items()]
