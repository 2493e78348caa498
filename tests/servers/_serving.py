"""A WSGI application on a loopback socket, in threads of werkzeug's server, begun and ended within milliseconds."""

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Any, Self

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler


class Quiet(WSGIRequestHandler):
    """Answers a connection, and tells nobody: the suite's output is what is read."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:
        """Write nothing."""

    def version_string(self) -> str:
        """Name no software."""
        return "linkface"


class Quiet10(Quiet):
    """The same in HTTP/1.0."""

    protocol_version = "HTTP/1.0"


class _Server(ThreadedWSGIServer):
    def __init__(self, *args: Any, **options: Any) -> None:
        self.open: set[socket.socket] = set()
        super().__init__(*args, **options)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Leave broken connections to those who broke them."""

    def settle(self, *, seconds: float) -> None:
        """Wait for calls under way: a thread inside native code must not outlive the interpreter."""
        until = time.monotonic() + seconds
        while self.open and time.monotonic() < until:
            time.sleep(0.005)

    def cut(self) -> None:
        """End the connections of calls under way."""
        for request in list(self.open):
            with contextlib.suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)


class Served:
    """A context manager: listening at `.url` inside, and nothing left outside."""

    def __init__(self, app: Any, *, port: int = 0, protocol: str = "HTTP/1.1", handler: Any = None) -> None:
        self._app = app
        self._port = port
        self._handler = handler or {"HTTP/1.1": Quiet, "HTTP/1.0": Quiet10}[protocol]
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The base of the server, without a slash at its end."""
        assert self._server is not None, "serving begins with the `with` block"
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._server = _Server("127.0.0.1", self._port, self._app, self._handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        assert self._thread is not None
        if closing := getattr(self._app, "close", None):
            closing()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server.cut()
        self._server.settle(seconds=1.0)
        self._server = None
