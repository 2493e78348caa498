"""All cases of the shipped suite, those that verify most first."""

from __future__ import annotations

from functools import cache

from pytest_linkface.conformance import (
    cases_access,
    cases_answers,
    cases_limits,
    cases_pictures,
    cases_robustness,
    cases_silence,
    cases_urls,
)
from pytest_linkface.conformance._case import Case

_PARTS = (cases_access, cases_pictures, cases_limits, cases_answers, cases_urls, cases_robustness, cases_silence)


@cache
def suite() -> tuple[Case, ...]:
    """Every case, under ids that are unique."""
    return tuple(case for part in _PARTS for case in part.cases())


@cache
def planned() -> dict[str, tuple[str, ...]]:
    """The ids of each clause's cases."""
    found: dict[str, tuple[str, ...]] = {}
    for case in suite():
        found[case.clause] = (*found.get(case.clause, ()), case.id)
    return found
