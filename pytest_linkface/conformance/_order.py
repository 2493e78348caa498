"""Which clause is asked first: the one whose cases cost least, so that each further call verifies the most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pytest_linkface.checks import Expectation, Judgement
from pytest_linkface.conformance._case import Case
from pytest_linkface.conformance._exam import asked
from pytest_linkface.conformance._examiner import Examiner
from pytest_linkface.conformance._script import GOOD, SPECIAL, UnservedPictures, ok_answer
from pytest_linkface.conformance._target import Target
from pytest_linkface.contract import SIDES, Level, clauses
from pytest_linkface.exchange import Call, Exchange


def ordered(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The cases of the cheapest clauses first, those of a clause together; what is only observed comes last."""
    asked_of_nobody, given = _Counting(), tuple(cases)
    cost: Counter[str] = Counter()
    for case in given:
        cost[case.clause] += case.calls or asked(asked_of_nobody, case, lambda: 0.0).calls
    return tuple(sorted(given, key=lambda case: (_observed(case), cost[case.clause], list(cost).index(case.clause))))


def _observed(case: Case) -> bool:
    return clauses()[case.clause].level is Level.OBSERVE


class _Counting(Examiner):
    """Answers each call with OK at once, and judges nothing."""

    def __init__(self) -> None:
        super().__init__(Target("nobody", "http://nobody.invalid", GOOD, SPECIAL), UnservedPictures())
        self.rehearsing = True

    def _once(self, call: Call) -> Exchange:
        self.calls += 1
        return Exchange(call, ok_answer({side: f"{side} of call {self.calls}" for side in SIDES}))

    def judge(self, exchange: Exchange, expectation: Expectation) -> Judgement:
        """Nothing: nobody answered."""
        del exchange, expectation
        return Judgement()
