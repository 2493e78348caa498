"""A target to which no connection comes about, though none is refused, is given up soon and told in plain words."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import pytest

from pytest_linkface.conformance import Effort, suite
from pytest_linkface.verdict import Result, State
from tests.conformance.judging import judged
from tests.servers._accounts import ACCOUNTS
from tests.servers._full_backlog import FullBacklog
from tests.servers.reference import Reference

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a full queue drops connections on Linux alone")

_SECONDS = 1.5
"""For a whole answer, and so for a connection; a call that took as long is not repeated."""
_SLACK = 20.0
"""Seconds that a busy machine may take on top."""


class GoingDeaf:
    """The independent server until it is told to accept nobody any more."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self.url = ""

    def __enter__(self) -> Self:
        self.url = self._open.enter_context(Reference(ACCOUNTS)).url
        return self

    def deafen(self) -> None:
        """Answer no more, at the same address."""
        self._open.close()
        self._open.enter_context(FullBacklog(urlsplit(self.url).port or 0))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()


def test_a_target_that_never_accepts_is_given_up_after_one_call() -> None:
    """The run ends with 10 and says that no connection came about, and nothing else is asked."""
    started = time.monotonic()
    verdict, results = judged(FullBacklog(), suite(Effort.CORE), timeout=_SECONDS)

    assert time.monotonic() - started < _SECONDS + _SLACK
    assert verdict.exit_code == 10
    assert verdict.trouble == "the target cannot be judged: no answer: no connection within 1.5 s"
    assert verdict.calls == 1
    assert {(result.state, result.note) for result in results} == {(State.NOT_EXERCISED, verdict.trouble)}


def test_a_target_that_accepts_no_more_is_lost_with_what_it_showed() -> None:
    """A call and the plainest one are tried; what was verified before stays, and the rest was not exercised."""
    server, asked = GoingDeaf(), suite(Effort.SMOKE)
    half = len(asked) // 2
    judged(Reference(ACCOUNTS), asked[: half + 1])  # with time to look at pictures, which is remembered
    deaf_since: list[float] = []

    def after(result: Result) -> None:
        if result.case == asked[half].id:
            server.deafen()
            deaf_since.append(time.monotonic())

    verdict, results = judged(server, asked, timeout=_SECONDS, enough=after)
    before, behind = results[: half + 1], results[half + 1 :]

    assert time.monotonic() - deaf_since[0] < 2 * _SECONDS + _SLACK
    assert verdict.exit_code == 10
    assert verdict.trouble == "the target cannot be judged: it stopped answering: no answer: no connection within 1.5 s"
    assert sum(result.calls for result in behind) == 2
    assert sum(result.state is State.VERIFIED for result in before) > half // 2
    assert {result.state for result in behind} == {State.NOT_EXERCISED}
