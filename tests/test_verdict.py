"""The one answer to a run: its exit code in every constellation, and how each clause came out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_linkface.conformance import planned
from pytest_linkface.contract import Level, clauses
from pytest_linkface.verdict import ExitCode, Finding, Result, State, reach
from tests._runs import FINDING, MUST, OBSERVE, PLANNED, SHOULD, kept, result, results, verdict

MUST_ONLY = (Level.MUST,)
HALF = MUST[: len(MUST) // 2]


@pytest.mark.parametrize(
    ("run", "code"),
    [
        ({}, 0),
        ({"broken_ids": MUST[:1]}, 1),
        ({"broken_ids": SHOULD[:1]}, 1),
        ({"broken_ids": SHOULD[:1], "judged": MUST_ONLY}, 0),
        ({"broken_ids": MUST[:1], "judged": MUST_ONLY}, 1),
        ({"broken_ids": OBSERVE[:1]}, 0),
        ({"without": clauses()}, 10),
        ({"without": clauses(), "fail_under": 0}, 10),
        ({"without": MUST, "fail_under": 0}, 10),
        ({"open_ids": clauses()}, 10),
        ({"open_ids": HALF}, 10),
        ({"open_ids": HALF, "fail_under": 50}, 0),
        ({"open_ids": MUST[1:], "fail_under": 0}, 0),
        ({"open_ids": MUST[:1], "fail_under": 100}, 10),
        ({"open_ids": [*SHOULD, *OBSERVE], "fail_under": 100}, 0),
        ({"trouble": "connection refused"}, 10),
        ({"trouble": "connection refused", "broken_ids": MUST[:1]}, 1),
        ({"trouble": "connection refused", "broken_ids": SHOULD[:1], "judged": MUST_ONLY}, 10),
        ({"open_ids": MUST[1:], "broken_ids": MUST[:1]}, 1),
        ({"open_ids": MUST[1:], "broken_ids": SHOULD[:1], "judged": MUST_ONLY}, 10),
    ],
    ids=str,
)
def test_the_exit_code_of_a_run(run: dict[str, Any], code: int) -> None:
    """1 when a judged promise is broken, else 10 when too little is known, else 0."""
    assert verdict(**run).exit_code == code


@pytest.mark.parametrize("verified", range(len(MUST) + 1))
def test_the_floor_is_enough_and_a_hair_less_is_not(verified: int) -> None:
    """At exactly the share that is asked for a run is verified, whatever the share."""
    share = 100 * verified / len(MUST)
    open_ids = MUST[verified:]
    expected = ExitCode.VERIFIED if verified else ExitCode.TOO_LITTLE
    assert verdict(open_ids=open_ids, fail_under=share).exit_code is expected
    assert verdict(open_ids=open_ids, fail_under=share + 1e-9).exit_code is ExitCode.TOO_LITTLE


def test_coverage_is_of_must_clauses_alone() -> None:
    """Neither SHOULD nor OBSERVE can make up for a MUST that nobody asked."""
    reached = verdict(open_ids=MUST[:7])
    assert reached.coverage == pytest.approx(100 * (len(MUST) - 7) / len(MUST))
    assert reached.calls == len(clauses())


def states(*found: Result, plan: dict[str, tuple[str, ...]] | None = None) -> dict[str, tuple[State, str]]:
    """Clause to state and note."""
    reached = reach(found, plan if plan is not None else PLANNED)
    return {one.clause.id: (one.state, one.note) for one in reached.by_clause}


ONE, OTHER = clauses()[MUST[0]], clauses()[MUST[1]]
TWO_CASES = PLANNED | {ONE.id: (f"{ONE.id}[case]", f"{ONE.id}[more]")}


def more(state: State, **other: Any) -> Result:
    """What a second case of the first clause found."""
    verified = (ONE.id,) if state is State.VERIFIED else ()
    return Result(f"{ONE.id}[more]", ONE.id, state, verified, **other)


def test_a_clause_is_verified_when_all_of_its_cases_kept_it() -> None:
    """Not when one of two did."""
    assert states(kept(ONE), more(State.VERIFIED), plan=TWO_CASES)[ONE.id] == (State.VERIFIED, "")
    assert states(kept(ONE), plan=TWO_CASES)[ONE.id] == (State.NOT_RUN, "1 of 2 cases did not run")
    blocked = states(kept(ONE), more(State.NOT_EXERCISED, note="no control"), plan=TWO_CASES)
    assert blocked[ONE.id] == (State.NOT_EXERCISED, "no control")


def test_a_clause_that_does_not_apply_is_not_verified() -> None:
    """As soon as one case of it does not apply; what was not exercised or did not run comes first."""
    absent = more(State.NOT_APPLICABLE, note="no urls")
    assert states(kept(ONE), absent, plan=TWO_CASES)[ONE.id] == (State.NOT_APPLICABLE, "no urls")
    blocked = states(result(ONE, State.NOT_EXERCISED, note="no control"), absent, plan=TWO_CASES)
    assert blocked[ONE.id] == (State.NOT_EXERCISED, "no control")
    assert states(absent, plan=TWO_CASES)[ONE.id][0] is State.NOT_EXERCISED


def test_what_does_not_apply_stays_in_the_denominator() -> None:
    """Nobody declares herself green: the share of verified MUST clauses falls."""
    declared = [result(clauses()[name], State.NOT_APPLICABLE, note="no urls") for name in HALF]
    reached = reach([*results(without=HALF), *declared], PLANNED)
    assert [one.clause.id for one in reached.not_applicable] == HALF
    assert reached.coverage == pytest.approx(100 * (len(MUST) - len(HALF)) / len(MUST))
    assert (reached.exit_code, reached.open) == (ExitCode.TOO_LITTLE, [])


def test_a_finding_breaks_its_clause_wherever_it_was_made() -> None:
    """In a case of another clause too, and beside cases that kept it."""
    elsewhere = result(OTHER, State.BROKEN, findings=(Finding(ONE.id, "a", "b"),))
    reached = reach([kept(ONE), elsewhere], PLANNED)
    (found,) = reached.broken
    assert (found.clause.id, [finding.observed for finding in found.findings]) == (ONE.id, ["b"])


def test_a_clause_that_its_own_case_left_unsettled_is_not_exercised() -> None:
    """Its answers broke something else: the note says so, and if there is none, that it is not settled."""
    assert states(result(ONE, State.BROKEN))[ONE.id] == (State.NOT_EXERCISED, "not settled")


def test_a_clause_without_cases_is_seen_in_the_answers_to_others() -> None:
    """Kept by some, and by none, and when nobody was asked."""
    plan = {clause: cases for clause, cases in PLANNED.items() if clause != ONE.id}
    general = Result(f"{OTHER.id}[case]", OTHER.id, State.VERIFIED, (OTHER.id, ONE.id))
    unseen = "no answer came in which it shows"
    assert states(general, plan=plan)[ONE.id] == (State.VERIFIED, "")
    assert states(kept(OTHER), plan=plan)[ONE.id] == (State.NOT_EXERCISED, unseen)
    assert states(plan=plan)[ONE.id] == (State.NOT_RUN, unseen)


def test_an_observation_says_what_each_case_saw() -> None:
    """Both of a clause's notes stand in its own."""
    clause = clauses()[OBSERVE[0]]
    plan = PLANNED | {clause.id: ("a", "b")}
    seen = [Result(case, clause.id, State.OBSERVED, (clause.id,), note=f"200 {case}") for case in ("a", "b")]
    assert states(*seen, plan=plan)[clause.id] == (State.OBSERVED, "200 a; 200 b")


