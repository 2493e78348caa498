"""Two reports side by side: each change of a clause in its words, and a report that cannot be compared."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_linkface import reports
from pytest_linkface.contract import Level, clauses
from pytest_linkface.reports._command import main
from pytest_linkface.verdict import Result, reach
from tests._runs import MUST, OBSERVE, PLANNED, SHOULD, results


def report(folder: Path, found: list[Result], *, target: str = "emulator", day: int = 1) -> Path:
    """A finished run's file."""
    head = reports.header(
        target=target, version="0.1.0", started=f"2026-01-{day:02}T12:00:00+00:00",
        judged=(Level.MUST,), fail_under=75.0,
    )  # fmt: skip
    reports.write(folder, head, found, reports.footer(reach(found, PLANNED)))
    return folder / "report.json"


def noted(found: list[Result], clause: str, note: str) -> list[Result]:
    """The same run with another observation."""
    return [replace(one, note=note) if one.clause == clause else one for one in found]


def compared(tmp_path: Path, one: list[Result], two: list[Result]) -> list[reports.Difference]:
    """The differences of two runs."""
    a, b = report(tmp_path / "a", one), report(tmp_path / "b", two)
    return reports.differences(json.loads(a.read_bytes()), json.loads(b.read_bytes()))


TEXT = f"""\
A: emulator, 2026-01-01T12:00:00+00:00, pytest-linkface 0.1.0: {{a}}
B: live, 2026-01-02T12:00:00+00:00, pytest-linkface 0.1.0: {{b}}

broken           {MUST[1]}
  A: verified
  B: broken: {MUST[1]}[case] 500 text/html: '<h1>'
fixed            {MUST[0]}
  A: broken: {MUST[0]}[case] 500 text/html: '<h1>'
  B: verified
state            {SHOULD[0]}
  A: verified
  B: not exercised: no positive control
observed         {OBSERVE[0]}
  A: observed: 200 OK
  B: observed: 400 INVALID_ARGUMENT
4 clauses differ
"""


def test_the_differences_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is compared, the worst change first, what each side saw; the end is 1."""
    one = results(broken_ids=MUST[:1])
    two = noted(results(broken_ids=MUST[1:2], open_ids=SHOULD[:1]), OBSERVE[0], "400 INVALID_ARGUMENT")
    a, b = report(tmp_path / "a", one), report(tmp_path / "b", two, target="live", day=2)
    answers = [json.loads(path.read_bytes())["footer"]["answer"] for path in (a, b)]

    assert main([str(a), str(b)]) == 1
    assert capsys.readouterr().out == TEXT.format(a=answers[0], b=answers[1])


def test_the_same_is_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two runs that came out alike on different days have no difference, and the end is 0."""
    a = report(tmp_path / "a", results(broken_ids=MUST[:1]))
    b = report(tmp_path / "b", results(broken_ids=MUST[:1]), day=9)

    assert main([str(a), str(b)]) == 0
    assert capsys.readouterr().out.endswith("\n\nno clause differs\n")


def test_what_is_broken_otherwise_is_told(tmp_path: Path) -> None:
    """A clause that was and is broken differs when something else was observed."""
    one = results(broken_ids=MUST[:1])
    other = [
        replace(row, findings=tuple(replace(finding, observed="200 OK") for finding in row.findings)) for row in one
    ]
    assert [found.change for found in compared(tmp_path, one, other)] == [reports.Change.OTHERWISE]


def test_ids_and_ports_are_no_difference(tmp_path: Path) -> None:
    """What is new in each run by its nature is not compared."""
    one, two = (noted(results(), OBSERVE[0], f"http://127.0.0.1:{port} TID{port:032x}") for port in (43210, 8000))
    assert compared(tmp_path, one, two) == []


def test_notes_of_clauses_that_are_settled_are_no_difference(tmp_path: Path) -> None:
    """Why something was not exercised may be told in other words."""
    one, two = (noted(results(open_ids=MUST[:1]), MUST[0], note) for note in ("no account", "no such account"))
    assert compared(tmp_path, one, two) == []


def test_clauses_come_and_go(tmp_path: Path) -> None:
    """A clause that only one of two kits knew has appeared or vanished."""
    a, b = (json.loads(report(tmp_path / name, results()).read_bytes()) for name in "ab")
    a["footer"]["clauses"].pop(0)
    b["footer"]["clauses"].pop(1)
    first, second, *_ = clauses()
    found = [(one.clause, one.change) for one in reports.differences(a, b)]
    assert found == [(second, reports.Change.VANISHED), (first, reports.Change.APPEARED)]


def test_other_clauses_are_told(tmp_path: Path) -> None:
    """Reports that were judged by other sets of clauses say so before they are compared."""
    a, b = (json.loads(report(tmp_path / name, results()).read_bytes()) for name in "ab")
    b["header"]["clause_set"] = "0" * 16
    assert list(reports.side_by_side(a, b))[2] == "The clauses themselves are not the same in both."


@pytest.mark.parametrize("text", ["[]", "{", "[" * 100_000], ids=["a list", "half of one", "a nest of brackets"])
def test_what_is_no_report_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of another kind is named, and the end is 2."""
    other = tmp_path / "other.json"
    other.write_text(text, "utf-8")

    assert main([str(other), str(report(tmp_path, results()))]) == 2
    assert capsys.readouterr().err == f"{other} is no report.json of pytest-linkface\n"


def test_an_interrupted_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a verdict there is nothing to compare, and the end is 2."""
    whole = report(tmp_path / "a", results())
    cut = tmp_path / "cut.json"
    cut.write_text(json.dumps({key: part for key, part in json.loads(whole.read_bytes()).items() if key != "footer"}))

    assert main([str(whole), str(cut)]) == 2
    assert capsys.readouterr().err == f"{cut} has no verdict: that run was interrupted\n"


def test_the_command_is_found(tmp_path: Path) -> None:
    """``python -m pytest_linkface diff`` names a file that does not exist, without a traceback."""
    command = [sys.executable, "-m", "pytest_linkface", "diff", "no.json", "no.json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "[Errno 2] No such file or directory: 'no.json'\n"
