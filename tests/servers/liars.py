"""Servers that are wrong as a whole: whatever they are asked, the verdict on them is known beforehand."""

import gzip
import io
import json
import random
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from werkzeug.wsgi import get_input_stream

from ._accounts import ACCOUNTS, Account
from ._serving import Quiet, Served
from ._terms import CODES
from .reference import Service

Start = Callable[..., Any]
App = Callable[[dict[str, Any], Start], Iterable[bytes]]

_PHRASE = "Liar"
_HEX = "8bf47ab6eda64476973cc5f5b6ebf57e"
_SUCCESS: Mapping[str, Any] = {
    "request_id": f"TID{_HEX}",
    "status": "OK",
    "confidences": [[0.94, 0.37], [0.34, 0.33]],
    "max_confidence": 0.94,
    "image_one": {"image_one_id": _HEX},
    "image_two": {"image_two_id": _HEX[::-1]},
}


class Canned:
    """Gives one answer to everything, after reading what was sent."""

    def __init__(self, code: int, body: bytes, **headers: str) -> None:
        self.code = code
        self.body = body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.headers = {"Content-Type": "application/json", "Content-Length": str(len(body))} | named

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer."""
        get_input_stream(environ).read()
        start(f"{self.code} {_PHRASE}", list(self.headers.items()))
        return [self.body]


def refusing(status: str) -> Canned:
    """Give one error to everything, complete with image and reason."""
    body = {"request_id": f"TID{_HEX}", "status": status, "image": "image_one", "reason": "no"}
    return Canned(CODES[status], json.dumps(body).encode())


def _echo(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    body = get_input_stream(environ).read()
    start("200 OK", [("Content-Type", environ.get("CONTENT_TYPE", "")), ("Content-Length", str(len(body)))])
    return [body]


class _Coin:
    """Throws the same coin in each run: by chance alone, one of a hundred would answer as if it saw no face at all."""

    def __init__(self) -> None:
        self._chance = random.Random(1)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        status = self._chance.choice(["OK", "INVALID_ARGUMENT", "NO_FACE_DETECTED"])
        canned = Canned(200, json.dumps(_SUCCESS).encode()) if status == "OK" else refusing(status)
        return canned(environ, start)


class _FirstAnswer:
    """Answers rightly once, and then gives that answer to everything."""

    def __init__(self) -> None:
        self._service = Service()
        self._lock = threading.Lock()
        self._kept: tuple[Any, list[bytes]] | None = None

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        body = get_input_stream(environ).read()
        with self._lock:
            if self._kept is None:
                got: list[Any] = []
                again = {**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
                pieces = list(self._service(again, lambda *given: got.extend(given)))
                self._kept = (got, pieces)
        start(*self._kept[0])
        return self._kept[1]


class _Waiting:
    """Reads, and answers nothing, or hardly anything, until the server is closed."""

    def __init__(self, drop: bytes = b"") -> None:
        self._drop = drop
        self._closed = threading.Event()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        get_input_stream(environ).read()
        if self._drop:
            start("200 OK", [("Content-Type", "application/json")])
        return self._drip()

    def _drip(self) -> Iterator[bytes]:
        while not self._closed.wait(0.25 if self._drop else None):
            yield self._drop

    def close(self) -> None:
        """Let all calls go."""
        self._closed.set()


class _Resetting(Quiet):
    """Resets the connection before anything is read."""

    def handle(self) -> None:
        """Reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


