"""``report.json``: held to its schema, whole at any moment, and able to hold whatever a server said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from pytest_linkface import reports
from pytest_linkface.contract import Level, clause_set, clauses, schema
from pytest_linkface.verdict import Result, State, Verdict, reach
from tests._runs import MUST, PLANNED, SHOULD, broken, result, results, verdict

HEAD = reports.header(
    target="http://127.0.0.1:8000", version="0.1.0", started="2026-01-31T12:00:00+00:00",
    judged=(Level.MUST, Level.SHOULD), fail_under=75.0,
)  # fmt: skip


def written(folder: Path, found: list[Result], reached: Verdict | None = None) -> dict[str, Any]:
    """The report as a reader gets it, after it was held to the schema."""
    reports.write(folder, HEAD, found, reports.footer(reached) if reached else None)
    document: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    Draft202012Validator(schema("report"), format_checker=FormatChecker()).validate(document)
    return document


def test_an_unfinished_run_has_no_footer(tmp_path: Path) -> None:
    """Whoever reads it sees that there is no verdict yet."""
    document = written(tmp_path, results()[:3])
    assert set(document) == {"header", "results"}
    assert [Result.from_json(row) for row in document["results"]] == results()[:3]


@pytest.mark.parametrize(
    ("run", "code", "word"),
    [({}, 0, "VERIFIED"), ({"broken_ids": MUST[:1]}, 1, "BROKEN"), ({"open_ids": MUST}, 10, "TOO LITTLE VERIFIED")],
    ids=["verified", "broken", "too little"],
)
def test_a_finished_run_has_the_verdict(run: dict[str, Any], code: int, word: str, tmp_path: Path) -> None:
    """Exit code, answer, coverage, calls, and every clause with its state."""
    reached = verdict(**run)
    footer = written(tmp_path, results(**run), reached)["footer"]
    assert (footer["exit_code"], footer["answer"]) == (code, reports.answer(reached))
    assert footer["answer"].startswith(f"{word}: ")
    assert [row["id"] for row in footer["clauses"]] == list(clauses())
    assert (footer["calls"], footer["must_coverage"]) == (reached.calls, round(reached.coverage, 2))


def test_a_run_of_nothing_has_a_report_too(tmp_path: Path) -> None:
    """With a verdict and no results."""
    document = written(tmp_path, [], reach([], PLANNED))
    assert (document["results"], document["footer"]["exit_code"]) == ([], 10)


def test_the_header_names_kit_and_clauses() -> None:
    """Two reports of one clause set were judged alike."""
    assert HEAD["kit"] == "pytest-linkface 0.1.0"
    assert HEAD["clause_set"] == clause_set()
    assert HEAD["judged"] == ["MUST", "SHOULD"]


def test_a_broken_should_that_is_not_judged_stays_broken_in_the_report(tmp_path: Path) -> None:
    """The exit code forgives it, the table of clauses does not."""
    reached = verdict(broken_ids=SHOULD[:1], judged=(Level.MUST,))
    footer = written(tmp_path, results(broken_ids=SHOULD[:1]), reached)["footer"]
    (row,) = [row for row in footer["clauses"] if row["id"] == SHOULD[0]]
    assert (footer["exit_code"], row["state"]) == (0, "broken")


def test_what_does_not_apply_has_its_own_state_in_the_report(tmp_path: Path) -> None:
    """In the row of the case and in that of the clause."""
    declared = result(clauses()[MUST[0]], State.NOT_APPLICABLE, note="no urls")
    found = [declared, *results(without=MUST[:1])]
    document = written(tmp_path, found, reach(found, PLANNED))
    assert document["results"][0]["state"] == "not applicable"
    assert document["footer"]["clauses"][list(clauses()).index(MUST[0])]["state"] == "not applicable"


def test_a_later_report_replaces_an_earlier_one_and_leaves_no_draft(tmp_path: Path) -> None:
    """In a folder that need not exist before."""
    folder = tmp_path / "new" / "reports"
    written(folder, results()[:1])
    assert len(written(folder, results()[:2])["results"]) == 2
    assert [path.name for path in folder.iterdir()] == ["report.json"]


def test_a_report_holds_whatever_a_server_said(tmp_path: Path) -> None:
    """Half a surrogate pair in an id is no reason to lose the whole report; Chinese stays readable."""
    once = broken(clauses()[MUST[0]])
    odd = replace(once, note="原因 \ud800", findings=(replace(once.findings[0], curl="-F 'image_one_id=\udfff'"),))
    document = written(tmp_path, [odd])
    assert document["results"][0]["note"] == "原因 \ud800"
    assert "原因" in (tmp_path / "report.json").read_text("utf-8")
