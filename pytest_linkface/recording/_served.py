"""Recordings on loopback, for clients that are not requests: any library, any language."""

from __future__ import annotations

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Protocol

import requests

from pytest_linkface.exchange import Answer
from pytest_linkface.recording._chunked import unchunked
from pytest_linkface.recording._errors import CassetteError, UnreadableRequest

_MOST_BYTES = 64 * 1024 * 1024


class Replies(Protocol):
    """Whoever has an answer to a request."""

    def reply(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer; a CassetteError where there is none."""


class Served:
    """A server on loopback while it is entered; ``port`` 0 is any free one. A port in use is an OSError."""

    def __init__(self, replies: Replies, *, port: int = 0) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), type("Handler", (_Handler,), {"replies": replies}))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), name="linkface-cassettes", daemon=True)

    @property
    def url(self) -> str:
        """The base url, without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Served:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    replies: Replies
    protocol_version = "HTTP/1.1"
    timeout = 30

    def __getattr__(self, name: str) -> Any:
        """Every method is answered alike."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        answer = self._reply()
        self.send_response(answer.http_code)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _reply(self) -> Answer:
        try:
            body = self._body()
        except UnreadableRequest as error:
            self.close_connection = True
            return _explained(400, str(error))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            return self.replies.reply(self.command, self.path, headers, body)
        except CassetteError as error:
            return _explained(501, str(error))
        except requests.RequestException as error:
            return _explained(502, f"the server to record from did not answer: {error}")

    def _body(self) -> bytes:
        coding, size = self.headers.get("Transfer-Encoding"), self.headers.get("Content-Length", "0")
        if coding is not None:
            return unchunked(self.rfile, coding, most=_MOST_BYTES)
        if not size.isdecimal() or int(size) > _MOST_BYTES:
            raise UnreadableRequest(f"its Content-Length is no number up to {_MOST_BYTES:,}")
        body = self.rfile.read(int(size))
        if len(body) < int(size):
            raise UnreadableRequest(f"the body is cut off: {size} bytes were announced")
        return body

    def log_message(self, format: str, *arguments: object) -> None:
        """Log nothing: a request's line may hold credentials."""


def _explained(code: int, text: str) -> Answer:
    return Answer(code, {"content-type": "text/plain; charset=utf-8"}, f"{text}\n".encode())
