"""Servers that are wrong as a whole, and the verdict that each has to get: broken if it answers, else not judged."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from pytest_linkface.conformance import Effort
from pytest_linkface.contract import PATH
from pytest_linkface.selfcheck._specimen import Ending, Served, Specimen, Stage

_ID = "8bf47ab6eda64476973cc5f5b6ebf57e"
_OK = json.dumps({
    "request_id": f"TID{_ID}",
    "status": "OK",
    "confidences": [[0.9, 0.3], [0.3, 0.3]],
    "max_confidence": 0.9,
    "image_one": {"image_one_id": _ID},
    "image_two": {"image_two_id": _ID[::-1]},
}).encode()  # fmt: skip
_PAGE = b"<!doctype html><title>Welcome</title><h1>It works!</h1>"
_JSON, _HTML = "application/json", "text/html; charset=utf-8"
_BROKEN, _TOO_LITTLE = 1, 10

Lie = Callable[["_Handler", bytes], None]
"""Answers a request, whose body was read, in one and the same way."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_GET(self) -> None:
        """Lie."""
        self.do_POST()

    def do_POST(self) -> None:
        """Lie."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.lie(self, body)  # type: ignore[attr-defined]  # the server below has one

    def tell(self, code: int, body: bytes, content_type: str, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(code)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class _Address:
    url: str


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, lie: Lie) -> None:
        self.lie = lie
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Broken connections are what some of them are for."""


@contextmanager
def _serving(lie: Lie, _: Stage) -> Iterator[_Address]:
    with _Server(lie) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield _Address(f"http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
            thread.join()


def _canned(code: int, body: bytes, content_type: str = _JSON, **headers: str) -> Lie:
    return lambda handler, _: handler.tell(code, body, content_type, **headers)


def _refusing(code: int, status: str) -> Lie:
    body = {"request_id": f"TID{_ID}", "status": status, "image": "image_one", "reason": "no"}
    return _canned(code, json.dumps(body).encode())


def _echo(handler: _Handler, body: bytes) -> None:
    handler.tell(200, body, handler.headers.get("Content-Type", _JSON))


def _reset(handler: _Handler, _: bytes) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True


def _broken_off(handler: _Handler, _: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", _JSON)
    handler.send_header("Content-Length", "400")
    handler.end_headers()
    handler.wfile.write(_OK[:60])
    handler.close_connection = True


_ALL: tuple[tuple[str, str, Lie, int, str], ...] = (
    ("always-200", "the manual's example for everything", _canned(200, _OK), _BROKEN, "LF-CRED-SECRET"),
    ("always-400", "INVALID_ARGUMENT for everything", _refusing(400, "INVALID_ARGUMENT"), _BROKEN, "LF-CALL-ENDPOINT"),
    ("always-401", "no account is good", _refusing(401, "UNAUTHORIZED"), _TOO_LITTLE, "it refuses the account"),
    ("always-500", "fails over everything", _refusing(500, "INTERNAL_ERROR"), _BROKEN, "LF-ANS-NO-500"),
    ("echo", "what was sent, sent back", _echo, _BROKEN, "LF-ANS-JSON"),
    ("html", "a web page for everything", _canned(200, _PAGE, _HTML), _BROKEN, "LF-ANS-JSON"),
    ("empty", "an empty body", _canned(200, b""), _BROKEN, "LF-ANS-JSON"),
    ("truncated", "the first half of a success, as if it were all", _canned(200, _OK[:80]), _BROKEN, "LF-ANS-JSON"),
    ("broken-off", "an answer that ends before its length", _broken_off, _TOO_LITTLE, "no answer"),
    ("wrong-type", "a success that is called a web page", _canned(200, _OK, _HTML), _BROKEN, "LF-ANS-CONTENT-TYPE"),
    ("resets", "every connection is reset", _reset, _TOO_LITTLE, "no answer"),
    ("redirects", "sent in a circle", _canned(302, b"", Location=PATH), _BROKEN, "LF-CALL-ENDPOINT"),
    ("always-501", "not implemented", _canned(501, b'{"status":"NOT_IMPLEMENTED"}'), _BROKEN, "LF-CALL-ENDPOINT"),
    (
        "rate-limited", "RATE_LIMIT_EXCEEDED for everything",
        _refusing(403, "RATE_LIMIT_EXCEEDED"), _TOO_LITTLE, "RATE_LIMIT_EXCEEDED",
    ),
    ("too-many-requests", "429 for everything", _canned(429, b"{}", **{"Retry-After": "1"}), _TOO_LITTLE, "429"),
)  # fmt: skip


def _specimen(name: str, what: str, lie: Lie, code: int, says: str) -> Specimen:
    serve: Callable[[Stage], AbstractContextManager[Served]] = partial(_serving, lie)
    return Specimen(f"liar-{name}", what, serve, ending=Ending(code, says), effort=Effort.CORE)


LIARS: tuple[Specimen, ...] = tuple(_specimen(*row) for row in _ALL)
"""Every liar."""
