"""A call of the endpoint while it comes in: what the doors feed with chunks, and ask for the reply."""

from __future__ import annotations

from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._desk import DESK
from pytest_linkface.emulator._forms import reader
from pytest_linkface.emulator._head import Head
from pytest_linkface.emulator._namespace import Namespace
from pytest_linkface.emulator._reply import Reply
from pytest_linkface.emulator._request import Form, Request


class Intake:
    """One call from its head on."""

    def __init__(self, namespace: Namespace, head: Head) -> None:
        self._namespace = namespace
        self._head = head
        self._is_routed = namespace.app.routes(head.method, head.path)
        self._body = reader(head.field("content-type"), head.field("content-encoding"))
        self.wants_body = self._is_routed

    def feed(self, chunk: bytes | bytearray) -> None:
        """Take the next bytes of the body."""
        if self.wants_body:
            self.wants_body = self._body.feed(chunk)

    def reply(self) -> Reply:
        """The reply to what has come, of which nothing is kept here."""
        try:
            return self._reply()
        finally:
            DESK.leave()
            del self._body

    def _reply(self) -> Reply:
        form = self._body.form() if self._is_routed else Form()
        try:
            query = self._head.pairs()
        except ValueError:
            fault = RefusalError("INVALID_ARGUMENT", reason="the query has too many fields", clause="LF-ANS-NO-500")
            query, form = (), Form(fault=fault)
        head = self._head
        return self._namespace.reply(Request(head.method, head.path, query, form, head.tls_verified))
