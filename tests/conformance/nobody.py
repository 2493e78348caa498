"""The suite asked of nobody, to see what it would send."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_linkface.conformance import Case, Examiner, Target
from pytest_linkface.conformance._exam import asked
from pytest_linkface.conformance._script import UnservedPictures, ok_answer
from pytest_linkface.contract import SIDES
from pytest_linkface.exchange import Call, Exchange
from tests.servers.selfcheck import GOOD, SPECIAL


class Nobody(Examiner):
    """Sends nothing, gives ids that say where they are from, and keeps every call."""

    def __init__(self, seed: int = 0) -> None:
        super().__init__(Target("nobody", "http://nobody.invalid", GOOD, SPECIAL), UnservedPictures(), seed=seed)
        self.rehearsing = True
        self.sent: list[Call] = []

    def _once(self, call: Call) -> Exchange:
        self.calls += 1
        self.sent.append(call)
        return Exchange(call, ok_answer({side: f"{side} {len(self.sent) - 1}" for side in SIDES}))


def drawn(case: Case, seed: int) -> list[Call]:
    """The calls that a case draws by a seed, after the plain one that another case pays for."""
    nobody = Nobody(seed)
    nobody.baseline()
    nobody.sent.clear()
    asked(nobody, case, lambda: 0.0)
    return nobody.sent


def costs(cases: Iterable[Case]) -> dict[str, int]:
    """Clause to the calls of its cases, in the order in which they are asked."""
    nobody = Nobody()
    found: dict[str, int] = {}
    for case in cases:
        found[case.clause] = found.get(case.clause, 0) + asked(nobody, case, lambda: 0.0).calls
    return found
