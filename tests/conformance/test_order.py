"""The suite asks in the order in which each further call verifies the most."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest

from pytest_linkface.conformance import Effort, Price, Target, prices, suite
from pytest_linkface.contract import Level, clauses
from tests.conformance.nobody import costs
from tests.servers.selfcheck import GOOD, SPECIAL

_SHARED = 4
"""Calls that several clauses need, and that the first of them pays."""


def planned(effort: Effort) -> list[Price]:
    """The price of each clause, in the order of the suite."""
    return prices(suite(effort), Target("planned", "http://127.0.0.1:9", GOOD, SPECIAL), downloads=True)


@pytest.mark.parametrize("effort", [Effort.SMOKE, Effort.CORE, Effort.EDGES])
def test_no_clause_waits_for_a_dearer_one(effort: Effort) -> None:
    """A clause is verified by all of its cases, so the cheapest comes first; what is only observed comes last."""
    judged = [price.calls for price in planned(effort) if clauses()[price.clause].level is not Level.OBSERVE]
    assert all(sooner <= later + _SHARED for sooner, later in pairwise(judged))
    assert all(sooner <= judged[-1] + _SHARED for sooner in judged)
    observed = [clauses()[case.clause].level is Level.OBSERVE for case in suite(effort)]
    assert observed == sorted(observed)


@pytest.mark.parametrize("effort", Effort)
def test_no_other_order_of_the_clauses_verifies_more_for_a_budget(effort: Effort) -> None:
    """However soon a run ends, it has verified as many clauses as if the cheapest had been sought out one by one."""
    judged = [calls for clause, calls in costs(suite(effort)).items() if clauses()[clause].level is not Level.OBSERVE]
    for spent, least in zip(accumulate(judged), accumulate(sorted(judged)), strict=True):
        assert spent <= least + _SHARED


def test_half_of_the_calls_verify_most_of_the_clauses() -> None:
    """That is what the order is for: a budget that is too small still buys the most."""
    judged = [price.calls for price in planned(Effort.EDGES) if clauses()[price.clause].level is not Level.OBSERVE]
    spent = list(accumulate(judged))
    bought = sum(together <= spent[-1] / 2 for together in spent)
    assert bought >= 0.75 * len(judged)


def test_what_is_drawn_costs_what_it_says() -> None:
    """The order trusts the number, for drawing takes long; the plan draws."""
    drawn = [case for case in suite() if case.calls is not None]
    (control,) = [case for case in suite(Effort.SMOKE) if case.clause == "LF-CALL-ENDPOINT"]
    target = Target("planned", "http://127.0.0.1:9", GOOD, SPECIAL)
    costs = {price.clause: price.calls for price in prices([control, *drawn], target, downloads=True)}
    assert len(drawn) >= 3
    for case in drawn:
        paid = 1 if case.clause == control.clause else 0
        assert costs[case.clause] == (case.calls or 0) + paid, case.id
