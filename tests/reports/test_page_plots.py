"""The page's drawings: every number in them is one of the report's, and is there in words too."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pytest_linkface.contract import Level, clauses
from pytest_linkface.reports import page
from tests._runs import MUST, SHOULD, kept
from tests.reports import _documents

SQUARE = re.compile(r'<a href="#([^"]+)" tabindex="-1"><rect[^>]*height="12"[^>]*><title>\1: ([^<]+)</title>')
COLUMN = re.compile(r'height="([0-9.]+)"[^>]*><title>(?:([A-Z]): )?([^:<]+): ([\d,]+) (calls|ms / call)</title>')


def test_each_clause_is_a_square_in_its_state() -> None:
    """In the manual's order, a link each."""
    squares = SQUARE.findall(page([_documents.of(broken_ids=[MUST[2]], open_ids=[MUST[4]])]))
    assert [name for name, _ in squares] == list(clauses())
    told = dict(squares)
    assert [told[name] for name in (MUST[1], MUST[2], MUST[4])] == ["verified", "broken", "not exercised"]


def test_each_run_has_a_row_of_squares() -> None:
    """Three runs, three squares for each clause."""
    runs = [_documents.of(), _documents.interrupted(), _documents.of(broken_ids=MUST[:1])]
    squares = SQUARE.findall(page(runs))
    assert len(squares) == 3 * len(clauses())
    assert [state for name, state in squares if name == MUST[0]] == ["verified", "no verdict", "broken"]


def test_the_bars_of_coverage_say_in_words_what_they_show() -> None:
    """Counts of each level that was judged; the rectangles fill the bar."""
    text = page([_documents.of(broken_ids=[MUST[2], SHOULD[1]], open_ids=MUST[4:6])])
    whole = sum(clause.level is Level.MUST for clause in clauses().values())
    assert f'aria-label="MUST: broken 1, not exercised 2, verified {whole - 3}"' in text
    (bar,) = re.findall(r'aria-label="SHOULD: [^"]+"[^>]*>(.*?)</svg>', text)
    assert sum(float(width) for width in re.findall(r' width="([0-9.]+)"', bar)) == pytest.approx(100, abs=0.1)


def test_calls_and_time_of_a_clause_are_columns_to_scale() -> None:
    """Over all cases of a clause; twice the calls are twice the height."""
    first, second, third = (clauses()[name] for name in MUST[:3])
    found = [
        replace(kept(first), calls=2, seconds=0.5),
        replace(kept(first), case=f"{first.id}[again]", calls=4, seconds=0.1),
        replace(kept(second), calls=3, seconds=0.3),
        replace(kept(third), calls=0),
    ]
    columns = COLUMN.findall(page([_documents.of_cases(found)]))
    told = {(name, unit): (number, float(height)) for height, _, name, number, unit in columns}
    assert {key: number for key, (number, _) in told.items()} == {
        (first.id, "calls"): "6", (second.id, "calls"): "3",
        (first.id, "ms / call"): "100", (second.id, "ms / call"): "100",
    }  # fmt: skip
    assert told[first.id, "calls"][1] == pytest.approx(2 * told[second.id, "calls"][1])


def test_the_dearest_clause_is_named_in_the_drawing() -> None:
    """Nobody has to hover to learn which one it is."""
    dear = replace(kept(clauses()[MUST[7]]), calls=90)
    text = page([_documents.of_cases([*(kept(clauses()[name]) for name in MUST[:7]), dear])])
    assert re.search(rf"<text[^>]*>{MUST[7]}</text>", text.rpartition("<h2>")[2])


def test_columns_of_several_runs_tell_whose_they_are() -> None:
    """By letter and by colour; of more than four runs the first four are compared."""
    columns = COLUMN.findall(page([_documents.of()] * 6))
    assert {letter for _, letter, *_ in columns} == set("ABCD")
    assert {letter for _, letter, *_ in COLUMN.findall(page([_documents.of()]))} == {""}
