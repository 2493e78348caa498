"""A long selfcheck tells how far it is, goes on over a trial that breaks off, and never waits for a lost process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from pytest_linkface.selfcheck import Battery, Ending, Fate, Outcome, Served, Specimen, Stage, trial
from pytest_linkface.selfcheck._processes import in_processes
from pytest_linkface.selfcheck._progress import Progress
from tests.servers.selfcheck import GOOD, SPECIAL

ADDRESS = "tests.selfcheck.test_progress:unservable"
FINE = Outcome("plain", "nothing is changed", (), Fate.CLEAN, seed=3)


def _unservable(_: Stage) -> AbstractContextManager[Served]:
    raise OSError("no port is left")


def unservable() -> Battery:
    """One server of each kind, none of which can be started."""
    control = Specimen("plain", "nothing is changed", _unservable)
    liar = replace(control, name="liar", ending=Ending(1, "LF-ANS-JSON"))
    mutant = replace(control, name="mutant", clauses=("LF-IMG-BMP",))
    specimens: Mapping[str, Specimen] = {one.name: one for one in (control, liar, mutant)}
    return Battery("plain", specimens, GOOD, SPECIAL)


@pytest.mark.parametrize(
    ("name", "fate"), [("plain", Fate.ACCUSED), ("liar", Fate.MISJUDGED), ("mutant", Fate.SURVIVED)]
)
def test_a_trial_that_breaks_off_proves_nothing(name: str, fate: Fate) -> None:
    """It is no success of any kind, says why, and the other trials go on."""
    outcome = trial(ADDRESS, name, seed=2)

    assert (outcome.fate, outcome.seed) == (fate, 2)
    assert outcome.observed == "the trial broke off: OSError('no port is left')"


def test_progress_is_told_now_and_then() -> None:
    """Every half minute how far it is; a failure at once; nothing is lost or held back on the way."""
    said: list[str] = []
    clock = iter([0.0, 10.0, 31.0, 40.0, 65.0])
    accused = replace(FINE, name="odd", fate=Fate.ACCUSED, observed="LF-OK-MAX: 2")
    watched = Progress(4, said.append, lambda: next(clock)).watch([FINE, FINE, accused, FINE])

    assert next(watched) == FINE
    assert said == []
    assert list(watched) == [FINE, accused, FINE]
    assert said == [
        "2 of 4 tried after 31 s, at seed 3\n",
        "not as it should be: odd at seed 3: accused LF-OK-MAX: 2\n",
        "4 of 4 tried after 65 s, at seed 3\n",
    ]


def _ended(number: int) -> Outcome:
    if number:
        os._exit(9)
    return FINE


def test_a_process_that_is_ended_ends_the_selfcheck() -> None:
    """What it tried is unknown, so that there is neither a matrix nor a wait without end."""
    outcomes = in_processes([0, 1, 0], _ended, 2)

    with pytest.raises(SystemExit, match="a process of the selfcheck was ended from outside"):
        list(outcomes)
