"""What a target is declared not to support is probed, shown as not applicable, never verified, and red when untrue."""

from __future__ import annotations

import pytest

from pytest_linkface.conformance import Capability, Effort, suite
from pytest_linkface.contract import Level
from pytest_linkface.verdict import State, Verdict
from tests.conformance.judging import judged, told
from tests.servers._accounts import ACCOUNTS
from tests.servers._behaviour import Behaviour
from tests.servers._fault import drop, edited, success, without
from tests.servers.reference import Reference

_NO_URLS = without("image_one_url", "image_two_url")
_NO_IDS = edited(success, drop("image_one", "image_two")).having(hear=without("image_one_id", "image_two_id").hear)
_NO_FACES = Behaviour(arrange=lambda *_: ())
_OF_URLS = {"LF-SRC-URL", "LF-ERR-DOWNLOAD-ERROR", "LF-ERR-DOWNLOAD-TIMEOUT"}
_OF_IDS = {
    "LF-SRC-ID", "LF-ERR-IMAGE-ID-NOT-EXIST", "LF-ERR-ENCODING-ERROR", "LF-OK-IMAGE-ONE", "LF-OK-IMAGE-TWO",
}  # fmt: skip


def asked(behaviour: Behaviour, *declared: Capability, effort: Effort = Effort.CORE) -> Verdict:
    """The verdict on a server that is declared to be without something."""
    server = Reference(ACCOUNTS, behaviour, download_seconds=0.5)
    verdict, _ = judged(server, suite(effort), effort=effort, without=declared)
    return verdict


def states(verdict: Verdict) -> dict[str, State]:
    """Clause to state, of the MUST clauses."""
    return {one.clause.id: one.state for one in verdict.of(Level.MUST)}


@pytest.mark.parametrize(
    ("behaviour", "declared", "clauses"),
    [(_NO_URLS, Capability.URLS, _OF_URLS), (_NO_IDS, Capability.IDS, _OF_IDS)],
    ids=["urls", "ids"],
)
def test_what_is_declared_and_lacking_is_not_applicable(
    behaviour: Behaviour, declared: Capability, clauses: set[str]
) -> None:
    """Its clauses are neither red nor verified, and all others are."""
    verdict = asked(behaviour, declared)
    found = states(verdict)
    assert verdict.broken == [], told(verdict)
    assert {name for name in clauses if found[name] is State.NOT_APPLICABLE} == clauses
    assert verdict.coverage < 100
    assert {name for name, state in found.items() if state is State.NOT_APPLICABLE} <= clauses | {"LF-SRC-URL"}
    assert f"without {declared}, and a probe agrees" in verdict.not_applicable[0].note


@pytest.mark.parametrize(
    ("behaviour", "declared", "left"),
    [(_NO_IDS, Capability.IDS, {"LF-SRC-ID"}), (_NO_FACES, Capability.DRAWN_FACES, {"LF-SRC-ID", "LF-OK-SHAPE"})],
    ids=["ids", "faces"],
)
def test_what_is_drawn_keeps_to_what_is_declared(behaviour: Behaviour, declared: Capability, left: set[str]) -> None:
    """Nobody is accused of what he said that he lacks, and what needs it does not apply."""
    server = Reference(ACCOUNTS, behaviour, download_seconds=0.5)
    drawn = [case for case in suite() if case.calls is not None]
    verdict, results = judged(server, drawn, without=(declared,))
    assert verdict.broken == [], told(verdict)
    assert {result.clause for result in results if result.state is State.NOT_APPLICABLE} >= left


def test_what_is_lacking_and_not_declared_is_red() -> None:
    """Without the declaration a server without urls breaks its promise."""
    assert [one.clause.id for one in asked(_NO_URLS).broken] != []


@pytest.mark.parametrize("declared", Capability)
def test_a_declaration_that_is_untrue_is_red(declared: Capability) -> None:
    """A server that does support it is told so in plain words, once, and everything is asked all the same."""
    verdict = asked(Behaviour(), declared)
    (broken,) = verdict.broken
    (finding,) = broken.findings
    assert verdict.exit_code == 1
    assert finding.expected == f"no {declared}, as --linkface-without={declared} declares"
    assert finding.observed.startswith(f"the target supports {declared}: 200 OK")
    assert verdict.not_applicable == []


def test_without_drawn_faces_it_is_asked_what_needs_none() -> None:
    """Refusals of pictures that need no face, of accounts and of paths are verified; matrices do not apply."""
    verdict = asked(_NO_FACES, Capability.DRAWN_FACES)
    found = states(verdict)
    assert verdict.broken == [], told(verdict)
    for clause in ("LF-IMG-MAX-PX", "LF-IMG-MIN-PX", "LF-IMG-OTHER-FORMAT", "LF-ERR-NOT-FOUND", "LF-CRED-SECRET"):
        assert found[clause] is State.VERIFIED, clause
    for clause in ("LF-OK-SIMILARITY", "LF-IMG-EXIF", "LF-SRC-ID", "LF-CALL-ENDPOINT", "LF-IMG-JPEG", "LF-OK-MAX"):
        assert found[clause] is State.NOT_APPLICABLE, clause
    assert [name for name in found if name.startswith("LF-OK-") and found[name] is State.NOT_EXERCISED] == []
    assert verdict.exit_code == 10


def test_without_drawn_faces_a_broken_refusal_is_still_red() -> None:
    """The declaration excuses nothing that needs no face."""
    taking = Behaviour(arrange=_NO_FACES.arrange, steps=tuple(name for name in Behaviour().steps if name != "examine"))
    assert asked(taking, Capability.DRAWN_FACES).exit_code == 1


def test_without_the_declaration_no_face_says_what_to_do() -> None:
    """A detector that sees through drawn people leaves nothing to judge; both ways out are named."""
    verdict = asked(_NO_FACES)
    assert verdict.exit_code == 10
    assert "--linkface-faces DIR" in verdict.trouble
    assert "--linkface-without=drawn-faces" in verdict.trouble
