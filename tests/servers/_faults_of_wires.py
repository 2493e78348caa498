"""Faults in how a request is read off the wire, and in what else may lie behind a url."""

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from ._asking import Ask, Part
from ._behaviour import Behaviour, fetch, route
from ._download import SECONDS, download
from ._fault import Fault, table
from ._terms import Refusal, Side
from ._waitress import KeptOpen

_FILES = ("image_one_file", "image_two_file")


def _kept(ask: Ask, keep: Callable[[int, Part], bool]) -> Ask:
    """Overlook the parts that are not written as this server knows them."""
    lost = {part.name for number, part in enumerate(ask.parts) if not keep(number, part)}
    return replace(
        ask,
        form={name: value for name, value in ask.form.items() if name not in lost},
        files={name: value for name, value in ask.files.items() if name not in lost},
    )


def _reading(keep: Callable[[int, Part], bool]) -> Behaviour:
    return Behaviour(hear=lambda ask: _kept(ask, keep))


def _credentials_first(ask: Ask) -> Ask:
    """Stop reading texts at the first file."""
    names = [part.name for part in ask.parts]
    first = min((names.index(name) for name in _FILES if name in names), default=len(names))
    return _kept(ask, lambda number, part: number < first or part.name in ask.files)


def _files_by_place(ask: Ask) -> Ask:
    """Take the first file for image one, whatever it is called."""
    names = [part.name for part in ask.parts if part.name in ask.files]
    if names != list(reversed(_FILES)):
        return ask
    one, two = (ask.files[name] for name in names)
    return replace(ask, files={**ask.files, _FILES[0]: one, _FILES[1]: two})


def _unless(wrong: Callable[[Ask], bool], status: str = "INVALID_ARGUMENT") -> Behaviour:
    def hear(ask: Ask) -> Ask:
        if wrong(ask):
            raise Refusal(status, reason="the body cannot be read")
        return ask

    return Behaviour(hear=hear)


def _has_type(part: Part) -> bool:
    return any(name.lower() == "content-type" for name in part.headers)


def _encoded(part: Part) -> bool:
    return any(name.lower() == "content-transfer-encoding" for name in part.headers)


def _capital(part: Part) -> bool:
    return "Content-Disposition" in part.headers


_PATH = "/identity/compare_faces_in_two_images"


def _beginning(ask: Ask) -> None:
    route(replace(ask, path=_PATH) if ask.path.startswith(_PATH) else ask)


def _elsewhere(ask: Ask) -> None:
    """Know the documented path below a version only."""
    route(replace(ask, path=ask.path.removeprefix("/v2") if ask.path.startswith("/v2") else "/"))


def _put(ask: Ask) -> None:
    route(replace(ask, method="POST" if ask.method == "PUT" else ""))


def _without_query(url: str, side: Side, most: int) -> bytes:
    return fetch(url.partition("?")[0], side, most)


def _decoded_twice(url: str, side: Side, most: int) -> bytes:
    return fetch(unquote(url), side, most)


@contextmanager
def _got(url: str) -> Iterator[http.client.HTTPResponse]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS.get())
    try:
        connection.request("GET", parts.path)
        yield connection.getresponse()
    finally:
        connection.close()


def _length_demanded(url: str, side: Side, most: int) -> bytes:
    try:
        with _got(url) as response:
            is_endless = response.status == 200 and response.headers.get("Content-Length") is None
    except OSError:
        return fetch(url, side, most)
    if is_endless:
        raise Refusal("DOWNLOAD_ERROR", side=side)
    return fetch(url, side, most)


def _any_code(url: str, side: Side, most: int) -> bytes:
    """Take the page that comes with 500 or 403 for the picture."""
    try:
        return fetch(url, side, most)
    except Refusal as refusal:
        if refusal.status != "DOWNLOAD_ERROR":
            raise
        try:
            with _got(url) as response:
                is_a_page = response.status in (403, 500)
        except OSError:
            raise refusal from None
        if is_a_page:
            return b"<html>"
        raise


def _stalled_is_whole(url: str, side: Side, most: int) -> bytes:
    """Take what came before a download stalled for the picture."""
    try:
        return download(url, side, most=most)
    except Refusal as refusal:
        if refusal.status != "DOWNLOAD_TIMEOUT":
            raise
        try:
            with _got(url) as response:
                return response.read1(most)
        except OSError:
            raise refusal from None


def _second_on_a_connection() -> Behaviour:
    """Lose the form of each second request on a connection."""
    seen: dict[str, int] = {}

    def hear(ask: Ask) -> Ask:
        port = ask.headers.get("port", "")
        seen[port] = seen.get(port, 0) + 1
        return replace(ask, form={}, files={}) if port and seen[port] % 2 == 0 else ask

    return Behaviour(hear=hear)


_READ = {
    "credentials-after-files-ignored": Behaviour(hear=_credentials_first),
    "files-by-their-place": Behaviour(hear=_files_by_place),
    "typed-texts-ignored": Behaviour(
        hear=lambda ask: _kept(ask, lambda _, part: part.name in ask.files or not _has_type(part))
    ),
    "encoded-parts-ignored": _reading(lambda _, part: not _encoded(part)),
    "small-part-headers-ignored": _reading(lambda _, part: _capital(part)),
    "quoted-boundary-refused": _unless(lambda ask: 'boundary="' in ask.headers.get("content-type", "")),
    "expecting-clients-refused": _unless(lambda ask: "expect" in ask.headers),
}
_BEHIND_URLS = {
    "query-of-urls-lost": Behaviour(fetch=_without_query),
    "urls-decoded-twice": Behaviour(fetch=_decoded_twice),
    "length-of-downloads-demanded": Behaviour(fetch=_length_demanded),
}

FAULTS: list[Fault] = [
    *table("any multipart/form-data is a form", 45, "LF-CALL-MULTIPART LF-CRED-FORM LF-OK-SHAPE", _READ),
    *table("a side may come by url", 26, "LF-SRC-URL", _BEHIND_URLS),
    *table(
        "a failed download is DOWNLOAD_ERROR",
        93,
        "LF-ERR-DOWNLOAD-ERROR",
        {"code-of-downloads-ignored": Behaviour(fetch=_any_code)},
    ),
    *table(
        "a slow download is DOWNLOAD_TIMEOUT",
        92,
        "LF-ERR-DOWNLOAD-TIMEOUT",
        {"stalled-taken-for-whole": Behaviour(fetch=_stalled_is_whole)},
    ),
    *table(
        "a POST to this path is answered",
        19,
        "LF-CALL-ENDPOINT",
        {"endpoint-below-a-version": Behaviour(route=_elsewhere), "endpoint-by-put": Behaviour(route=_put)},
    ),
    *table("another path is 404 NOT_FOUND", 106, "LF-ERR-NOT-FOUND", {"any-longer-path": Behaviour(route=_beginning)}),
    *(
        replace(fault, under=KeptOpen)
        for fault in table(
            "a connection may be used again",
            18,
            "LF-CALL-ENDPOINT LF-CALL-MULTIPART LF-SRC-FILE LF-ANS-REPEATABLE LF-OK-SHAPE",
            {"second-on-a-connection-lost": _second_on_a_connection},
        )
    ),
]
