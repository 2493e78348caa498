"""``python -m pytest_linkface.contract`` as it is run, and the page of the documentation that it makes."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pytest_linkface import contract

ROOT = Path(__file__).parents[2]


def printed(*arguments: str) -> str:
    """What the command prints, whatever encoding the terminal has."""
    command = [sys.executable, "-m", "pytest_linkface.contract", *arguments]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True).stdout.decode("utf-8")


@pytest.fixture(scope="module")
def table() -> list[dict[str, Any]]:
    """The clause table in its printed form."""
    loaded: list[dict[str, Any]] = json.loads(printed("--json"))
    return loaded


def test_the_page_of_the_documentation_is_what_is_printed() -> None:
    """docs/clauses.md is what the command prints: make it anew when this fails."""
    assert (ROOT / "docs" / "clauses.md").read_bytes().decode("utf-8") == printed()


def test_every_clause_has_its_row() -> None:
    """The page has a row of five cells for each clause, in the table's order, the pipes of quotations escaped."""
    rows = [line.replace(r"\|", "").split("|") for line in printed().splitlines() if line.startswith("| LF-")]
    assert [row[1].strip() for row in rows] == list(contract.clauses())
    assert {len(row) for row in rows} == {7}


def test_the_printed_table_is_the_table(table: list[dict[str, Any]]) -> None:
    """Reading the JSON gives back every clause."""
    read = [
        contract.Clause(**row | {"quotes": tuple(contract.Quote(**quote) for quote in row["quotes"])}) for row in table
    ]
    assert read == list(contract.clauses().values())


def test_the_printed_table_is_valid(table: list[dict[str, Any]]) -> None:
    """The JSON obeys clauses.json."""
    contract.validator("clauses").validate(table)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "lf-call-endpoint"),
        ("id", "LF-CALL"),
        ("id", "LF-CALL-ENDPOINT "),
        ("level", "must"),
        ("level", "MAY"),
        ("gloss", ""),
        ("quotes", []),
        ("quotes", [{"line": 0, "text": "POST"}]),
        ("quotes", [{"line": 17, "text": ""}]),
        ("quotes", [{"line": "17", "text": "POST"}]),
        ("quotes", [{"text": "POST"}]),
        ("sha256", "ce5862a0b28c64f"),
        ("sha256", "CE5862A0B28C64F4"),
        ("needs", None),
        ("note", "a field of its own"),
    ],
)
def test_a_broken_table_is_refused(table: list[dict[str, Any]], field: str, value: object) -> None:
    """A single wrong field of a single clause breaks clauses.json."""
    broken = copy.deepcopy(table)
    broken[0][field] = value
    assert not contract.validator("clauses").is_valid(broken)


@pytest.mark.parametrize("field", ["id", "level", "gloss", "quotes", "sha256", "needs"])
def test_a_table_with_a_field_missing_is_refused(table: list[dict[str, Any]], field: str) -> None:
    """Each of the six fields has to be there."""
    broken = copy.deepcopy(table)
    del broken[-1][field]
    assert not contract.validator("clauses").is_valid(broken)
