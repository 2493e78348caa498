"""The short runs of what otherwise runs for minutes: nearly right requests, and many clients at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks._emulator_clients import Person, asked
from pytest_linkface.emulator import Emulator
from tests.emulator.fuzzing import Findings, Fuzz, main


def test_two_thousand_requests() -> None:
    """Nearly right requests get documented answers, none of them INTERNAL_ERROR; the emulator is well afterwards."""
    findings = Fuzz(1).run(2000)
    assert findings.unhandled == []
    assert {"OK", "INVALID_ARGUMENT", "CORRUPT_IMAGE", "ENCODING_ERROR", "NOT_FOUND"} <= findings.answers.keys()
    assert findings.slowest < 5


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (500, {"status": "INTERNAL_ERROR"}),
        (200, {"status": "NOT_FOUND"}),
        (400, {"status": "CORRUPT_IMAGE"}),
        (400, "<html>"),
        (418, {}),
    ],
)
def test_what_counts_as_unhandled(code: int, told: object) -> None:
    """An accidental 500, a pair that is not documented, a picture's error without its side: each would be found."""
    findings = Findings()
    findings.note(code, told)
    assert findings.unhandled


def test_figures(capsys: pytest.CaptureFixture[str]) -> None:
    """The command tells how many, how long, what was answered and the peak of its memory."""
    assert main(["20", "3"]) == 0
    assert "0 unhandled; peak RSS " in capsys.readouterr().out


def test_hundred_clients(emulator: Emulator) -> None:
    """For two seconds a hundred clients each get the faces, scores and ids of their own pictures."""
    tally = asked(100, 2, url=emulator.url)
    assert (tally.wrong, tally.lost) == ({}, {})
    assert tally.request_ids == tally.answers > 100


def test_mixed_answers_would_be_seen(emulator: Emulator, tmp_path: Path) -> None:
    """The answer to one client is no answer to another."""
    one, other = (Person(emulator.url, number) for number in (1, 21))
    for person in (one, other):
        person.state()
    code, content = one.client.ask(one.form)
    assert (one.complaint(code, content), one.complaint(code, content)) == ("", "")
    swapped = one.client.ask(other.form)
    assert one.complaint(*swapped) == "ids of other pictures"
    for person in (one, other):
        person.client.close()
