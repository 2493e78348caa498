"""Calls follow each other no more quickly than allowed, wait when the target asks for it, and end when it is gone."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pytest_linkface.conformance import Effort, Examiner, Pace, Target, suite
from pytest_linkface.conformance._exam import examine
from pytest_linkface.verdict import State
from tests.servers._accounts import ACCOUNTS
from tests.servers._behaviour import Behaviour
from tests.servers._terms import Reply, Wire
from tests.servers.liars import LIARS
from tests.servers.reference import Reference
from tests.servers.selfcheck import GOOD, SPECIAL


def _waited(pace: Pace) -> float:
    pace.wait()
    return time.monotonic()


def test_a_slot_is_given_out_once(tmp_path: Path) -> None:
    """However many wait at once, so many a second are let through, and not much fewer."""
    pace, began = Pace(50, tmp_path), time.monotonic()
    with ThreadPoolExecutor(10) as pool:
        moments = sorted(pool.map(_waited, [pace] * 40))
    assert len(list(tmp_path.iterdir())) == 40
    assert all(later - sooner >= 10 / 50 - 0.02 for sooner, later in zip(moments, moments[11:], strict=False))
    assert moments[-1] - began < 5


def test_after_a_pause_there_is_no_burst(tmp_path: Path) -> None:
    """What was not used is gone."""
    pace = Pace(20, tmp_path)
    pace.wait()
    time.sleep(0.5)
    began = time.monotonic()
    for _ in range(5):
        pace.wait()
    assert time.monotonic() - began >= 4 / 20 - 0.01


def test_calls_at_once_are_not_asked_at_a_pace(tmp_path: Path) -> None:
    """One call after the other would verify nothing about calls at the same time."""
    (case, *_) = [case for case in suite() if case.clause == "LF-ANS-CONCURRENT"]
    with Reference(ACCOUNTS) as served:
        examiner = Examiner(Target("paced", served.url, GOOD, SPECIAL), pace=Pace(100, tmp_path))
        result = examine(examiner, case, time.monotonic)
        examiner.close()
    assert (result.state, result.note) == (
        State.NOT_EXERCISED, "calls at once, which --linkface-rate does not allow",
    )  # fmt: skip


@pytest.mark.parametrize(("asked_for", "least", "most"), [("2", 2.0, 12.0), ("soon", 0.0, 1.9), ("0", 0.0, 1.9)])
def test_a_target_may_ask_to_be_left_alone(asked_for: str, least: float, most: float) -> None:
    """Retry-After is waited for where it is a number; the call is then repeated."""
    moments: list[float] = []

    def encode(_: object, reply: Reply) -> Wire:
        moments.append(time.monotonic())
        if len(moments) == 1:
            return Wire(429, (b"later",), {"Retry-After": asked_for, "Content-Length": "5"})
        return Behaviour().encode(_, reply)  # type: ignore[arg-type]  # handed on

    with Reference(ACCOUNTS, Behaviour(encode=encode)) as served:
        examiner = Examiner(Target("busy", served.url, GOOD, pauses=(0.05, 0.1)))
        assert examiner.baseline().answer is not None
        examiner.close()
    assert least <= moments[1] - moments[0] < most


def test_a_target_that_hangs_is_given_up_within_a_few_calls() -> None:
    """However many cases follow, none is sent once the target was lost."""
    with LIARS["hang"].serve() as served:
        examiner = Examiner(Target("hanging", served.url, GOOD, timeout=0.3, pauses=(0.05, 0.1)))
        results = [examine(examiner, case, time.monotonic) for case in suite(Effort.SMOKE)]
        examiner.close()
    assert examiner.calls <= 4
    assert {result.state for result in results} == {State.NOT_EXERCISED}
    assert "no complete answer within 0.3 s" in examiner.trouble
