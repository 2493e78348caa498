"""All cases of the shipped suite, in the order in which they are asked."""

from __future__ import annotations

from functools import cache

from pytest_linkface.conformance import (
    cases_access,
    cases_answers,
    cases_beside,
    cases_drawn,
    cases_forms,
    cases_history,
    cases_limits,
    cases_pictures,
    cases_robustness,
    cases_sides,
    cases_silence,
    cases_urls,
    cases_web,
)
from pytest_linkface.conformance._case import Case, Effort

_PARTS = (
    cases_access, cases_pictures, cases_limits, cases_answers, cases_urls, cases_robustness, cases_silence,
    cases_sides, cases_beside, cases_history, cases_web, cases_forms, cases_drawn,
)  # fmt: skip


@cache
def suite(effort: Effort = Effort.FULL) -> tuple[Case, ...]:
    """Every case that an effort asks, under ids that are unique, those first that verify most for a call."""
    from pytest_linkface.conformance._order import ordered  # it rehearses the suite, and so knows this module

    return ordered(case for part in _PARTS for case in part.cases() if effort.includes(case.effort))


@cache
def planned(effort: Effort = Effort.FULL) -> dict[str, tuple[str, ...]]:
    """The ids of each clause's cases, as far as an effort asks them: none where it leaves all of them out."""
    found: dict[str, tuple[str, ...]] = {case.clause: () for case in suite()}
    for case in suite(effort):
        found[case.clause] += (case.id,)
    return found
