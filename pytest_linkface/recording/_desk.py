"""Where requests come in, from whatever client: each is read, and answered from the tape or by the server behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_linkface.exchange import Answer
from pytest_linkface.recording._asked import Asked
from pytest_linkface.recording._errors import CassetteError
from pytest_linkface.recording._server import Server
from pytest_linkface.recording._tape import Tape


class Desk:
    """Answers requests; ``server`` is asked where something is to be recorded."""

    def __init__(self, tape: Tape, server: Server | None = None) -> None:
        self._tape = tape
        self._server = server

    def reply(self, method: str, url: str, headers: Mapping[str, str], body: bytes, **options: Any) -> Answer:
        """The answer to a request; names of headers in lower case, ``options`` as requests has them.

        Raises:
            CassetteError: there is none. The test will not pass, even if the application swallows this.
        """
        __tracebackhide__ = True
        server = self._server
        send = None if server is None else lambda: server.ask(method, url, headers, body, **options)
        try:
            return self._tape.answer(Asked.read(method, url, headers.get("content-type", ""), body), send)
        except CassetteError as error:
            self._tape.troubles.append(str(error))
            raise
