"""The clause table in itself: ids, levels, hashes, and a clause for whatever the other tables list."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from pytest_linkface import contract

EVERY_CLAUSE = pytest.mark.parametrize("clause", contract.clauses().values(), ids=contract.clauses())


def test_ids_are_unique() -> None:
    """No id stands twice in the file, where the later clause would silently take the place of the earlier."""
    rows = tomllib.loads((files("pytest_linkface.contract") / "clauses.toml").read_text("utf-8"))["clause"]
    times = Counter(row["id"] for row in rows)
    assert [name for name in times if times[name] > 1] == []


def test_clauses_stand_in_the_order_of_their_levels() -> None:
    """MUST comes first, then SHOULD, then OBSERVE."""
    levels = [clause.level for clause in contract.clauses().values()]
    assert levels == sorted(levels, key=list(contract.Level).index)


@EVERY_CLAUSE
def test_a_clause_is_well_formed(clause: contract.Clause) -> None:
    """An id is LF, a subject and a point in capitals; the gloss is a sentence; what is needed is none."""
    assert re.fullmatch(r"LF-(CALL|CRED|SRC|IMG|UP|OK|ERR|ANS|OBS)(-[A-Z0-9]+)+", clause.id)
    assert re.fullmatch(r"[A-Za-z][^\n]+\.", clause.gloss)
    assert not clause.needs.endswith(".")


@EVERY_CLAUSE
def test_observed_clauses_are_told_by_their_ids(clause: contract.Clause) -> None:
    """LF-OBS marks exactly the clauses that are never red."""
    assert clause.id.startswith("LF-OBS-") == (clause.level is contract.Level.OBSERVE)


@EVERY_CLAUSE
def test_a_hash_is_that_of_the_quotations(clause: contract.Clause) -> None:
    """The hash is the one of the quotations as they stand, so that neither changes without the other."""
    assert clause.quotes
    assert clause.sha256 == contract.fingerprint(clause.quotes)


def test_a_fingerprint_changes_with_line_and_words() -> None:
    """Another line, another word and another order each give another hash."""
    here, there = contract.Quote(17, "POST"), contract.Quote(18, "POST")
    quotations = [(here,), (there,), (contract.Quote(17, "GET"),), (here, there), (there, here)]
    assert len({contract.fingerprint(quotes) for quotes in quotations}) == len(quotations)


@pytest.mark.parametrize("status", contract.ERRORS, ids=lambda status: status.name)
def test_every_error_has_its_clause(status: contract.Status) -> None:
    """Each documented error is a MUST of its own that quotes its row and says its HTTP code."""
    clause = contract.clauses()[contract.error_clause(status.name)]
    assert clause.level is contract.Level.MUST
    assert clause.line == status.line
    assert clause.sentence.startswith(f"{status.http_code} | {status.name} |")
    assert f"{status.http_code} {status.name}" in clause.gloss


@pytest.mark.parametrize("name", contract.FORMATS)
def test_every_format_has_its_clause(name: str) -> None:
    """Each documented format is a MUST of its own."""
    assert contract.clauses()[f"LF-IMG-{name}"].level is contract.Level.MUST


@pytest.mark.parametrize("parameter", contract.PARAMETERS, ids=lambda parameter: parameter.name)
def test_every_parameter_is_quoted(parameter: contract.Parameter) -> None:
    """The row of each documented parameter is quoted by a MUST."""
    musts = [clause for clause in contract.clauses().values() if clause.level is contract.Level.MUST]
    rows = {quote.text for clause in musts for quote in clause.quotes if quote.line == parameter.line}
    assert any(row.startswith(f"{parameter.name} |") for row in rows)
