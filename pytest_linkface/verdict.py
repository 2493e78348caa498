"""From what the cases found to the one answer: is the contract kept, and was enough of it verified?

The verdict is made here and nowhere else; terminal, report and exit code only show it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from pytest_linkface.contract import Clause, Level, clauses
from pytest_linkface.evidence import Evidence
from pytest_linkface.known_failures import KnownFailure, faults

_LEFT_OUT = "left to a larger --linkface-effort"
_SHOWN_BY = {
    "LF-OK-IMAGE-ONE": "LF-SRC-ID",
    "LF-OK-IMAGE-TWO": "LF-SRC-ID",
    "LF-OK-REQUEST-ID": "LF-CALL-ENDPOINT",
    "LF-OK-CONFIDENCES": "LF-CALL-ENDPOINT",
    "LF-OK-MAX": "LF-CALL-ENDPOINT",
}
"""What a success says, to the clause that has to apply to a target before any answer of it says so."""


class ExitCode(IntEnum):
    """What the pytest run ends with."""

    VERIFIED = 0
    BROKEN = 1
    TOO_LITTLE = 10


class State(StrEnum):
    """How one case, or one clause, came out."""

    VERIFIED = "verified"
    BROKEN = "broken"
    OBSERVED = "observed"
    """The manual leaves it open: what the target does was recorded."""
    NOT_EXERCISED = "not exercised"
    """It could not be asked; the note says what it would need."""
    NOT_RUN = "not run"
    """Nobody asked: deselected, or the run ended before."""
    KNOWN = "known failure"
    """Broken as an entry of the known failures says: neither verified nor red."""
    NOT_APPLICABLE = "not applicable"
    """The target was declared not to support it, and a probe agreed: it stays unverified."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise that one answer did not keep."""

    clause: str
    expected: str
    observed: str
    sent: Mapping[str, str] = field(default_factory=dict)
    """Parameter to recipe, url or text; never a credential, never bytes."""
    curl: str = ""
    pictures: tuple[str, ...] = ()
    """The commands that write the pictures which the curl line sends."""
    flaky: bool = False
    """It did not come again when the case was asked once more."""

    def as_json(self) -> dict[str, Any]:
        """Plain values, as the report shows them."""
        return {
            "clause": self.clause,
            "expected": self.expected,
            "observed": self.observed,
            "sent": dict(self.sent),
            "curl": self.curl,
            "pictures": list(self.pictures),
            "flaky": self.flaky,
        }


