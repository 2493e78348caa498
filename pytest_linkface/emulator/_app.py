"""The endpoint without HTTP: a Request in, an Answer out, by checks that follow one another from top to bottom."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from pytest_linkface.contract import METHOD, PATH, SIDES
from pytest_linkface.emulator._accounts import Ledger
from pytest_linkface.emulator._answer import Answer, RefusalError
from pytest_linkface.emulator._content import Content
from pytest_linkface.emulator._downloads import Downloads
from pytest_linkface.emulator._engine import Face
from pytest_linkface.emulator._extra import MissingExtraError
from pytest_linkface.emulator._pictures import check
from pytest_linkface.emulator._recognition import Recognition, turns_for
from pytest_linkface.emulator._request import Request
from pytest_linkface.emulator._sources import Parameters, Source
from pytest_linkface.emulator._store import Store


def _request_id() -> str:
    return f"TID{os.urandom(16).hex()}"


class App:
    """The endpoint: its answer depends on what was sent, the accounts, the clock and the seed. Safe with threads."""

    def __init__(
        self,
        ledger: Ledger,
        store: Store,
        downloads: Downloads,
        recognition: Recognition,
        *,
        request_id: Callable[[], str] = _request_id,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._downloads = downloads
        self._recognition = recognition
        self._request_id = request_id

    def reset(self) -> None:
        """Forget what came before: this endpoint remembers nothing itself, but one with a changed decision may."""

    def routes(self, method: str, path: bytes) -> bool:
        """Whether a call comes to the endpoint at all. Another method on its path is another path."""
        return method == METHOD and path == PATH.encode()

    def answer(self, request: Request) -> Answer:
        """Answer one call, whatever it is."""
        request_id = self._request_id()
        try:
            return Answer("OK", request_id, self._compare(request))
        except RefusalError as refusal:
            return refusal.answer(request_id)
        except MissingExtraError as error:
            import logging  # which an emulator that has no bug never waits for

            logging.getLogger(__name__).error("%s: %s", request_id, error)  # noqa: TRY400 -- it says all in one line
            return RefusalError("INTERNAL_ERROR", reason=str(error)).answer(request_id)
        except Exception:  # the one place where a bug of ours becomes the documented 500 and not a dead connection
            import logging  # likewise

            logging.getLogger(__name__).exception("%s: unexpected", request_id)
            return Answer("INTERNAL_ERROR", request_id)

    def refuse(self, refusal: RefusalError) -> Answer:
        """The answer to what did not even become a request."""
        return refusal.answer(self._request_id())

    def _compare(self, request: Request) -> dict[str, Any]:
        if not self.routes(request.method, request.path):
            is_other_method = self.routes(METHOD, request.path)
            raise RefusalError("NOT_FOUND", clause="LF-OBS-OTHER-METHOD" if is_other_method else "")
        if request.form.fault is not None:
            raise request.form.fault
        parameters = Parameters.of(request)
        self._ledger.admit(parameters.text("api_id"), parameters.text("api_secret"))
        sources = [parameters.source(side) for side in SIDES]
        contents = [self._fetched(source) for source in sources]
        one, two = (
            self._faces(source, content, turns=_turns(parameters, source.side))
            for source, content in zip(sources, contents, strict=True)
        )
        return self._matrix(one, two) | self._kept(sources, contents)

    def _fetched(self, source: Source) -> bytes | Content:
        """A picture that is there and may be decoded."""
        content = self._content(source)
        check(content, source.side)
        return content

    def _content(self, source: Source) -> bytes | Content:
        if source.kind == "file":
            return source.content
        if source.kind == "url":
            return self._downloads.fetch(source.text, source.side)
        content = self._store.get(source.text)
        if content is None:
            raise RefusalError("IMAGE_ID_NOT_EXIST", side=source.side)
        return content

    def _faces(self, source: Source, content: bytes | Content, *, turns: tuple[int, ...]) -> tuple[Face, ...]:
        return self._recognition.faces(content, source.side, turns=turns)

    def _matrix(self, one: tuple[Face, ...], two: tuple[Face, ...]) -> dict[str, Any]:
        """A row for each face of image one, a column for each of image two (manual, line 50)."""
        confidences = [[self._recognition.confidence(row, column) for column in two] for row in one]
        return {"confidences": confidences, "max_confidence": max(map(max, confidences))}

    def _kept(self, sources: list[Source], contents: list[bytes | Content]) -> dict[str, Any]:
        """An id for each picture that did not come by one."""
        return {
            f"image_{source.side}": {f"image_{source.side}_id": self._store.put(content)}
            for source, content in zip(sources, contents, strict=True)
            if source.kind != "id"
        }


def _turns(parameters: Parameters, side: str) -> tuple[int, ...]:
    return turns_for(parameters.text(f"image_{side}_auto_rotate"))
