"""A server that reads what it is sent, looks at nothing and answers the same: ``python -m benchmarks._empty WAY PORT``.

What it takes is the limit of every server of its kind: ``wsgi`` is the standard library's, ``socket`` is bare.
"""

from __future__ import annotations

import re
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BODY = b'{"status": "OK"}'
_CHUNK = 1 << 16
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


def empty(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Read the body to its end, and answer."""
    left = int(environ.get("CONTENT_LENGTH") or 0)
    while left and (chunk := environ["wsgi.input"].read(min(left, _CHUNK))):
        left -= len(chunk)
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))])
    return [BODY]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def answering() -> Iterator[str]:
    """The address of such a server in a thread of this process."""
    with make_server("127.0.0.1", 0, empty, _Server, _Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def by_wsgi(port: int) -> None:
    """Serve by the standard library, a thread for each connection and a connection for each request."""
    make_server("127.0.0.1", port, empty, _Server, _Handler).serve_forever()


def by_socket(port: int) -> None:
    """Serve by hand, a thread for each connection: no more of HTTP is read than the length of the body."""
    with socket.create_server(("127.0.0.1", port), backlog=64) as listening:
        while True:
            threading.Thread(target=_answer, args=(listening.accept()[0],), daemon=True).start()


def _answer(connection: socket.socket) -> None:
    with connection:
        received = b""
        while chunk := connection.recv(_CHUNK):
            received += chunk
            head, end, body = received.partition(b"\r\n\r\n")
            if end:
                _drain(connection, head, len(body))
                connection.sendall(_HEAD + BODY)
                received = b""


def _drain(connection: socket.socket, head: bytes, there: int) -> None:
    found = _LENGTH.search(head)
    left = int(found[1]) - there if found else 0
    while left > 0 and (chunk := connection.recv(min(left, _CHUNK))):
        left -= len(chunk)


WAYS: dict[str, Callable[[int], None]] = {"wsgi": by_wsgi, "socket": by_socket}


def main(arguments: Sequence[str]) -> int:
    """Serve until the process is ended."""
    way, port = arguments
    WAYS[way](int(port))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
