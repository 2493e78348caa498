"""The endpoint on a socket: one thread for all small calls, one for each that takes long, a prompt end."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from collections import deque
from types import TracebackType
from typing import TYPE_CHECKING

from pytest_linkface.emulator._connection import Connection
from pytest_linkface.emulator._crew import Crew, leads, let_others_lead
from pytest_linkface.emulator._front import Front
from pytest_linkface.emulator._limits import Limits
from pytest_linkface.emulator._wire import GLANCE

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
        self._crew = Crew(self._round, self._part)
        self._changed = threading.Condition()
        self._serving: set[Connection] = set()
        self._is_stopping = False
        # Only the thread that leads touches these:
        self._selector = selectors.DefaultSelector()
        self._current: Connection | None = None
        self._is_listening = False
        self._glanced = 0.0
        # Whom other threads have answered, for the one that leads:
        self._returning: deque[Connection] = deque()

    @property
    def url(self) -> str:
        """The base url, without a slash at its end."""
        host, port = self._listener.getsockname()[:2]
        scheme = "http" if self._tls is None else "https"
        return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"

    def __enter__(self) -> Server:
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._crew.start()
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
        self._wake()
        self._crew.end()
        for key in list(self._selector.get_map().values()):
            if key.data is not None:
                self._forget(key.data)
        self._selector.close()
        self._take_back()
        for end in (Connection.end, Connection.cut):
            for connection in self._open():
                end(connection)
            with self._changed:
                self._changed.wait_for(lambda: not self._serving, grace)
        for sock in (self._listener, self._ear, self._mouth):
            sock.close()

    # What the thread that leads does

    def _round(self) -> bool:
        """Wait for something to happen, and do what is to be done; False at the end."""
        if self._is_stopping:  # asked first: what was to wake this thread may have woken the one before it
            return False
        self._mind_the_door()
        for key, _ in self._selector.select(GLANCE if self._serving else None):
            if key.fileobj is self._listener:
                self._accept()
            elif key.data is None:
                self._ear.recv(4096)
                self._take_back()
            else:
                self._serve(key.data)
            if not leads():  # and whoever does will be told of the rest
                return True
        self._let_go(time.monotonic())
        return True

    def _part(self) -> None:
        """Another thread goes on with all connections but the current one."""
        if self._current is not None:
            self._selector.unregister(self._current.sock)
            self._current = None

    def _mind_the_door(self) -> None:
        """Listen while there is a slot. Clients beyond them wait in the system's queue."""
        if self._is_listening == self._is_full():
            if self._is_listening:
                self._selector.unregister(self._listener)
            else:
                self._selector.register(self._listener, selectors.EVENT_READ)
            self._is_listening = not self._is_listening

    def _accept(self) -> None:
        try:
            sock = self._listener.accept()[0]
            if self._tls is not None:
                # The handshake waits for the deadline of the first request.
                sock = self._tls.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        except OSError:
            time.sleep(PAUSE)
            return
        connection = Connection(sock, self._front, self._limits, crowded=self._is_crowded)
        with self._changed:
            self._serving.add(connection)
        if self._tls is None:
            self._selector.register(sock, selectors.EVENT_READ, connection)
            return
        # What TLS has already read no selector sees.
        let_others_lead()
        try:
            connection.serve()
        finally:
            self._forget(connection)

    def _serve(self, connection: Connection) -> None:
        """Answer what a client has sent; another thread may lead then."""
        self._current = connection
        try:
            goes_on = connection.exchange()
            while goes_on and connection.is_ahead:  # which no selector sees
                let_others_lead()
                goes_on = connection.exchange()
        except OSError:
            goes_on = False
        except Exception:  # a bug of ours ends this connection, and no other
            import logging  # which a server that has no bug never waits for

            logging.getLogger(__name__).exception("a connection ended unexpectedly")
            goes_on = False
        if leads():
            if not goes_on:
                self._part()
                self._forget(connection)
            self._current = None
        elif goes_on:
            self._returning.append(connection)
            self._wake()
            if self._is_stopping:  # asked last: whoever stops takes back after saying so
                self._take_back()
        else:
            self._forget(connection)

    def _take_back(self) -> None:
        """Wait for the next request of those that other threads have answered; at the end wait for none."""
        with contextlib.suppress(IndexError):
            while connection := self._returning.popleft():
                if self._is_stopping:
                    self._forget(connection)
                else:
                    self._selector.register(connection.sock, selectors.EVENT_READ, connection)

    def _let_go(self, now: float) -> None:
        """End the connections on which nobody has asked anything for too long."""
        if now - self._glanced < GLANCE / 2:
            return
        self._glanced = now
        for key in list(self._selector.get_map().values()):
            if key.data is not None and key.data.is_overdue(now):
                self._selector.unregister(key.fileobj)
                self._forget(key.data)

    # What any thread does

    def _is_full(self) -> bool:
        return len(self._serving) >= SLOTS

    def _is_crowded(self) -> bool:
        """Whether answers end their connections."""
        return self._is_stopping or len(self._serving) >= SLOTS

    def _open(self) -> tuple[Connection, ...]:
        with self._changed:
            return tuple(self._serving)

    def _forget(self, connection: Connection) -> None:
        connection.sock.close()
        was_full = self._is_full()
        with self._changed:
            self._serving.discard(connection)
            self._changed.notify_all()
        if was_full and not leads():
            self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._mouth.send(b"\0")
