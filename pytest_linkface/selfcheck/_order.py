"""Which cases a server is asked, and in which order: those first that are most likely to find it out."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from pytest_linkface.conformance import Case, Effort, suite
from pytest_linkface.selfcheck._specimen import Specimen


def cases(specimen: Specimen, *, only: str = "", seed: int = 0) -> Sequence[Case]:
    """The cases in the order of a seed; seed 0 keeps that of the suite.

    At any other seed a mutant is asked everything until it is found out, and another server what a seed can change.
    ``only`` restricts them to one clause. Where that has none of its own, every answer tells of it: a mutant is then
    asked everything, another server little.
    """
    if only:
        effort = Effort.FULL if specimen.clauses else Effort.SMOKE
        asked = [case for case in suite() if case.clause == only] or list(suite(effort))
    elif seed and not specimen.clauses:
        asked = [*suite(Effort.CORE), *_in_turn(specimen.effort, seed)]
    else:
        asked = list(suite(specimen.effort))
    if seed:
        random.Random(seed).shuffle(asked)  # noqa: S311 - an order, no secret
    return sorted(asked, key=_turn(specimen, asked)) if specimen.clauses else asked


def _in_turn(effort: Effort, seed: int) -> Sequence[Case]:
    """One of the cases that draw their calls, another one at the next seed: they cost as much as all the others."""
    drawn = [case for case in suite(effort) if case.calls is not None]
    return [drawn[seed % len(drawn)]] if drawn else []


def _turn(specimen: Specimen, asked: Sequence[Case]) -> Callable[[Case], int]:
    """Its own clauses' cases, then one of each other clause, then all the rest, those that draw many calls last."""
    firsts = {case.clause: case.id for case in reversed(asked)}

    def turn(case: Case) -> int:
        if case.clause in specimen.clauses:
            return 0
        if firsts[case.clause] == case.id:
            return 1
        return 2 if case.calls is None else 3

    return turn