@dataclass(frozen=True, slots=True)
class Result:
    """What one case found."""

    case: str
    clause: str
    state: State
    verified: tuple[str, ...] = ()
    """Every clause that an answer of this case kept, the case's own and those on answers in general."""
    findings: tuple[Finding, ...] = ()
    note: str = ""
    """Why it was not exercised, or what was observed."""
    calls: int = 0
    seconds: float = 0.0
    exchanges: tuple[Evidence, ...] = ()
    """The first of what went to and fro, whether it broke something or not."""
    untold: int = 0
    """How many exchanges there were beyond those."""

    def as_json(self) -> dict[str, Any]:
        """Plain values, as the report and the workers of xdist exchange them."""
        return {
            "case": self.case,
            "clause": self.clause,
            "state": str(self.state),
            "verified": list(self.verified),
            "findings": [one.as_json() for one in self.findings],
            "note": self.note,
            "calls": self.calls,
            "seconds": self.seconds,
            "exchanges": [one.as_json() for one in self.exchanges],
            "untold": self.untold,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Result:
        """The inverse of ``as_json``."""
        findings = tuple(Finding(**row | {"pictures": tuple(row["pictures"])}) for row in values["findings"])
        exchanges = tuple(Evidence.from_json(row) for row in values.get("exchanges", ()))
        plain = {"state": State(values["state"]), "findings": findings, "verified": tuple(values["verified"])}
        return cls(**values | plain | {"exchanges": exchanges})


@dataclass(frozen=True, slots=True)
class ClauseVerdict:
    """How one clause came out over the whole run."""

    clause: Clause
    state: State
    note: str = ""
    findings: tuple[Finding, ...] = ()
    cases: tuple[str, ...] = ()
    """The case of each finding."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a run."""

    by_clause: tuple[ClauseVerdict, ...]
    calls: int
    judged: tuple[Level, ...]
    """The levels that make a run red."""
    fail_under: float
    """Percent of the MUST clauses that have to be verified."""
    trouble: str = ""
    """Why the target could not be judged at all; empty when it could."""
    stale: tuple[tuple[KnownFailure, str], ...] = ()
    """The known failures that do not fail as they say, or hold no longer, and why."""
    unknown: tuple[tuple[str, str, str], ...] = ()
    """Clause, case and what was observed of each finding that makes the run red."""
    excused: tuple[tuple[str, str, str], ...] = ()
    """The same of each finding that an entry of the known failures excuses."""

    def of(self, level: Level, *states: State) -> list[ClauseVerdict]:
        """The clauses of one level, in one of the states if any are named."""
        return [one for one in self.by_clause if one.clause.level is level and (not states or one.state in states)]

    @property
    def broken(self) -> list[ClauseVerdict]:
        """The broken clauses that count, MUST before SHOULD."""
        return [one for level in self.judged for one in self.of(level, State.BROKEN)]

    @property
    def tolerated(self) -> list[ClauseVerdict]:
        """The broken clauses of levels that were not to be judged."""
        return [one for one in self.by_clause if one.state is State.BROKEN and one.clause.level not in self.judged]

    @property
    def open(self) -> list[ClauseVerdict]:
        """The clauses that nothing is known of, observations and what does not apply apart."""
        return [one for one in self.by_clause if one.state in (State.NOT_EXERCISED, State.NOT_RUN)]

    @property
    def not_applicable(self) -> list[ClauseVerdict]:
        """The clauses of which some case does not apply; they are not verified."""
        return [one for one in self.by_clause if one.state is State.NOT_APPLICABLE]

    @property
    def coverage(self) -> float:
        """Percent of the MUST clauses that were verified."""
        return 100 * len(self.of(Level.MUST, State.VERIFIED)) / len(self.of(Level.MUST))

    @property
    def exit_code(self) -> ExitCode:
        """Broken before too little: a broken promise is not excused by what was not asked."""
        if self.broken or self.stale:
            return ExitCode.BROKEN
        if self.trouble or not self.of(Level.MUST, State.VERIFIED) or self.coverage < self.fail_under:
            return ExitCode.TOO_LITTLE
        return ExitCode.VERIFIED


def reach(
    results: Iterable[Result],
    planned: Mapping[str, tuple[str, ...]],
    *,
    judged: tuple[Level, ...] = (Level.MUST, Level.SHOULD),
    fail_under: float = 75.0,
    trouble: str = "",
    known: tuple[KnownFailure, ...] = (),
    today: date = date.min,
    cases: Collection[str] = (),
) -> Verdict:
    """The verdict on a run.

    Args:
        results: What the cases that ran found.
        planned: The cases of each clause. One that it lacks has none of its own and is seen in the answers to others;
            one with no case is left out this time.
        judged: The levels that make a run red.
        fail_under: Percent of the MUST clauses that have to be verified.
        trouble: Why the target could not be judged at all.
        known: Failures that are accepted for a while, as long as they fail in just that way.
        today: The day on which they have to hold.
        cases: The ids of all cases that there are, so that an entry about another one is found out.
    """
    found = {result.case: result for result in results}
    wrong = tuple(faults(known, today, cases))
    excuses = Excuses(tuple(entry for entry in known if entry not in {fault[0] for fault in wrong}))
    by_clause = tuple(_clause_verdict(clause, found, planned.get(clause.id), excuses) for clause in clauses().values())
    seen = [(result.case, finding) for result in found.values() for finding in result.findings]
    told = [(one.clause, case, one.observed, excuses.cover(case, one)) for case, one in seen]
    unknown = tuple(one[:3] for one in told if not one[-1] and clauses()[one[0]].level in judged)
    excused = tuple(one[:3] for one in told if one[-1])
    stale = (*wrong, *excuses.stale(found.values()))
    calls = sum(result.calls for result in found.values())
    return Verdict(by_clause, calls, judged, fail_under, trouble, stale, unknown, excused)


@dataclass(frozen=True, slots=True)
class Excuses:
    """The known failures that hold today."""

    entries: tuple[KnownFailure, ...] = ()

    def cover(self, case: str, finding: Finding) -> bool:
        """Whether a finding of a case is known."""
        return any(entry.excuses(finding.clause, case, finding.observed) for entry in self.entries)

    def stale(self, results: Iterable[Result]) -> Iterator[tuple[KnownFailure, str]]:
        """The entries whose cases were asked and did not fail as they say."""
        asked = list(results)
        for entry in self.entries:
            about = [
                (result.case, finding)
                for result in asked
                for finding in result.findings
                if entry.is_about(finding.clause, result.case)
            ]
            if any(entry.excuses(finding.clause, case, finding.observed) for case, finding in about):
                continue
            if about:
                yield entry, f"it fails otherwise: {about[0][1].observed}"
            elif any(entry.clause in result.verified and entry.case in ("", result.case) for result in asked):
                yield entry, "it fails no longer"


def _clause_verdict(
    clause: Clause, known: Mapping[str, Result], cases: tuple[str, ...] | None, excuses: Excuses
) -> ClauseVerdict:
    found = [(case, one) for case, result in known.items() for one in result.findings if one.clause == clause.id]
    red = [(case, one) for case, one in found if not excuses.cover(case, one)]
    if red:
        cases, findings = zip(*red, strict=True)
        return ClauseVerdict(clause, State.BROKEN, findings=findings, cases=cases)
    if found:
        return ClauseVerdict(clause, State.KNOWN, found[0][1].observed)
    if not cases:
        return _seen_elsewhere(clause, known, _LEFT_OUT if cases is not None else "no answer came in which it shows")
    missing = [case for case in cases if clause.id not in _verified(known, case)]
    if not missing:
        return _kept(clause, [known[case] for case in cases])
    ran = [known[case] for case in missing if case in known]
    if not ran:
        return ClauseVerdict(clause, State.NOT_RUN, f"{len(missing)} of {len(cases)} cases did not run")
    unsettled = [result for result in ran if result.state is not State.NOT_APPLICABLE]
    state = State.NOT_EXERCISED if unsettled or len(ran) < len(missing) else State.NOT_APPLICABLE
    note = next((result.note for result in unsettled or ran if result.note), "not settled")
    return ClauseVerdict(clause, state, note)


def _verified(known: Mapping[str, Result], case: str) -> tuple[str, ...]:
    return known[case].verified if case in known else ()


def _kept(clause: Clause, results: list[Result]) -> ClauseVerdict:
    if clause.level is Level.OBSERVE:
        return ClauseVerdict(clause, State.OBSERVED, "; ".join(result.note for result in results))
    return ClauseVerdict(clause, State.VERIFIED)


def _seen_elsewhere(clause: Clause, known: Mapping[str, Result], otherwise: str) -> ClauseVerdict:
    if any(clause.id in result.verified for result in known.values()):
        return ClauseVerdict(clause, State.VERIFIED)
    shown_by = (result for result in known.values() if result.clause == _SHOWN_BY.get(clause.id))
    if absent := next((result for result in shown_by if result.state is State.NOT_APPLICABLE), None):
        return ClauseVerdict(clause, State.NOT_APPLICABLE, absent.note)
    return ClauseVerdict(clause, State.NOT_EXERCISED if known else State.NOT_RUN, otherwise)
