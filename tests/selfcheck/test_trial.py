"""Each clause has a mutant that it kills; nothing else is called a kill."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_linkface.contract import Level, clauses
from pytest_linkface.emulator import CONTROLS, MUTANTS
from pytest_linkface.selfcheck import Fate, trial, tried

_JUDGED = [clause.id for clause in clauses().values() if clause.level is not Level.OBSERVE]
_QUICK = [mutant for name, mutant in MUTANTS.items() if not name.endswith(("-429", "-503"))]
"""Not those whose answers ask to come again later: the suite waits for them."""
_ONE_EACH = {clause: next(one.name for one in _QUICK if one.clauses[0] == clause) for clause in _JUDGED}


@pytest.mark.parametrize("clause", _JUDGED)
def test_each_clause_kills_its_mutant(clause: str) -> None:
    """A mutant that breaks a clause is killed by a case that names that very clause."""
    outcome = trial(_ONE_EACH[clause], clause)

    assert (outcome.fate, outcome.kills) == (Fate.KILLED, (clause,)), outcome


@pytest.mark.parametrize("name", ["plain", "pretty", "uuids", "faces-backwards", "5-mb-decimal"])
def test_controls_are_clean(name: str) -> None:
    """A server that keeps the promises in its own way is not accused over ids and sizes."""
    for clause in ("LF-SRC-ID", "LF-IMG-MAX-BYTES"):
        assert trial(name, clause).fate is Fate.CLEAN


def test_a_mutant_that_changes_nothing_is_void() -> None:
    """What answers everything as the plain emulator does proves nothing by surviving, and is told apart."""
    idle = replace(CONTROLS["plain"], name="idle", clauses=("LF-IMG-BMP",))

    assert tried(idle, "LF-IMG-BMP").fate is Fate.VOID


def test_a_mutant_that_differs_unseen_survives() -> None:
    """What differs on the wire and is not found out counts against the suite."""
    unseen = replace(CONTROLS["pretty"], name="unseen", clauses=("LF-IMG-BMP",))

    assert tried(unseen, "LF-IMG-BMP").fate is Fate.SURVIVED


def test_a_fault_found_under_another_clause_is_no_kill() -> None:
    """A finding of another clause is collateral: the mutant survives its own."""
    elsewhere = replace(MUTANTS["max-text"], clauses=("LF-IMG-BMP",))
    outcome = tried(elsewhere, "LF-IMG-BMP")

    assert (outcome.fate, outcome.collateral) == (Fate.SURVIVED, ("LF-OK-MAX",))


def test_a_control_with_a_finding_is_accused() -> None:
    """A broken promise in a control is a false alarm, and told with what was observed."""
    outcome = tried(replace(MUTANTS["no-bmp"], clauses=()), "LF-IMG-BMP")

    assert outcome.fate is Fate.ACCUSED
    assert outcome.observed == "LF-IMG-BMP: 400 INVALID_IMAGE_FORMAT_OR_SIZE image='image_one'"
