"""A server of one script: it keeps what was sent to it and answers with given bytes, or by a function on the socket."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

Script = bytes | Callable[[socket.socket], None]


def http(code: int, body: bytes | dict[str, Any], *headers: str) -> bytes:
    """A whole answer."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {code} X", f"Content-Length: {len(content)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + content


@dataclass
class Scripted:
    """The running server and the requests that it has got."""

    url: str
    requests: list[bytes] = field(default_factory=list, repr=False)

    @property
    def line(self) -> str:
        """The first line of the last request."""
        return self.requests[-1].split(b"\r\n", 1)[0].decode()

    @property
    def headers(self) -> Message:
        """The header fields of the last request."""
        head = self.requests[-1].partition(b"\r\n\r\n")[0]
        return BytesParser(policy=HTTP).parsebytes(head.split(b"\r\n", 1)[1] + b"\r\n\r\n")

    @property
    def body(self) -> bytes:
        """The body of the last request."""
        return self.requests[-1].partition(b"\r\n\r\n")[2]


@contextmanager
def scripted(script: Script) -> Iterator[Scripted]:
    """Serve on loopback until left."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Scripted(f"http://127.0.0.1:{listener.getsockname()[1]}")
    thread = threading.Thread(target=_serve, args=(listener, server, script))
    thread.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _serve(listener: socket.socket, server: Scripted, script: Script) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, suppress(OSError):
            server.requests.append(_request(connection))
            script(connection) if callable(script) else connection.sendall(script)


def _request(connection: socket.socket) -> bytes:
    connection.settimeout(5)
    data = b""
    while b"\r\n\r\n" not in data or len(data) < _length(data):
        chunk = connection.recv(65536)
        if not chunk:
            break
        data += chunk
    return data


def _length(data: bytes) -> int:
    head, end, _ = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return len(head) + len(end) + int(lengths[0] if lengths else 0)
