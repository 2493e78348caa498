"""A call while it comes in: what the adapters feed with heads and chunks, and ask for the answer."""

from __future__ import annotations

from pytest_linkface.emulator._answer import Answer, RefusalError
from pytest_linkface.emulator._app import App
from pytest_linkface.emulator._forms import reader
from pytest_linkface.emulator._request import Form, Request, pairs


class Intake:
    """One call from its head on. Path and query are as in WSGI: the path unquoted, the query not."""

    def __init__(
        self, app: App, *, method: str, path: bytes, query: bytes, content_type: str = "", content_encoding: str = ""
    ) -> None:
        self._app = app
        self._method = method
        self._path = path
        self._query = query
        self._body = reader(content_type, content_encoding)
        self.wants_body = app.routes(method, path)
        """False when the answer is settled, so that reading on is only for the client's sake."""

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the body."""
        if self.wants_body:
            self.wants_body = self._body.feed(chunk)

    def answer(self) -> Answer:
        """The answer to what has come."""
        form = self._body.form() if self._app.routes(self._method, self._path) else Form()
        try:
            query = pairs(self._query)
        except ValueError:
            query, form = (), Form(fault=RefusalError("INVALID_ARGUMENT", reason="the query has too many fields"))
        return self._app.answer(Request(self._method, self._path, query, form))
