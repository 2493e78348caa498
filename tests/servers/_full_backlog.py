"""A port on which nobody accepts, and whose queue is full: a connection to it neither succeeds nor fails."""

import socket
from types import TracebackType
from typing import Self

_QUEUED = 8
"""More than any system lets in when it is told to queue nobody."""
_SOON = 0.1
"""Seconds within which a connection over loopback succeeds, if it ever does."""


class FullBacklog:
    """A context manager: deaf at `.url` inside, and nothing left outside."""

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._sockets: list[socket.socket] = []

    @property
    def url(self) -> str:
        """The base of the server that is none."""
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        listener = socket.socket()
        self._sockets.append(listener)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        listener.listen(0)
        self._port = listener.getsockname()[1]
        for _ in range(_QUEUED):
            waiting = socket.socket()
            self._sockets.append(waiting)
            waiting.settimeout(_SOON)
            try:
                waiting.connect(("127.0.0.1", self._port))
            except TimeoutError:
                return self
        raise AssertionError("the queue of a port that accepts nobody never fills")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in self._sockets:
            one.close()
