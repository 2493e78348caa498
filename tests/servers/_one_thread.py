"""The service behind the standard library's plainest server: one thread, HTTP/1.0, forms read by the email parser."""

import threading
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from ._asking import Ask, Part, Upload
from .reference import Service


class OneThread:
    """A context manager: listening at `.url` inside, one call after the other."""

    def __init__(self, service: Service) -> None:
        self._server = HTTPServer(("127.0.0.1", 0), _handler(service), bind_and_activate=False)
        self._server.request_queue_size = 64
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """The base of the server."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._server.server_bind()
        self._server.server_activate()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def read(method: str, target: str, headers: dict[str, str], body: bytes) -> Ask:
    """Read one request by the email parser."""
    parts = urlsplit(target)
    query = {name: value.encode("utf-8", "surrogateescape") for name, value in _pairs(parts.query)}
    sent = {name.lower(): value for name, value in headers.items()}
    found = list(_parts(sent.get("content-type", ""), body))
    return Ask(
        method,
        parts.path,
        query,
        {part.name: data for part, data, name in found if name is None},
        {part.name: Upload(name, _type(part), data) for part, data, name in found if name is not None},
        sent,
        parts=tuple(part for part, _, _ in found),
        body=body,
    )


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True, errors="surrogateescape")


def _type(part: Part) -> str | None:
    return next((value for name, value in part.headers.items() if name.lower() == "content-type"), None)


def _parts(kind: str, body: bytes) -> Any:
    if not kind.startswith("multipart/form-data"):
        return
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1")
    for part in BytesParser(policy=HTTP.clone(utf8=True)).parsebytes(head + body).iter_parts():
        headers = {name: str(value) for name, value in part.items()}
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        yield Part(str(name), headers), data if isinstance(data, bytes) else b"", part.get_filename()


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 20

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            wire = service.reply(read(self.command, self.path, dict(self.headers.items()), body))
            self.send_response_only(wire.code, "Whatever")
            for name, value in wire.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in wire.pieces:
                self.wfile.write(piece)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
