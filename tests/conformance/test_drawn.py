"""Drawn calls: bounded, the same for a seed, small where they show a fault, and silent where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from pytest_linkface.conformance import suite
from pytest_linkface.conformance._case import NotExercised
from pytest_linkface.conformance._drawing import SHRINKING, Drawing
from pytest_linkface.verdict import Finding
from tests.conformance.judging import judged
from tests.servers._accounts import ACCOUNTS
from tests.servers._behaviour import Behaviour
from tests.servers._fault import edited, limited, put
from tests.servers._faults_of_ids import _SlotStore
from tests.servers.reference import Reference

_DRAWN = {case.clause: case for case in suite() if case.calls is not None}


class Asked:
    """Counts what is asked, and answers by a rule."""

    def __init__(self, wrong: Callable[[int], bool]) -> None:
        self.examples: list[int] = []
        self._wrong = wrong

    def __call__(self, example: int) -> bool:
        """Whether the example shows a fault."""
        self.examples.append(example)
        return self._wrong(example)

    def drawn(self, seed: int = 0, examples: int = 40) -> Any:
        """The smallest example with a fault."""
        drawing = Drawing(seed=seed, examples=examples, spent=lambda: len(self.examples))
        return drawing.smallest(st.integers(0, 10**6), self)


def test_a_seed_asks_so_many_different_examples_and_the_same_each_time() -> None:
    """As many as were planned, each once; another seed asks others."""
    first, again, other = (Asked(lambda _: False) for _ in range(3))
    assert (first.drawn(), again.drawn(), other.drawn(seed=1)) == (None, None, None)
    assert first.examples == again.examples != other.examples
    assert len(set(first.examples)) == len(first.examples) == 40


def test_a_fault_is_made_smaller_within_a_bound() -> None:
    """Further calls are few, and what comes back shows the fault."""
    asked = Asked(lambda example: example > 1000)
    found = asked.drawn()
    first = next(number for number, example in enumerate(asked.examples) if example > 1000)
    assert 1000 < found < 10**6
    assert found == min(example for example in asked.examples if example > 1000)
    assert len(asked.examples) <= first + 1 + SHRINKING


def test_what_comes_and_goes_is_no_error_of_the_kit() -> None:
    """A fault that shows once is handed on; that it does not come again is told by asking the case again."""
    asked = Asked(lambda _: len(asked.examples) == 5)
    assert asked.drawn() == asked.examples[4]


def test_a_target_that_is_lost_ends_the_drawing() -> None:
    """Why it could not be asked comes out as it went in, and nothing more is asked."""

    def lost(_: int) -> bool:
        raise NotExercised("gone")

    asked = Asked(lost)
    with pytest.raises(NotExercised, match="gone"):
        asked.drawn()
    assert len(asked.examples) == 1


def test_nothing_is_kept_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis's database and its notes of modules do not get into the user's project."""
    monkeypatch.chdir(tmp_path)
    Asked(lambda example: example > 10).drawn()
    assert list(tmp_path.iterdir()) == []


def findings(clause: str, behaviour: Behaviour) -> list[Finding]:
    """What the drawn case of a clause finds of a server."""
    _, results = judged(Reference(ACCOUNTS, behaviour, download_seconds=0.5), [_DRAWN[clause]])
    return [finding for result in results for finding in result.findings]


@pytest.mark.parametrize(
    ("clause", "behaviour", "found"),
    [
        ("LF-CALL-ENDPOINT", limited(most_faces=5), "LF-ERR-TOO-MANY-FACES"),
        ("LF-CALL-ENDPOINT", edited(lambda reply: reply.status == "OK", put(max_confidence=0.5)), "LF-OK-MAX"),
        ("LF-SRC-ID", Behaviour(store=_SlotStore()), "LF-SRC-ID"),
        ("LF-OK-SHAPE", limited(most_faces=2), "LF-OK-SHAPE"),
    ],
    ids=["faces", "maximum", "ids", "forms"],
)
def test_a_fault_is_found_by_drawn_calls_alone(clause: str, behaviour: Behaviour, found: str) -> None:
    """It is told like any other: by its clause, with what was sent and a line to repeat it, and lasting."""
    told = findings(clause, behaviour)
    assert found in {finding.clause for finding in told}
    assert all("curl" in finding.curl and finding.sent and not finding.flaky for finding in told)
    assert all("good-secret" not in f"{finding.curl}{finding.sent}{finding.observed}" for finding in told)
