"""Faults over requests that are odd: a server that fails, loses bytes of a file, or trips over a name or an address."""

import http.client
import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote_plus, urlsplit
from urllib.request import ProxyHandler, build_opener

from ._asking import Ask
from ._behaviour import Behaviour, fetch, route
from ._fault import Fault, edited, put, table
from ._terms import SIDES, Refusal, Side

_PATH = "/identity/compare_faces_in_two_images"
_SOURCES = tuple(f"image_{side}_{kind}" for side in SIDES for kind in ("file", "url", "id"))
_IDS = ("image_one_id", "image_two_id")
_URLS = ("image_one_url", "image_two_url")


def _failing(when: Callable[[Ask], object]) -> Behaviour:
    """Fail over some requests."""

    def hear(ask: Ask) -> Ask:
        if ask.method == "POST" and when(ask):
            raise Refusal("INTERNAL_ERROR")
        return ask

    return Behaviour(hear=hear)


def _raw(ask: Ask, names: tuple[str, ...]) -> list[bytes]:
    return [value for name in names if (value := ask.raw(name)) is not None]


def _any(names: tuple[str, ...], wrong: Callable[[bytes], object]) -> Callable[[Ask], bool]:
    return lambda ask: any(wrong(value) for value in _raw(ask, names))


def _utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeError:
        return False
    return True


def _several(ask: Ask) -> bool:
    present = [name for name in _SOURCES if name in ask.files or ask.raw(name)]
    return any(sum(side in name for name in present) > 1 for side in ("_one_", "_two_"))


def _empty_text(ask: Ask) -> bool:
    return any(value == b"" for value in _raw(ask, (*_IDS, *_URLS)))


def _repeated(ask: Ask) -> bool:
    names = [part.name for part in ask.parts]
    return len(names) != len(set(names))


def _truth(value: bytes) -> bool:
    return value not in (b"true", b"false") and _utf8(value)


def _not_fetchable(value: bytes) -> bool:
    return _utf8(value) and not re.match(rb"https?://", value)


def _not_ascii(value: bytes) -> bool:
    return _utf8(value) and not value.isascii()


def _fields(name_of: str) -> Callable[[Ask], bool]:
    return lambda ask: any(f"image_{side}_{name_of}" in ask.files for side in SIDES)


_ODD = {
    "nul-in-an-id-fails": _failing(_any(_IDS, lambda value: b"\0" in value)),
    "ids-beyond-ascii-fail": _failing(_any(_IDS, _not_ascii)),
    "ids-that-are-not-hex-fail": _failing(
        _any(_IDS, lambda value: _utf8(value) and not re.fullmatch(rb"[0-9a-f]*", value))
    ),
    "long-ids-fail": _failing(_any(_IDS, lambda value: len(value) > 255)),
    "slash-in-an-id-fails": _failing(_any(_IDS, lambda value: b"/" in value)),
    "quote-in-an-id-fails": _failing(_any(_IDS, lambda value: b"'" in value)),
    "empty-texts-fail": _failing(_empty_text),
    "texts-for-files-fail": _failing(lambda ask: any(f"image_{side}_file" in ask.form for side in SIDES)),
    "files-for-urls-fail": _failing(_fields("url")),
    "files-for-ids-fail": _failing(_fields("id")),
    "several-sources-fail": _failing(_several),
    "parameters-twice-fail": _failing(_repeated),
    "odd-truths-fail": _failing(_any(("image_one_auto_rotate", "image_two_auto_rotate"), _truth)),
    "empty-files-fail": _failing(lambda ask: any(not one.data for one in ask.files.values())),
    "other-schemes-fail": _failing(_any(_URLS, _not_fetchable)),
    "urls-beyond-ascii-fail": _failing(_any(_URLS, _not_ascii)),
    "no-form-fails": _failing(lambda ask: not ask.form and not ask.files and not ask.body),
    "other-bodies-fail": _failing(
        lambda ask: not re.match("multipart|application/x-www", ask.headers.get("content-type", ""))
    ),
    "unknown-names-fail": _failing(
        lambda ask: any(not name.startswith(("image_", "api_")) for name in (*ask.form, *ask.files))
    ),
    "beyond-ascii-fails": _failing(lambda ask: any(_not_ascii(value) for value in ask.form.values())),
}


def _rewritten(change: Callable[[bytes], bytes]) -> Behaviour:
    def hear(ask: Ask) -> Ask:
        return replace(ask, files={name: replace(one, data=change(one.data)) for name, one in ask.files.items()})

    return Behaviour(hear=hear)


_BYTES = {
    "line-ends-in-files-changed": _rewritten(lambda data: data.replace(b"\r\n", b"\n")),
    "files-end-at-nul": _rewritten(lambda data: data.rstrip(b"\0")),
}


def _names_but(odd: str) -> Behaviour:
    def hear(ask: Ask) -> Ask:
        if any(re.search(odd, upload.filename) for upload in ask.files.values()):
            raise Refusal("INVALID_ARGUMENT", reason="a file has an odd name")
        return ask

    return Behaviour(hear=hear)


def _without_folders(ask: Ask) -> Ask:
    """Look at the name as it was written: a parser of forms may have cut the folder off."""
    if any(re.search(r'filename="[^"]*[/\\]', text) for part in ask.parts for text in part.headers.values()):
        raise Refusal("INVALID_ARGUMENT", reason="a file has an odd name")
    return ask


