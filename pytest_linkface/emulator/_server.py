"""The endpoint on a socket: a thread for each connection, no more connections than there are slots, a prompt end."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING

from pytest_linkface.emulator._connection import Connection
from pytest_linkface.emulator._front import Front
from pytest_linkface.emulator._limits import Limits

if TYPE_CHECKING:
    import ssl

SLOTS = 64
PAUSE = 0.05  # seconds before another try when the system has no descriptor or thread left


class Server:
    """Listens from its making on, serves from entering to leaving. A port in use is an OSError in the caller."""

    def __init__(
        self,
        front: Front,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._front = front
        self._limits = limits or Limits()
        self._tls = tls
        self._listener = socket.create_server((host, port), family=family, backlog=128)
        self._ear, self._mouth = socket.socketpair()
        self._slots = threading.Semaphore(SLOTS)
        self._thread = threading.Thread(target=self._accept, name="linkface-emulator", daemon=True)
        self._lock = threading.Lock()
        self._serving: dict[Connection, threading.Thread] = {}
        self._is_stopping = False
        self._is_crowded = False

    @property
    def url(self) -> str:
        """The base url, without a slash at its end."""
        host, port = self._listener.getsockname()[:2]
        scheme = "http" if self._tls is None else "https"
        return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self, *, grace: float = 2.0) -> None:
        """Accept nobody any more, cut idle connections, let busy ones finish within some seconds; once is enough."""
        if self._is_stopping:
            return
        self._is_stopping = True
        self._mouth.send(b"\0")
        self._slots.release()
        self._thread.join()
        for connection in self._open():
            connection.end()
        self._join(grace)
        for connection in self._open():
            connection.cut()
        self._join(grace)
        for sock in (self._listener, self._ear, self._mouth):
            sock.close()

    def _open(self) -> dict[Connection, threading.Thread]:
        with self._lock:
            return dict(self._serving)

    def _join(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        for thread in self._open().values():
            thread.join(max(0.0, deadline - time.monotonic()))

    def _accept(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            selector.register(self._ear, selectors.EVENT_READ)
            while self._slot_taken() and selector.select() and not self._is_stopping:
                try:
                    self._start(self._accepted())
                except (OSError, RuntimeError):
                    self._slots.release()
                    time.sleep(PAUSE)

    def _accepted(self) -> socket.socket:
        sock = self._listener.accept()[0]
        if self._tls is None:
            return sock
        # The handshake waits for the connection's thread, and for the deadline of its first request.
        return self._tls.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)

    def _slot_taken(self) -> bool:
        """Wait for a slot. Clients beyond them wait in the system's queue, and answers then end their connections."""
        self._is_crowded = not self._slots.acquire(blocking=False)
        if self._is_crowded:
            self._slots.acquire()
            self._is_crowded = False
        return not self._is_stopping

    def _start(self, sock: socket.socket) -> None:
        connection = Connection(sock, self._front, self._limits, crowded=lambda: self._is_crowded or self._is_stopping)
        thread = threading.Thread(target=self._serve, args=(connection,), name="linkface-connection", daemon=True)
        with self._lock:
            self._serving[connection] = thread
        try:
            thread.start()
        except RuntimeError:
            self._forget(connection)
            with contextlib.closing(sock):
                raise

    def _serve(self, connection: Connection) -> None:
        try:
            connection.serve()
        finally:
            self._forget(connection)
            self._slots.release()

    def _forget(self, connection: Connection) -> None:
        with self._lock:
            self._serving.pop(connection, None)