class _Hanging(Quiet):
    """Closes the connection, in good order, when it has read the request."""

    def run_wsgi(self) -> None:
        """Read, and go."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.close_connection = True


class _Babbling(_Hanging):
    """Answers with something that is no HTTP."""

    def run_wsgi(self) -> None:
        """Read, and babble."""
        super().run_wsgi()
        self.wfile.write(b"220 mail.example.com ESMTP ready\r\n")


class _Breaking(_Hanging):
    """Promises a long body and breaks off within it."""

    def run_wsgi(self) -> None:
        """Read, and begin to answer."""
        super().run_wsgi()
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n"
        self.wfile.write(head.encode() + json.dumps(_SUCCESS).encode()[:60])


@dataclass(frozen=True)
class Liar:
    """A server that does not even try."""

    name: str
    what: str
    make: Callable[[], App]
    handler: type[Quiet] | None = None

    def serve(self, accounts: Mapping[str, Account] = ACCOUNTS, *, download_seconds: float = 5.0) -> Served:
        """Give the server, to be entered with `with`; it looks at no account, and hardly downloads."""
        del accounts, download_seconds
        return Served(self.make(), handler=self.handler)


def _nothing() -> App:
    return Canned(200, b"")


_OK = json.dumps(_SUCCESS).encode()
_PAGE = b"<!doctype html><html><title>Welcome</title><h1>It works!</h1></html>"
_BARE = json.dumps({"status": "OK"}).encode()
_HTML = {"Content_Type": "text/html; charset=utf-8"}

ALL = (
    Liar("always-ok", "the manual's example for everything", lambda: Canned(200, _OK)),
    Liar("always-ok-bare", "status OK and nothing more", lambda: Canned(200, _BARE)),
    Liar("always-ok-as-400", "a success at the code of an error", lambda: Canned(400, _OK)),
    *(
        Liar(f"always-{status.lower().replace('_', '-')}", f"{status} for everything", partial(refusing, status))
        for status in (
            "INVALID_ARGUMENT",
            "CORRUPT_IMAGE",
            "NO_FACE_DETECTED",
            "UNAUTHORIZED",
            "RATE_LIMIT_EXCEEDED",
            "OUT_OF_QUOTA",
            "NOT_FOUND",
            "INTERNAL_ERROR",
        )
    ),
    Liar("always-501", "not implemented", lambda: Canned(501, b'{"status":"NOT_IMPLEMENTED"}')),
    Liar("always-502", "the page of a gateway", lambda: Canned(502, b"<html>Bad Gateway</html>", **_HTML)),
    Liar("always-503", "closed for repair, come again", lambda: Canned(503, b"", Retry_After="1")),
    Liar("always-429", "too many requests", lambda: Canned(429, b"{}", Retry_After="1")),
    Liar("always-204", "no content", lambda: Canned(204, b"")),
    Liar("page", "a web page with 200", lambda: Canned(200, _PAGE, **_HTML)),
    Liar("page-as-json", "a web page that is called JSON", lambda: Canned(200, _PAGE)),
    Liar("page-404", "a web page with 404", lambda: Canned(404, _PAGE, **_HTML)),
    Liar("ok-as-page", "a success that is called a web page", lambda: Canned(200, _OK, **_HTML)),
    Liar("empty", "an empty body with 200", _nothing),
    Liar("truncated", "the first half of a success, as if it were all", lambda: Canned(200, _OK[: len(_OK) // 2])),
    Liar("broken-off", "the beginning of a success, and the end of the connection", _nothing, _Breaking),
    Liar("null", "JSON, but null", lambda: Canned(200, b"null")),
    Liar("list", "JSON, but a list", lambda: Canned(200, b"[" + _OK + b"]")),
    Liar("text", "JSON, but a text", lambda: Canned(200, b'"OK"')),
    Liar("deep", "JSON of a depth that no parser likes", lambda: Canned(200, b"[" * 200_000 + b"]" * 200_000)),
    Liar("huge-number", "a number of many digits", lambda: Canned(200, b'{"status":' + b"9" * 20_000 + b"}")),
    Liar("not-zipped", "said to be gzip, and is not", lambda: Canned(200, _OK, Content_Encoding="gzip")),
    Liar("half-zipped", "gzip, cut short", lambda: Canned(200, gzip.compress(_OK)[:40], Content_Encoding="gzip")),
    Liar("echo", "what was sent, sent back", lambda: _echo),
    Liar("coin", "success and errors by chance", _Coin),
    Liar("first-answer", "right once, and ever after the same", _FirstAnswer),
    Liar("redirect", "sent in a circle", lambda: Canned(302, b"", Location="/identity/compare_faces_in_two_images")),
    Liar("redirect-kept", "sent in a circle, to post again", lambda: Canned(307, b"", Location="?again=1")),
    Liar("redirect-away", "sent to where nobody is", lambda: Canned(302, b"", Location="http://127.0.0.1:9/")),
    Liar("reset", "the connection reset at once", _nothing, _Resetting),
    Liar("closed", "the connection closed without an answer", _nothing, _Hanging),
    Liar("babble", "an answer that is no HTTP", _nothing, _Babbling),
    Liar("hang", "no answer, ever", _Waiting),
    Liar("drip", "an answer without an end, a space at a time", lambda: _Waiting(b" ")),
)

LIARS: Mapping[str, Liar] = {liar.name: liar for liar in ALL}
"""Every liar by its name."""

__all__ = ["LIARS", "Liar"]
