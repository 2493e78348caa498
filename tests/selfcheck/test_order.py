"""Which cases a server is asked, in which order."""

from __future__ import annotations

from pytest_linkface.conformance import Effort, suite
from pytest_linkface.selfcheck import battery
from pytest_linkface.selfcheck._command import SHIPPED
from pytest_linkface.selfcheck._order import cases

SPECIMENS = battery(SHIPPED).specimens


def test_its_own_cases_come_first_and_then_one_of_each() -> None:
    """A mutant is asked its own clause's cases, one of every other clause, and then the rest."""
    asked = cases(SPECIMENS["no-bmp"])
    own = [case for case in suite() if case.clause == "LF-IMG-BMP"]
    others = {case.clause for case in suite()} - {"LF-IMG-BMP"}

    assert list(asked[: len(own)]) == own
    assert {case.clause for case in asked[len(own) : len(own) + len(others)]} == others
    assert {case.id for case in asked} == {case.id for case in suite()}


def test_a_seed_shuffles() -> None:
    """Each seed has an order of its own, the same one each time; seed 0 keeps the suite's."""
    plain, mutant = SPECIMENS["plain"], SPECIMENS["no-bmp"]

    assert list(cases(plain)) == list(suite())
    assert cases(plain, seed=1) == cases(plain, seed=1) != cases(plain, seed=4)
    assert sorted(case.id for case in cases(mutant, seed=1)) == sorted(case.id for case in suite())


def test_another_seed_asks_a_control_what_it_can_change() -> None:
    """That is the order of the core cases and one of those that are drawn, each of them at some seed in three."""
    plain, core = SPECIMENS["plain"], {case.id for case in suite(Effort.CORE)}
    further = [{case.id for case in cases(plain, seed=seed)} - core for seed in (1, 2, 3)]

    assert all(core < {case.id for case in cases(plain, seed=seed)} for seed in (1, 2, 3))
    assert {id for one in further for id in one} == {case.id for case in suite() if "drawn" in case.name}
    assert [len(one) for one in further] == [1, 1, 1]


def test_a_clause_without_cases_is_seen_in_all() -> None:
    """Confined to a clause that every answer tells of, a mutant is asked everything and a control little."""
    assert set(cases(SPECIMENS["nan"], only="LF-ANS-JSON")) == set(suite())
    assert list(cases(SPECIMENS["plain"], only="LF-ANS-JSON")) == list(suite(Effort.SMOKE))
    assert {case.clause for case in cases(SPECIMENS["no-bmp"], only="LF-IMG-BMP")} == {"LF-IMG-BMP"}
