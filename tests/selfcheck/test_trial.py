"""Each clause has a mutant that it kills, for a reason that is pinned; nothing else is called a kill."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest

from pytest_linkface.conformance import Effort
from pytest_linkface.contract import Level, clauses
from pytest_linkface.emulator import CONTROLS, MUTANTS, Variant
from pytest_linkface.selfcheck import Ending, Fate, Outcome, Specimen, battery, tried
from pytest_linkface.selfcheck._command import SHIPPED
from pytest_linkface.selfcheck._emulated import REASONS, specimen
from tests.servers._accounts import ACCOUNTS
from tests.servers._fault import edited, success
from tests.servers.reference import Reference
from tests.servers.selfcheck import ADDRESS

BATTERY = battery(SHIPPED)
LIARS = [one for one in BATTERY.specimens.values() if one.ending]
_JUDGED = [clause.id for clause in clauses().values() if clause.level is not Level.OBSERVE]
_ONE_EACH = {clause: next(name for name, one in MUTANTS.items() if one.clauses[0] == clause) for clause in _JUDGED}


def _tried(variant: Variant, only: str = "LF-IMG-BMP", **changed: object) -> Outcome:
    return tried(replace(specimen(variant), **changed), BATTERY, only=only)  # type: ignore[arg-type]  # names are its own


@pytest.mark.parametrize("clause", _JUDGED)
def test_each_clause_kills_its_mutant(clause: str) -> None:
    """A mutant that breaks a clause is killed by a case that names that very clause."""
    outcome = tried(BATTERY.specimens[_ONE_EACH[clause]], BATTERY, only=clause)

    assert (outcome.fate, outcome.kills, outcome.pinned) == (Fate.KILLED, (clause,), True), outcome


@pytest.mark.parametrize("name", ["plain", "pretty", "uuids", "faces-backwards", "5-mb-decimal"])
def test_controls_are_clean(name: str) -> None:
    """A server that keeps the promises in its own way is not accused over ids and sizes."""
    for clause in ("LF-SRC-ID", "LF-IMG-MAX-BYTES"):
        assert _tried(CONTROLS[name], clause).fate is Fate.CLEAN


@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: liar.name)
def test_liars_get_their_verdict(liar: Specimen) -> None:
    """Whatever a liar does, its exit code and what is said of it are known beforehand."""
    outcome = tried(liar, BATTERY)

    assert outcome.fate is Fate.JUDGED, outcome.observed


@pytest.mark.parametrize("ending", [Ending(0, "LF-ANS-JSON"), Ending(1, "LF-IMG-BMP"), Ending(1, "no answer")])
def test_another_verdict_on_a_liar_is_told(ending: Ending) -> None:
    """Another exit code, another clause or another trouble than was pinned is no success."""
    liar = replace(BATTERY.specimens["liar-empty"], ending=ending)

    assert tried(liar, BATTERY).fate is Fate.MISJUDGED


def test_a_mutant_that_changes_nothing_is_void() -> None:
    """What answers everything as the plain emulator does proves nothing by surviving, and is told apart."""
    assert _tried(CONTROLS["plain"], clauses=("LF-IMG-BMP",)).fate is Fate.VOID


def test_a_mutant_that_differs_unseen_survives() -> None:
    """What differs on the wire and is not found out counts against the suite."""
    assert _tried(CONTROLS["pretty"], clauses=("LF-IMG-BMP",)).fate is Fate.SURVIVED


def test_a_fault_found_under_another_clause_is_no_kill() -> None:
    """A mutant with a wrong label survives its own clause: the finding of the right one is collateral."""
    outcome = _tried(MUTANTS["max-text"], clauses=("LF-IMG-BMP",))

    assert (outcome.fate, outcome.collateral) == (Fate.SURVIVED, ("LF-OK-MAX",))


def test_a_fault_found_for_another_reason_is_no_kill() -> None:
    """A mutant that breaks its clause otherwise than it is meant to, as one that crashes would, is told apart."""
    outcome = _tried(MUTANTS["no-bmp"], reasons=("500 INTERNAL_ERROR",))

    assert (outcome.fate, outcome.kills) == (Fate.MISTAKEN, ("LF-IMG-BMP",))
    assert outcome.reason == "400 INVALID_IMAGE_FORMAT_OR_SIZE"


def test_an_unpinned_reason_that_comes_first_hides_no_pinned_one() -> None:
    """What every answer tells of is told again until it is told for the reason that is pinned."""
    answered: list[None] = []

    def wrong(body: dict[str, Any]) -> None:
        body["max_confidence"] = "0.9" if len(answered) < 8 else None
        answered.append(None)

    server = Reference(ACCOUNTS, edited(success, wrong))
    mutant = Specimen("two-ways", "max is a text, then null", lambda _: server, ("LF-OK-MAX",))
    of_two = replace(mutant, reasons=("max_confidence: null",))
    outcome = tried(of_two, battery(ADDRESS))

    assert (outcome.fate, outcome.reason) == (Fate.KILLED, "max_confidence: null")


def test_a_kill_without_a_pinned_reason_is_told() -> None:
    """Where nothing was pinned the mutant is killed, and nobody may call the reason the expected one."""
    assert not _tried(MUTANTS["no-bmp"]).pinned


def test_a_control_with_a_finding_is_accused() -> None:
    """A broken promise in a control is a false alarm, and told with what was observed."""
    outcome = _tried(MUTANTS["no-bmp"], clauses=())

    assert outcome.fate is Fate.ACCUSED
    assert outcome.observed == "LF-IMG-BMP: 400 INVALID_IMAGE_FORMAT_OR_SIZE image='image_one'"


def test_a_control_is_clean_of_what_its_effort_leaves_out() -> None:
    """A clause that a smaller effort asks nothing of is not held against a control; one that it could not ask is."""
    plain = replace(BATTERY.specimens["plain"], effort=Effort.CORE)

    assert tried(plain, BATTERY).fate is Fate.CLEAN
    lost = tried(plain, replace(BATTERY, special={}))
    assert (lost.fate, lost.observed.partition(":")[0]) == (Fate.ACCUSED, "LF-ERR-KEY-EXPIRED")


def test_a_control_leaves_open_what_it_says_and_nothing_else() -> None:
    """One that cannot be asked for pictures by url is clean if that was known of it, whole or in part."""
    among = battery(ADDRESS)
    guarded = replace(among.specimens["urls-guarded"], effort=Effort.CORE)
    for only in ("", "LF-SRC-URL"):
        assert tried(guarded, among, only=only).fate is Fate.CLEAN

    for clause in ("LF-SRC-URL", "LF-ERR-DOWNLOAD-ERROR"):
        unsaid = replace(guarded, leaves_open=guarded.leaves_open - {clause})
        for only in ("", clause):
            left = tried(unsaid, among, only=only)
            assert (left.fate, left.observed.startswith(clause)) == (Fate.ACCUSED, True), left


def test_a_control_that_leaves_less_open_than_it_says_is_told() -> None:
    """An excuse that is not needed hides nothing later: what is asked after all makes the control accused."""
    excused = replace(BATTERY.specimens["plain"], leaves_open=frozenset({"LF-SRC-URL"}))
    outcome = tried(excused, BATTERY, only="LF-SRC-URL")

    assert (outcome.fate, outcome.reason) == (Fate.ACCUSED, "")
    assert outcome.observed == "LF-SRC-URL: exercised, and expected to be left open"
    assert tried(excused, BATTERY, only="LF-IMG-BMP").fate is Fate.CLEAN


def test_another_seed_asks_in_another_order() -> None:
    """With another seed the kill comes by way of other calls, and it comes all the same."""
    here, there = (tried(BATTERY.specimens["no-max"], BATTERY, seed=seed) for seed in (0, 7))

    assert (here.fate, there.fate) == (Fate.KILLED, Fate.KILLED)
    assert (here.found, here.seed) != (there.found, there.seed)
    assert here.found["LF-OK-MAX"] != there.found["LF-OK-MAX"]


def test_every_mutant_has_its_reasons() -> None:
    """No mutant is without a pinned reason, and no reason without its mutant: ``selfcheck --pins`` prints them."""
    assert tomllib.loads(REASONS.read_text("utf-8")).keys() == MUTANTS.keys()
