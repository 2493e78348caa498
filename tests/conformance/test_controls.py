"""Servers that keep every promise are never accused, however oddly they choose where the manual is silent."""

from __future__ import annotations

import pytest

from pytest_linkface.conformance import Effort, suite
from pytest_linkface.contract import Level, clauses
from pytest_linkface.verdict import State
from tests.conformance.judging import judged, told
from tests.servers._accounts import ACCOUNTS
from tests.servers.controls import CONTROLS, Control
from tests.servers.reference import Reference
from tests.servers.selfcheck import DOWNLOAD_SECONDS, LEAVES_OPEN


def test_the_reference_keeps_every_promise() -> None:
    """A complying server of another make is verified in every clause that is not left open, whatever is drawn."""
    verdict, results = judged(Reference(ACCOUNTS, download_seconds=DOWNLOAD_SECONDS), suite())

    assert verdict.exit_code == 0, told(verdict)
    assert [one.clause.id for one in verdict.open] == []
    assert {one.state for one in verdict.of(Level.OBSERVE)} == {State.OBSERVED}
    assert verdict.calls < 700
    assert all(result.calls <= 16 for result in results if "drawn" not in result.case and "at once" not in result.case)


def test_another_seed_draws_other_calls_and_finds_no_more() -> None:
    """What is drawn depends on the seed, and what is found on the server."""
    drawn = [case for case in suite() if "drawn" in case.name]
    verdict, results = judged(Reference(ACCOUNTS, download_seconds=DOWNLOAD_SECONDS), drawn, seed=7)

    assert verdict.broken == [], told(verdict)
    assert {result.state for result in results} == {State.VERIFIED}


_SHARE = 8
"""Every so manieth case is asked of a control; ``python -m tests.servers.selfcheck`` asks all of them."""


@pytest.mark.parametrize(("place", "control"), list(enumerate(CONTROLS.values())), ids=list(CONTROLS))
def test_a_defensible_choice_is_never_red(place: int, control: Control) -> None:
    """A server that complies, but otherwise than one would expect, is not accused; its neighbour is asked the rest."""
    asked = suite(Effort.CORE if control.name == "slow" else Effort.FULL)[place % _SHARE :: _SHARE]
    verdict, results = judged(control.serve(download_seconds=DOWNLOAD_SECONDS), asked)

    assert verdict.broken == [], told(verdict)
    assert verdict.trouble == ""
    missed = {result.clause: result.note for result in results if result.state is State.NOT_EXERCISED}
    assert not missed or control.name in LEAVES_OPEN, missed
    asked_of_it = {clause for clause in missed if clauses()[clause].level is not Level.OBSERVE}
    assert asked_of_it <= LEAVES_OPEN.get(control.name, frozenset()), missed
