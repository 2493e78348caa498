"""One client's connection: a deadline for each phase of a request, and an end that the client gets to see."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._front import Front
from pytest_linkface.emulator._head import Head
from pytest_linkface.emulator._http import CONTINUE, Message, answer_head, bad
from pytest_linkface.emulator._limits import Limits
from pytest_linkface.emulator._reply import Incoming, Reply
from pytest_linkface.emulator._wire import Wire

HEAD_READ = 64 * 1024  # a usual call whole; what is more of a head than is allowed is refused when it is here
BODY_READ = 256 * 1024


class Connection:
    """Serves one socket until it is closed. Its requests are answered one after the other."""

    def __init__(self, sock: socket.socket, front: Front, limits: Limits, *, crowded: Callable[[], bool]) -> None:
        self._wire = Wire(sock, limits, crowded)
        self._front = front
        self._limits = limits
        self._message = Message(limits)
        self._ahead = b""
        """What came of the next request already."""
        self._is_ending = False

    @property
    def sock(self) -> socket.socket:
        """To be closed by whoever serves it."""
        return self._wire.sock

    @property
    def is_ahead(self) -> bool:
        """Whether the next request has begun to come already."""
        return bool(self._ahead)

    def is_overdue(self, now: float) -> bool:
        """Whether nothing has come for too long."""
        return self._wire.is_overdue(now)

    def serve(self) -> None:
        """Answer requests until the client or its slowness ends it."""
        with self.sock, contextlib.suppress(OSError):
            while self.exchange():
                pass

    def end(self) -> None:
        """End it from another thread, between two requests: each looks at what the other sets, after its own."""
        self._is_ending = True
        if self._wire.is_idle:
            self.cut()

    def cut(self) -> None:
        """End it from another thread."""
        self._wire.cut()

    def exchange(self) -> bool:
        """One request and its answer; False when no other can follow."""
        self._message = Message(self._limits)
        try:
            head = self._head()
            if head is None:
                return False
            incoming = self._front.incoming(head)
            self._wire.within(self._limits.body_seconds)
            self._read_into(incoming)
            may_go_on = self._send(incoming.reply(), has_body=head.method != "HEAD")
        except RefusalError as refusal:
            may_go_on = self._send(self._front.refuse(refusal))
        if may_go_on:
            self._ahead = self._message.rest
            self._wire.rest()
        elif not self._message.is_over:
            self._wire.drain()
        return may_go_on

    def _head(self) -> Head | None:
        """The head of a request, unless none comes."""
        if self._is_ending:
            return None
        data, self._ahead = self._ahead or self._wire.receive(HEAD_READ), b""
        self._wire.within(self._limits.head_seconds)
        while data:
            if head := self._message.read_head(data):
                self._wire.is_idle = False
                return head
            data = self._wire.receive(HEAD_READ)
        if self._message.has_begun:
            raise bad("the connection ended before the head did")
        return None

    def _read_into(self, incoming: Incoming) -> None:
        """Read while the body matters to the answer; then no more than what is here already."""
        message = self._message
        data = message.rest
        while not message.is_over:
            if not data:
                if not incoming.wants_body:
                    return
                if message.awaits_continue:
                    self._wire.send(CONTINUE)
                data = self._wire.receive(min(message.left or BODY_READ, BODY_READ))
            if body := message.read_body(data):
                incoming.feed(body)
            data = b""

    def _send(self, reply: Reply, *, has_body: bool = True) -> bool:
        """Send a reply; whether another request may follow."""
        wire = self._wire
        wire.pause(reply.latency)
        if reply.cut == "reset":
            wire.reset()
            raise ConnectionAbortedError("as the script has it")
        is_last = self._message.is_last or not self._message.is_over or wire.crowded()
        head = answer_head(reply.http_code, tuple(reply.headers), is_last=is_last)
        body = reply.arriving if has_body else b""
        if reply.drip:
            wire.send(head)
            wire.drip(body, reply.drip)
        else:
            wire.send(head + body)
        if reply.cut:
            raise ConnectionAbortedError("as the script has it")
        return not is_last
