"""A url, an id and other calls are accused only of what does not show without them."""

from __future__ import annotations

import pytest

from pytest_linkface.conformance import suite
from pytest_linkface.verdict import State
from tests.conformance.judging import judged
from tests.servers.faults import FAULTS

_CASES = {case.id: case for case in suite()}


def accused(case: str, fault: str) -> set[str]:
    """The clauses that one case finds broken."""
    _, results = judged(FAULTS[fault].serve(download_seconds=0.5), [_CASES[case]])
    return {finding.clause for result in results for finding in result.findings}


@pytest.mark.parametrize(
    "case",
    [
        "LF-SRC-URL[both images, then by their ids]",
        "LF-SRC-ID[on the other side]",
        "LF-SRC-ALIKE[file and id]",
        "LF-SRC-ALIKE[file, url and id]",
        "LF-ANS-CONCURRENT[6 at once]",
    ],
)
def test_a_server_that_never_counts_faces_is_not_told_that_its_urls_are_wrong(case: str) -> None:
    """The same pictures by file in a call alone are counted as wrongly, and that is what is told."""
    assert accused(case, "matrix-1x1") == {"LF-OK-SHAPE"}


@pytest.mark.parametrize(
    "case", ["LF-ANS-CONCURRENT[refusals of both sides at once]", "LF-ANS-REPEATABLE[after each refusal]"]
)
def test_a_refusal_that_never_comes_is_not_told_of_crowds_and_repetitions(case: str) -> None:
    """A crowd is taken in a call alone, too."""
    assert accused(case, "5-faces-accepted") == {"LF-ERR-TOO-MANY-FACES"}


@pytest.mark.parametrize("case", ["LF-SRC-ID[both, twice, after other calls]", "LF-SRC-ALIKE[file and id]"])
def test_an_id_that_leads_elsewhere_is_told_of_ids_alone(case: str) -> None:
    """By file the same pictures are counted rightly, so that the id is at fault."""
    assert accused(case, "ids-lead-to-the-last") == {_CASES[case].clause}


@pytest.mark.parametrize("first", ["LF-SRC-URL[five faces]", "LF-IMG-MAX-FACES[5]"])
def test_a_clause_that_another_broken_one_hides_says_which(first: str) -> None:
    """Whoever reads that urls were not exercised learns that the call was made, and where its fault is told."""
    cases = [_CASES[first], _CASES["LF-SRC-URL[five faces]"]]
    verdict, _ = judged(FAULTS["5-faces-accepted"].serve(download_seconds=0.5), dict.fromkeys(cases))
    (hidden,) = [one for one in verdict.by_clause if one.clause.id == "LF-SRC-URL"]
    assert hidden.state is State.NOT_EXERCISED
    assert hidden.note == "the call that would show it was already answered wrongly, see LF-IMG-MAX-FACES"
