"""A little web server from which a target downloads the kit's pictures, and some that it cannot get."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import urlsplit

from pytest_linkface.images import Picture

MISSING, HANGING, PAGE, MOVED = "missing.jpg", "hanging.jpg", "page.jpg", "moved.jpg"
"""A 404, a download that never begins, an HTML page, and a redirect to the first picture."""
FAILING, FORBIDDEN, STALLING = "failing.jpg", "forbidden.jpg", "stalling.jpg"
"""A 500 and a 403 with a page, and a download that stops half-way."""
BROKEN_OFF = "broken-off.png"
"""A download that says how long it is and ends half-way."""
CODED, QUERIED, UNMEASURED = "Two%20People+1.jpg", "queried.jpg?size=large&of=two", "unmeasured.jpg"
"""The first picture under a name that has to be coded and has capitals, by a query, and without its length."""
OTHERWISE_QUERIED = "queried.jpg?size=large&of=three"
"""The second picture, by another query of the same path."""
_OF_THE_FIRST = (CODED, QUERIED, UNMEASURED, MOVED)
_AT_HAND = 8
"""Pictures whose bytes are kept: more than the calls of a case have."""
HOLD_SECONDS = 20.0
"""How long a hanging download is held before the kit lets go."""
LOGIN = "<!doctype html><title>Please log in</title>"
"""The HTML page."""


class PictureUrls(Protocol):
    """What a case has to know of whoever serves the pictures."""

    hits: int

    @property
    def declared(self) -> bool:
        """Somebody said that the target can reach it."""

    def url(self, name: str) -> str:
        """The url of a picture, or of one of those that are none."""

    def picture(self, url: str) -> Picture | None:
        """The picture that a url leads to; None where it leads to none."""


class ImageHost:
    """Serves pictures by name until it is closed; a context manager.

    Args:
        pictures: Name to picture; the names are the last part of the urls.
        address: The address that a target is told, without a path; by default the one that is listened on.
        listen: Host and port to listen on; port 0 takes a free one.
    """

    def __init__(
        self, pictures: Mapping[str, Picture], *, address: str | None = None, listen: tuple[str, int] = ("127.0.0.1", 0)
    ) -> None:
        self.declared = address is not None
        """Somebody said that the target can reach it."""
        self.hits = 0
        """Requests that came in, for whatever."""
        self._pictures = pictures
        self._in_folders = [name for name in pictures if "/" in name]
        self._made = lru_cache(maxsize=_AT_HAND)(lambda name: pictures[name].make())
        self._closing = threading.Event()
        self._server = _Server(listen, _handler(self))
        host, port = self._server.server_address[:2]
        self._address = (address or f"http://{host!s}:{port}").rstrip("/")
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def url(self, name: str) -> str:
        """The url of a picture, or of one of those that are none; it is made now, since a download has to be quick."""
        if name in self._pictures:
            self._made(name)
        return f"{self._address}/linkface/{name}"

    def picture(self, url: str) -> Picture | None:
        """The picture that a url leads to; None where it leads to none."""
        name = url.removeprefix(self.url(""))
        if name == OTHERWISE_QUERIED:
            return self._pictures[self._second]
        return next(iter(self._pictures.values())) if name in _OF_THE_FIRST else self._pictures.get(name)

    def close(self) -> None:
        """Stop serving and let every held download go."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> ImageHost:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def respond(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one GET."""
        self.hits += 1
        path = urlsplit(request.path).path
        name = next((known for known in self._in_folders if path.endswith(f"/{known}")), path.rpartition("/")[2])
        if name == HANGING:
            self._hold()
        elif name in (FAILING, FORBIDDEN):
            _reply(request, 500 if name == FAILING else 403, LOGIN.encode(), {"Content-Type": "text/html"})
        elif name == STALLING:
            self._stall(request)
        elif name == BROKEN_OFF:
            self._break_off(request)
        elif request.path.rpartition("/")[2] in (CODED, QUERIED):
            _reply(request, 200, self._first, {"Content-Type": "image/jpeg"})
        elif request.path.rpartition("/")[2] == OTHERWISE_QUERIED:
            _reply(request, 200, self._made(self._second), {"Content-Type": "image/jpeg"})
        elif name == UNMEASURED:
            _reply(request, 200, self._first, {"Content-Length": ""})
        elif name == MOVED:
            _reply(request, 302, b"", {"Location": self.url(next(iter(self._pictures)))})
        elif name == PAGE:
            _reply(request, 200, LOGIN.encode(), {"Content-Type": "text/html"})
        elif name in self._pictures:
            _reply(request, 200, self._made(name), {"Content-Type": "application/octet-stream"})
        else:
            _reply(request, 404, b"not found", {"Content-Type": "text/plain"})


    @property
    def _first(self) -> bytes:
        return self._made(next(iter(self._pictures)))

    @property
    def _second(self) -> str:
        return list(self._pictures)[1]

    def _hold(self) -> None:
        self._closing.wait(HOLD_SECONDS)

    def _stall(self, request: BaseHTTPRequestHandler) -> None:
        """Half a picture, and then nothing."""
        self._half(request, self._first)
        self._hold()

    def _break_off(self, request: BaseHTTPRequestHandler) -> None:
        """Half a picture, and then the end; of a PNG, for half a JPEG would be shown by some."""
        self._half(request, self._made("png"))
        request.close_connection = True

    @staticmethod
    def _half(request: BaseHTTPRequestHandler, data: bytes) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data[: len(data) // 2])
        request.wfile.flush()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A target that breaks off a download is its own affair."""


def _reply(request: BaseHTTPRequestHandler, code: int, body: bytes, headers: dict[str, str]) -> None:
    request.send_response(code)
    for name, value in ({"Content-Length": str(len(body))} | headers).items():
        if value:
            request.send_header(name, value)
    request.end_headers()
    if request.command != "HEAD":
        request.wfile.write(body)


def _handler(host: ImageHost) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = HOLD_SECONDS + 10

        def do_GET(self) -> None:
            host.respond(self)

        def do_HEAD(self) -> None:
            host.respond(self)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: stderr belongs to the test run."""

    return Handler
