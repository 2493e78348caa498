"""One client's connection: h11 for the grammar, a deadline for each phase, and an end that the client gets to see."""

from __future__ import annotations

import contextlib
import re
import socket
from collections.abc import Callable
from urllib.parse import unquote_to_bytes, urlsplit

import h11

from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._front import Front
from pytest_linkface.emulator._head import Head
from pytest_linkface.emulator._limits import Limits
from pytest_linkface.emulator._reply import Incoming, Reply
from pytest_linkface.emulator._strict import check_raw, check_size
from pytest_linkface.emulator._wire import Wire
from pytest_linkface.emulator._written import is_usual, usual_head

HEAD_READ = 64 * 1024  # a usual call whole; what is more of a head than is allowed is refused when it is here
BODY_READ = 256 * 1024
BLANK = re.compile(rb"\n\r?\n")  # ends a head: what comes behind it h11 would only copy


class Connection:
    """Serves one socket until it is closed. Its requests are answered one after the other."""

    def __init__(self, sock: socket.socket, front: Front, limits: Limits, *, crowded: Callable[[], bool]) -> None:
        self._wire = Wire(sock, limits, crowded)
        self._front = front
        self._limits = limits
        self._http = self._fresh()
        self._left: int | None = None
        """Bytes of the body that have not come yet, where its length was told; h11 reads the other bodies."""
        self._ahead = b""
        """What came, and h11 has not seen."""
        self._is_usual = False
        self._is_kept = False
        """Whether the answer that was sent lets another request follow."""
        self._is_ending = False

    @property
    def sock(self) -> socket.socket:
        """To be closed by whoever serves it."""
        return self._wire.sock

    @property
    def is_ahead(self) -> bool:
        """Whether the next request has begun to come already."""
        return bool(self._ahead or self._http.trailing_data[0])

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
        try:
            head = self._head()
            if head is None:
                return False
            incoming = self._front.incoming(head)
            self._wire.within(self._limits.body_seconds)
            self._left = int(length) if (length := head.field("content-length")) else None
            if self._left is None:
                self._read_into(incoming)
            else:
                self._read_length_into(incoming)
            self._send(incoming.reply(), head.method)
        except h11.RemoteProtocolError as error:
            self._refuse(error)
        if self._is_read and self._is_kept:
            self._begin_anew()
            return True
        if not self._is_read and self._http.their_state in (h11.SEND_BODY, h11.ERROR):
            self._wire.drain()
        return False

    @property
    def _is_read(self) -> bool:
        """Whether the whole request is here."""
        return self._http.their_state is h11.DONE if self._left is None else self._left == 0

    def _fresh(self) -> h11.Connection:
        return h11.Connection(h11.SERVER, max_incomplete_event_size=self._limits.head_bytes)

    def _begin_anew(self) -> None:
        """Be ready for the next request: h11 saw nothing of a body whose length was told."""
        self._is_kept = False
        if self._left is None:
            self._http.start_next_cycle()
        else:
            self._http, self._left = self._fresh(), None
        self._wire.rest()

    def _head(self) -> Head | None:
        if self._is_ending:
            return None
        raw = self._http.trailing_data[0]
        event = self._http.next_event() if raw else h11.NEED_DATA
        if event is h11.NEED_DATA:
            raw += self._receive_head()
            self._wire.within(self._limits.head_seconds)
        while event is h11.NEED_DATA and (event := self._http.next_event()) is h11.NEED_DATA:
            raw += self._receive_head()
        self._wire.is_idle = False
        if not isinstance(event, h11.Request):
            return None
        fields = [(name.lower(), value) for name, value in event.headers.raw_items()]
        check_size(event.target, fields, self._limits)
        check_raw(raw[: len(raw) - len(self._http.trailing_data[0])])
        self._is_usual = is_usual(event, fields)
        decoded = {name.decode("latin-1"): value.decode("latin-1") for name, value in fields}
        return Head(event.method.decode("ascii"), *_split(event.target), decoded)

    def _read_into(self, incoming: Incoming) -> None:
        """Read while the body matters to the answer; then no more than what is here already."""
        if self._ahead:
            self._receive(BODY_READ)
        while True:
            event = self._event(BODY_READ) if incoming.wants_body else self._http.next_event()
            if not isinstance(event, h11.Data):
                return
            incoming.feed(event.data)

    def _read_length_into(self, incoming: Incoming) -> None:
        """Likewise, of a body whose length was told: it is not carried through h11, which would copy it."""
        trailing, is_over = self._http.trailing_data
        here, left = trailing + self._ahead, self._left or 0
        body, self._ahead = here[:left], here[left:]
        self._take(body, incoming)
        while self._left and incoming.wants_body:
            if is_over:
                raise h11.RemoteProtocolError("the connection ended before the body did")
            if self._http.they_are_waiting_for_100_continue:
                self._let_it_continue()
            body = self._wire.receive(min(self._left, BODY_READ))
            is_over = not body
            self._take(body, incoming)

    def _take(self, body: bytes, incoming: Incoming) -> None:
        self._left = (self._left or 0) - len(body)
        if body:
            incoming.feed(body)

    def _event(self, size: int) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._http.they_are_waiting_for_100_continue:
                self._let_it_continue()
            self._receive(size)
        return event

    def _let_it_continue(self) -> None:
        self._wire.send(self._http.send(h11.InformationalResponse(status_code=100, headers=[])) or b"")

    def _receive_head(self) -> bytes:
        """More of a head for h11; what came behind it in the same piece waits."""
        data = self._ahead or self._wire.receive(HEAD_READ)
        end = blank.end() if (blank := BLANK.search(data)) else len(data)
        head, self._ahead = data[:end], data[end:]
        self._http.receive_data(head)
        return head

    def _receive(self, size: int) -> None:
        """More of a body for h11."""
        data, self._ahead = self._ahead or self._wire.receive(size), b""
        self._http.receive_data(data)

    def _send(self, reply: Reply, method: str = "") -> None:
        self._wire.pause(reply.latency)
        if reply.cut == "reset":
            self._wire.reset()
            raise ConnectionAbortedError("as the script has it")
        headers = reply.headers
        is_last = not self._is_read or self._wire.crowded()
        self._is_kept = not (is_last or reply.cut)
        if self._is_usual and self._is_kept and self._left is not None and not reply.drip:
            self._wire.send(usual_head(reply.http_code, tuple(headers)) + reply.content)
            return
        if is_last:
            headers.append(("Connection", "close"))
        self._send_by_h11(reply, headers, method)

    def _send_by_h11(self, reply: Reply, headers: list[tuple[str, str]], method: str) -> None:
        """Whatever the client asked for and whichever version it speaks."""
        head = self._http.send(h11.Response(status_code=reply.http_code, headers=headers)) or b""
        body = b"" if method == "HEAD" else self._http.send(h11.Data(data=reply.arriving)) or b""
        if reply.drip:
            self._wire.send(head)
            self._wire.drip(body, reply.drip)
        else:
            self._wire.send(head + body)
        if reply.cut is not None:
            raise ConnectionAbortedError("as the script has it")
        self._http.send(h11.EndOfMessage())
        self._is_kept = self._http.our_state is h11.DONE

    def _refuse(self, error: h11.RemoteProtocolError) -> None:
        """Bad HTTP gets the documented answer to bad requests, for the manual knows no other."""
        if self._http.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            reason = f"not the HTTP that is understood here: {error}"
            refusal = RefusalError("INVALID_ARGUMENT", reason=reason, clause="LF-ANS-NO-500")
            self._send(self._front.refuse(refusal))


def _split(target: bytes) -> tuple[bytes, bytes]:
    """Path and query of a request's target, as WSGI has them; an unreadable target is a path that does not exist."""
    try:
        parts = urlsplit(target.decode("latin-1"))
    except ValueError:
        return b"", b""
    return unquote_to_bytes(parts.path.encode("latin-1")), parts.query.encode("latin-1")
