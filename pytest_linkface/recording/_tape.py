"""The recordings of one test while it runs: which call gets which answer, and what is worth saying afterwards."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from pytest_linkface.exchange import Answer
from pytest_linkface.recording._asked import Asked
from pytest_linkface.recording._cassette import Cassette, Origin
from pytest_linkface.recording._errors import NeverRecorded
from pytest_linkface.recording._folder import Folder
from pytest_linkface.recording._nearest import explanation
from pytest_linkface.recording._recorder import Recorder
from pytest_linkface.redaction import Redactor

_LONGEST_MESSAGE = 2900


class Mode(StrEnum):
    """When a call is sent to a real server and its answer recorded."""

    NONE = "none"
    """Never."""
    ONCE = "once"
    """When nothing at all is recorded for the test."""
    NEW = "new"
    """When this call is not recorded."""
    ALL = "all"
    """Always."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run says about its recordings."""

    mode: Mode = Mode.NONE
    origin: Callable[[], Origin] | None = None
    """Tells where answers come from; None in a run that records nothing."""
    hint: str = ""
    """How to record, for the message of a call that is not."""


class Tape:
    """Answers the calls of one test; any number of threads may ask.

    Raises:
        UnreadableCassette: a file of the test cannot be used, whatever the mode.
    """

    def __init__(self, folder: Folder, settings: Settings, *, secrets: Iterable[str] = ()) -> None:
        self._folder = folder
        self._hint = settings.hint
        self.recorded = folder.read()
        self._replays = settings.mode is not Mode.ALL
        self._recorder = self._made(settings)
        self._rescued = {_place(one): one for one in self._interrupted()}
        self._places = {_place(one): one for one in self.recorded}
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.troubles: list[str] = []
        """Why the test must not pass, even where the application swallowed the exception."""
        self.secrets: set[str] = set(secrets)
        """What must not be printed: the run's credentials, and those of the calls so far."""

    @property
    def said(self) -> list[str]:
        """What recording found worth telling though it fails nothing: drift, and what diverges from the manual."""
        return self._recorder.said if self._recorder else []

    def answer(self, asked: Asked, send: Callable[[], Answer] | None = None) -> Answer:
        """The recorded answer, or the one of ``send``, which is recorded.

        Raises:
            NeverRecorded: there is no recording, and this run makes none.
        """
        __tracebackhide__ = True
        key = asked.key
        with self._lock:
            self.secrets.update(secret for secret in asked.secrets.values() if secret)
            self._asked[key] += 1
            number = self._asked[key]
            known = self._known(key, number)
        if known is not None:
            return known.answer
        if self._recorder is None or send is None:
            raise self._miss(asked, number)
        answer = send()
        call = asked.described()
        with self._lock:
            self._recorder.take(call, self._next_number(key), answer, self.secrets)
        return answer

    def unused(self) -> tuple[Cassette, ...]:
        """The recordings that were not asked for; none where all are made anew."""
        if not self._replays:
            return ()
        return tuple(one for one in self.recorded if one.number > self._asked[one.call.key])

    def older_than(self, age: timedelta, *, now: datetime | None = None) -> tuple[Cassette, ...]:
        """The recordings that are older, the oldest first; none where all are made anew."""
        limit = (now or datetime.now(UTC)) - age
        old = (one for one in self.recorded if self._replays and one.origin.moment < limit)
        return tuple(sorted(old, key=lambda one: one.origin.moment))

    def promote(self, expected: Iterable[str] = ()) -> None:
        """The test passed: what was recorded stays.

        Raises:
            UnexpectedRefusal: a refusal that was not ``expected`` would take the place of a good answer.
        """
        if self._recorder is not None:
            self._recorder.promote(expected)
            self._folder.forget_interrupted()

    def discard(self) -> None:
        """Leave the disk as it was; without effect after ``promote``."""
        self._folder.discard()

    def redact(self, text: str) -> str:
        """The text without the credentials of the run and of every call so far."""
        return Redactor(self.secrets)(text)

    def _made(self, settings: Settings) -> Recorder | None:
        if settings.origin is None or settings.mode is Mode.NONE:
            return None
        if settings.mode is Mode.ONCE and self.recorded:
            return None
        return Recorder(self._folder, settings.origin, self.recorded if settings.mode is Mode.ALL else ())

    def _interrupted(self) -> tuple[Cassette, ...]:
        return self._folder.interrupted() if self._recorder and self._replays else ()

    def _known(self, key: str, number: int) -> Cassette | None:
        if not self._replays:
            return None
        known = self._places.get((key, number))
        if known is None and self._recorder is not None and (known := self._rescued.get((key, number))):
            self._recorder.keep(known, self.secrets)
        return known

    def _next_number(self, key: str) -> int:
        before = max((number for call, number in self._places if call == key), default=0) if self._replays else 0
        assert self._recorder is not None  # noqa: S101 -- for the type checker
        return max(before, self._recorder.last_number(key)) + 1

    def _miss(self, asked: Asked, number: int) -> NeverRecorded:
        calls = f"{asked.method} {asked.path}"
        text = f"{calls} was never recorded as it is asked now.\n{explanation(asked.described(), self.recorded)}"
        if number > 1 and (asked.key, number - 1) in self._places:
            text = f"{calls} is recorded {number - 1} times with these values, and is asked once more."
        return NeverRecorded(_bounded(self.redact(text), self._hint))


def _place(cassette: Cassette) -> tuple[str, int]:
    return cassette.call.key, cassette.number


def _bounded(text: str, hint: str) -> str:
    room = _LONGEST_MESSAGE - len(hint.encode())
    return f"{text.encode()[:room].decode(errors='ignore')}\n{hint}".rstrip()
