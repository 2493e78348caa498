"""A matrix whose best cell is not its first is asked for even where little is asked."""

from __future__ import annotations

from pytest_linkface.conformance import Effort, suite
from tests.conformance.judging import judged
from tests.servers.faults import FAULTS


def test_the_first_cell_in_place_of_the_best_is_found_by_a_core_case() -> None:
    """Servers score strangers alike, so that only a person who comes last shows it."""
    (case,) = [case for case in suite(Effort.CORE) if case.id == "LF-ANS-REPEATABLE[twice]"]
    _, results = judged(FAULTS["max-first-cell"].serve(), [case])
    assert {finding.clause for result in results for finding in result.findings} == {"LF-OK-MAX"}