def test_every_clause_has_a_verdict_though_nothing_ran() -> None:
    """In the table's order, all of them not run."""
    reached = reach([], planned())
    assert [one.clause.id for one in reached.by_clause] == list(clauses())
    assert {one.state for one in reached.by_clause} == {State.NOT_RUN}


def test_a_broken_clause_that_is_not_judged_is_told_apart() -> None:
    """It does not make the run red, and it is not forgotten."""
    reached = verdict(broken_ids=[MUST[0], SHOULD[0]], judged=MUST_ONLY)
    assert [one.clause.id for one in reached.broken] == [MUST[0]]
    assert [one.clause.id for one in reached.tolerated] == [SHOULD[0]]


@pytest.mark.parametrize("found", results(broken_ids=MUST[:1], open_ids=MUST[1:2])[:3])
def test_a_result_travels_as_json(found: Result) -> None:
    """The workers of xdist send it so; what arrives is equal, findings and all."""
    assert Result.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_a_finding_travels_whole() -> None:
    """What was sent, the curl line and the lines of its pictures are still there."""
    found = Result("c", "d", State.BROKEN, ("a", "b"), (FINDING, FINDING), "note", 3, 0.25)
    arrived = Result.from_json(json.loads(json.dumps(found.as_json())))
    assert arrived.findings == (FINDING, FINDING)
    assert arrived == found