_NAMES = {
    "blank-in-name-refused": _names_but(r"\s"),
    "path-in-name-refused": Behaviour(hear=_without_folders),
    "two-dots-in-name-refused": _names_but(r"\..*\."),
    "quote-in-name-refused": _names_but(r"[\"']"),
    "percent-in-name-refused": _names_but("%"),
    "emoji-in-name-refused": _names_but("[\U00010000-\U0010ffff]"),
}


def _types_but(refused: Callable[[str | None], bool]) -> Behaviour:
    def hear(ask: Ask) -> Ask:
        if any(refused(upload.content_type) for upload in ask.files.values()):
            raise Refusal("INVALID_ARGUMENT", reason="a file has an odd type")
        return ask

    return Behaviour(hear=hear)


_TYPES = {
    "part-without-type-refused": _types_but(lambda given: not given),
    "part-of-text-refused": _types_but(lambda given: bool(given) and str(given).startswith("text/")),
    "part-of-unusual-image-type-refused": _types_but(
        lambda given: str(given).startswith("image/") and given not in {"image/jpeg", "image/png", "image/gif"}
    ),
}


def _changed(change: Callable[[str], str]) -> Behaviour:
    return Behaviour(fetch=lambda url, side, most: fetch(change(url), side, most))


def _small_path(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(path=parts.path.lower()).geturl()


def _suffixed(url: str, side: Side, most: int) -> bytes:
    if not re.search(r"\.(jpe?g|png|gif|bmp|tiff?)$", urlsplit(url).path, re.IGNORECASE):
        raise Refusal("INVALID_ARGUMENT", side=side, reason="not the address of a picture")
    return fetch(url, side, most)


def _without_question(url: str, side: Side, most: int) -> bytes:
    if "?" in url:
        raise Refusal("INVALID_ARGUMENT", side=side, reason="an address without a question, please")
    return fetch(url, side, most)


def _failing_download(status: str, *reasons: str) -> Behaviour:
    """Let what a download's end raises come up."""

    def get(url: str, side: Side, most: int) -> bytes:
        try:
            return fetch(url, side, most)
        except Refusal as refusal:
            if refusal.status == status and (not reasons or str(refusal.reason) in reasons):
                raise Refusal("INTERNAL_ERROR") from None
            raise

    return Behaviour(fetch=get)


def broken_off(url: str) -> bool:
    """Whether a download ends before it is as long as it says; asked a second time for that alone."""
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=0.3) as answer:
            answer.read()
    except http.client.IncompleteRead:
        return True
    except (OSError, ValueError, http.client.HTTPException):
        return False
    return False


def _failing_half_way(url: str, side: Side, most: int) -> bytes:
    data = fetch(url, side, most)
    if broken_off(url):
        raise Refusal("INTERNAL_ERROR")
    return data


_PLACES = {
    "urls-in-small-letters": _changed(_small_path),
    "plus-in-urls-lost": _changed(lambda url: unquote_plus(url) if "+" in url else url),
    "suffix-of-urls-demanded": Behaviour(fetch=_suffixed),
    "question-in-urls-refused": Behaviour(fetch=_without_question),
}


def _ends_like(ask: Ask) -> None:
    route(replace(ask, path=_PATH) if ask.path.endswith(_PATH) else ask)


def _alike(ask: Ask) -> None:
    route(replace(ask, path=_PATH) if ask.path.rpartition("/")[2].startswith("compare_faces") else ask)


FAULTS: list[Fault] = [
    *table("nothing that a client sends makes the server fail", 107, "LF-ANS-NO-500", _ODD),
    *table("a file is what was sent", 45, "LF-CALL-MULTIPART LF-IMG-PNG LF-IMG-MAX-BYTES", _BYTES),
    *table("the name of a file does not matter", 247, "LF-UP-FILE-NAME", _NAMES),
    *table("the content type of a part does not matter", 247, "LF-UP-CONTENT-TYPE LF-IMG-BMP", _TYPES),
    *table("a side may come by url", 26, "LF-SRC-URL", _PLACES),
    *table(
        "a failed download is DOWNLOAD_ERROR",
        93,
        "LF-ERR-DOWNLOAD-ERROR LF-ANS-NO-500 LF-ERR-DOWNLOAD-TIMEOUT",
        {
            "refused-connection-fails": _failing_download("DOWNLOAD_ERROR", "ConnectionRefusedError"),
            "broken-off-download-fails": Behaviour(fetch=_failing_half_way),
        },
    ),
    *table(
        "another path is 404 NOT_FOUND",
        106,
        "LF-ERR-NOT-FOUND",
        {"any-path-before": Behaviour(route=_ends_like), "any-last-part-alike": Behaviour(route=_alike)},
    ),
    *table(
        "a picture without faces is refused, on either side or both",
        96,
        "LF-ERR-NO-FACE-DETECTED LF-ANS-NO-500",
        {
            "no-face-on-two-fails": edited(
                lambda reply: reply.status == "NO_FACE_DETECTED" and reply.body.get("image") == "image_two",
                put(status="INTERNAL_ERROR"),
                code=500,
            ),
        },
    ),
]
