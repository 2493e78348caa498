"""What a run will cost, known before its first call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pytest_linkface.conformance._case import Case
from pytest_linkface.conformance._exam import asked
from pytest_linkface.conformance._examiner import Examiner
from pytest_linkface.conformance._script import UnservedPictures, ok_answer
from pytest_linkface.conformance._target import Target
from pytest_linkface.contract import SIDES
from pytest_linkface.exchange import Call, Exchange, Upload
from pytest_linkface.verdict import State


@dataclass(slots=True)
class Price:
    """What a clause costs at most, while answers are as expected."""

    clause: str
    cases: int = 0
    calls: int = 0
    uploaded: int = 0
    """Bytes of pictures."""
    needs: str = ""
    """What has to be provided before it, or a part of it, can be asked."""


def prices(cases: Iterable[Case], target: Target, *, downloads: bool) -> list[Price]:
    """The price of each clause, found by asking every case of nobody; ``downloads`` says if pictures are served."""
    purse = _Purse(target, UnservedPictures() if downloads else None)
    found: dict[str, Price] = {}
    for case in cases:
        price = found.setdefault(case.clause, Price(case.clause))
        before = purse.weight
        price.cases += 1
        result = asked(purse, case, lambda: 0.0)
        price.calls += result.calls
        if result.state is State.NOT_EXERCISED and not result.calls:  # with calls, only the made-up answers were wrong
            price.needs = result.note
        price.uploaded += purse.weight - before
    return list(found.values())


class _Purse(Examiner):
    """Answers each call with OK at once, and counts."""

    weight = 0

    def __init__(self, target: Target, image_host: UnservedPictures | None) -> None:
        super().__init__(target, image_host)
        self.rehearsing = True

    def _once(self, call: Call) -> Exchange:
        """Count a call instead of sending it."""
        self.calls += 1
        self.weight += sum(len(value.read()) for _, value in call.parameters() if isinstance(value, Upload))
        return Exchange(call, ok_answer({side: f"{side} of call {self.calls}" for side in SIDES}))

