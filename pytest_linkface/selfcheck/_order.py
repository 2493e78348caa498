"""Which cases a server is asked, and in which order: those first that are most likely to find it out."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from pytest_linkface.conformance import Case, Effort, suite
from pytest_linkface.selfcheck._specimen import Specimen


def cases(specimen: Specimen, *, only: str = "", seed: int = 0) -> Sequence[Case]:
    """The cases in the order of a seed; seed 0 keeps that of the suite.

    ``only`` restricts them to one clause. Where that has none of its own, every answer tells of it: a mutant is then
    asked everything, another server little.
    """
    if only:
        effort = Effort.FULL if specimen.clauses else Effort.SMOKE
        asked = [case for case in suite() if case.clause == only] or list(suite(effort))
    else:
        asked = list(suite(specimen.effort))
    if seed:
        random.Random(seed).shuffle(asked)  # noqa: S311 - an order, no secret
    return sorted(asked, key=_turn(specimen, asked)) if specimen.clauses else asked


def _turn(specimen: Specimen, asked: Sequence[Case]) -> Callable[[Case], int]:
    """Its own clauses' cases, then one of each other clause, then all the rest."""
    firsts = {case.clause: case.id for case in reversed(asked)}

    def turn(case: Case) -> int:
        if case.clause in specimen.clauses:
            return 0
        return 1 if firsts[case.clause] == case.id else 2

    return turn
