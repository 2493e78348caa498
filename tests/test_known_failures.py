"""Known failures are excused as long as they fail as they say, and red in every other constellation."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pytest_linkface.known_failures import LONGEST, KnownFailure, entry_to_paste, read
from pytest_linkface.verdict import ExitCode, Finding, Result, State, Verdict, reach
from tests._runs import PLANNED, results

TODAY = date(2026, 11, 22)
CLAUSE = "LF-IMG-MAX-FACES"
(CASE,) = PLANNED[CLAUSE]
OBSERVED = "400 NO_FACE_DETECTED image='image_one'"


def entry(**changed: Any) -> KnownFailure:
    """An entry that holds today, but for what is changed."""
    values: dict[str, Any] = {
        "clause": CLAUSE, "case": CASE, "observed": "400 NO_FACE_DETECTED", "reason": "one face is all it knows",
        "owner": "ana", "issue": "#1", "added": TODAY - timedelta(days=3), "expires": TODAY,
    }  # fmt: skip
    return KnownFailure(**values | changed)


def judged(*entries: KnownFailure, observed: str | None = OBSERVED) -> Verdict:
    """The verdict on a run in which one case failed so, or none failed."""
    found = results()
    if observed is not None:
        found = [result for result in found if result.case != CASE]
        found.append(Result(CASE, CLAUSE, State.BROKEN, findings=(Finding(CLAUSE, "200 OK", observed),)))
    return reach(found, PLANNED, known=entries, today=TODAY, cases=[result.case for result in found])


def test_a_known_failure_is_neither_red_nor_verified() -> None:
    """The run is green, and the clause does not count as covered."""
    verdict = judged(entry())

    assert verdict.exit_code is ExitCode.VERIFIED
    assert [one.state for one in verdict.by_clause if one.clause.id == CLAUSE] == [State.KNOWN]
    assert verdict.coverage < 100
    assert (verdict.stale, verdict.unknown) == ((), ())


def test_an_entry_without_a_case_speaks_of_all_of_them() -> None:
    """One line excuses a clause that fails everywhere in the same way."""
    assert judged(entry(case="")).exit_code is ExitCode.VERIFIED


def test_a_case_may_break_another_clause_than_its_own() -> None:
    """The entry that is printed for such a finding holds."""
    other = next(case for clause, (case,) in PLANNED.items() if clause != CLAUSE)
    found = [result for result in results() if result.case != other]
    found.append(Result(other, other.partition("[")[0], State.BROKEN, findings=(Finding(CLAUSE, "200 OK", OBSERVED),)))
    cases = [result.case for result in found]
    assert reach(found, PLANNED, known=(entry(case=other),), today=TODAY, cases=cases).stale == ()


@pytest.mark.parametrize(
    ("entries", "observed", "why"),
    [
        ([entry()], None, "it fails no longer"),
        ([entry()], "500 INTERNAL_ERROR", "it fails otherwise: 500 INTERNAL_ERROR"),
        ([entry(expires=TODAY - timedelta(days=1))], OBSERVED, "it expired on 2026-11-21"),
        ([entry(), entry()], OBSERVED, "it stands there twice"),
        ([entry(clause="LF-IMG-NOTHING", case="")], OBSERVED, "there is no clause LF-IMG-NOTHING"),
        ([entry(case=f"{CLAUSE}[a slip]")], OBSERVED, f"there is no case {CLAUSE}[a slip]"),
        ([entry(expires=TODAY + LONGEST)], OBSERVED, "it lasts longer than 180 days"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_entry_that_does_not_hold_is_red(entries: list[KnownFailure], observed: str | None, why: str) -> None:
    """Whatever is wrong with an entry is named, and ends the run with 1."""
    verdict = judged(*entries, observed=observed)

    assert verdict.exit_code is ExitCode.BROKEN
    assert why in [reason for _, reason in verdict.stale]


def test_an_entry_whose_case_was_not_asked_is_left_alone() -> None:
    """A part of the suite says nothing about the rest."""
    assert reach([], PLANNED, known=(entry(),), today=TODAY).stale == ()


def test_what_is_printed_can_be_read_back() -> None:
    """The entry to paste needs only a reason, an owner and an issue."""
    text = "\n".join(entry_to_paste(CLAUSE, CASE, 'so "it" came\\n\t', TODAY))
    filled = text.replace('reason = ""', 'reason = "r"').replace('owner = ""', 'owner = "o"')

    (back,) = read(filled.replace('issue = ""', 'issue = "i"'))

    assert (back.clause, back.case, back.observed, back.added) == (CLAUSE, CASE, 'so "it" came\\n\t', TODAY)


def test_all_that_is_left_to_fill_in_is_said_at_once() -> None:
    """Whoever pastes an entry and forgets the rest needs one more run, not three."""
    with pytest.raises(ValueError, match=r"\w") as failure:
        read("\n".join(entry_to_paste(CLAUSE, CASE, "200 OK", TODAY)))
    assert str(failure.value) == "; ".join(
        f"$.known[0].{name} is empty: fill it in" for name in ("issue", "owner", "reason")
    )


@pytest.mark.parametrize("text", ["[[known]]", "known = 1", "[[known]]\nclause = 'x'", "not toml", "other = 1"])
def test_a_file_that_is_none_is_refused_with_a_reason(text: str) -> None:
    """A slip in the file is a usage error, not an empty list."""
    with pytest.raises(ValueError, match=r"\w"):
        read(text)


def test_a_run_ends_with_1_for_a_stale_entry_alone(tmp_path: Path) -> None:
    """The embedded emulator keeps the promise that the entry says it breaks."""
    values = {"clause": CLAUSE, "case": "", "observed": "200 OK", "reason": "r", "owner": "o", "issue": "i"}
    lines = [f'{name} = "{value}"' for name, value in values.items() if value]
    added = f"added = {date.today()}\nexpires = {date.today() + timedelta(days=9)}"
    (tmp_path / "known.toml").write_text("\n".join(["[[known]]", *lines, added, ""]))
    command = [sys.executable, "-m", "pytest", "--linkface-contract", "--linkface-known-failures=known.toml"]

    ended = subprocess.run(
        [*command, "-k", CLAUSE, "--linkface-fail-under=0", "-p", "no:cacheprovider"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 1
    assert "STALE: 1 entry of the known failures to remove." in ended.stdout
    assert "observed '200 OK': it fails no longer" in ended.stdout
