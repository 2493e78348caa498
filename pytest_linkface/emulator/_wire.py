"""A connection's socket with a deadline for each phase, which comes sooner while others wait for a connection."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable

from pytest_linkface.emulator._crew import leads, let_others_lead
from pytest_linkface.emulator._limits import Limits

GLANCE = 0.5  # seconds between two looks at whether others wait
GRACE = 0.002  # seconds that a thread that leads waits for the rest of a call, which mostly is on its way

LONG = 256 * 1024  # bytes of a phase from which on others do not wait for the rest


class Wire:
    """Receives and sends, each until the deadline of the phase; a TimeoutError afterwards."""

    def __init__(self, sock: socket.socket, limits: Limits, crowded: Callable[[], bool]) -> None:
        self.sock = sock
        self.crowded = crowded
        """Whether others wait for a connection."""
        self.is_idle = True
        """Between two requests: may be cut without harm."""
        self._limits = limits
        self._begin = 0.0
        self._deadline = 0.0
        self._received = 0
        self._patience = -1.0
        self._was_cut = threading.Event()
        self.rest()

    def rest(self) -> None:
        """Wait for a request."""
        self.is_idle = True
        self.within(self._limits.idle_seconds)

    def within(self, seconds: float) -> None:
        """A phase begins."""
        self._begin = time.monotonic()
        self._deadline = self._begin + seconds
        self._received = 0

    def is_overdue(self, now: float) -> bool:
        """Whether the phase has taken too long: over its deadline, or slower than anybody is who means it."""
        if now >= self._deadline:
            return True
        if not self.crowded():
            return False
        seconds, limits = now - self._begin, self._limits
        if self.is_idle:
            return seconds > limits.crowded_idle_seconds
        return seconds > limits.crowded_seconds and self._received < seconds * limits.crowded_bytes_a_second

    def receive(self, size: int) -> bytes:
        """What comes next, at most so many bytes; nothing when the client has ended its side."""
        while True:
            now = time.monotonic()
            if self.is_overdue(now):
                raise TimeoutError
            self._wait_until(self._deadline, now)
            try:
                data = self.sock.recv(size)
            except TimeoutError:
                let_others_lead()
                continue
            self._received += len(data)
            if self._received > LONG:
                let_others_lead()
            return data

    def send(self, wire: bytes) -> None:
        """All of it, within the time that a client has to take it."""
        left, end = memoryview(wire), time.monotonic() + self._limits.send_seconds
        while left:
            now = time.monotonic()
            if now >= end:
                raise TimeoutError
            self._wait_until(end, now)
            try:
                left = left[self.sock.send(left) :]
            except TimeoutError:
                let_others_lead()

    def pause(self, seconds: float) -> None:
        """Wait, unless the connection is cut meanwhile."""
        if not seconds:
            return
        let_others_lead()
        if self._was_cut.wait(seconds):
            raise ConnectionAbortedError

    def drip(self, content: bytes, seconds: float) -> None:
        """Send byte by byte, over so many seconds."""
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in content:
            self.pause(seconds / len(content))
            self.send(bytes((byte,)))

    def drain(self) -> None:
        """Let a client that is still sending come to read its answer, instead of resetting its connection."""
        let_others_lead()
        self.sock.shutdown(socket.SHUT_WR)
        self.within(self._limits.drain_seconds)
        left = self._limits.drain_bytes
        while left > 0 and (chunk := self.receive(256 * 1024)):
            left -= len(chunk)

    def reset(self) -> None:
        """Let the coming end of the connection be a reset."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def cut(self) -> None:
        """End it from another thread."""
        self._was_cut.set()
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def _wait_until(self, deadline: float, now: float) -> None:
        """Let the socket wait for a glance, or until then. Only a change is told: it is a call of the system."""
        seconds = min(GRACE if leads() else GLANCE, deadline - now)
        if seconds != self._patience:
            self._patience = seconds
            self.sock.settimeout(seconds)
