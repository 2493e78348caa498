"""The verdict as lines for a terminal: first the answer, then what to do, then the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from shlex import quote
from textwrap import wrap

from pytest_linkface.contract import Level
from pytest_linkface.known_failures import entry_to_paste
from pytest_linkface.verdict import ClauseVerdict, ExitCode, Finding, State, Verdict

Line = tuple[str, str]
"""A line and the colour it is printed in; no colour for an empty one."""
_BEGINNING = 60
"""Characters of what came that an entry of the known failures is bound to."""
_NOT_RUN = "not run: deselected, or the run ended before"
_NAMED = 4
"""Clauses that are named of those that were left out: who leaves most out knows it."""
_WIDE = 112
_SHOWN = 2
"""Findings of one clause that are printed; the report has all."""


def answer(verdict: Verdict) -> str:
    """The verdict in one line."""
    if verdict.exit_code is ExitCode.BROKEN and not verdict.broken:
        return f"STALE: {_number(len(verdict.stale), 'entry', 'entries')} of the known failures to remove."
    if verdict.exit_code is ExitCode.BROKEN:
        lost = f" Then {verdict.trouble}." if verdict.trouble else ""
        return f"BROKEN: {_counts(verdict, State.BROKEN)}. Verified: {_counts(verdict, State.VERIFIED)}.{lost}"
    if verdict.trouble:
        return f"TOO LITTLE VERIFIED: {verdict.trouble}"
    if not verdict.of(Level.MUST, State.VERIFIED) and verdict.exit_code is ExitCode.TOO_LITTLE:
        return "TOO LITTLE VERIFIED: not one MUST clause."
    if verdict.exit_code is ExitCode.TOO_LITTLE:
        share = f"{int(verdict.coverage)} %, under --linkface-fail-under {verdict.fail_under:g} %"
        return f"TOO LITTLE VERIFIED: {_counts(verdict, State.VERIFIED)}: {share}."
    known = sum(len(verdict.of(level, State.KNOWN)) for level in verdict.judged)
    excused = f" Known failures: {_number(known, 'clause', 'clauses')}." if known else ""
    left_out = len(verdict.not_applicable)
    declared = f" Not applicable: {_number(left_out, 'clause', 'clauses')}." if left_out else ""
    broken = _number(len(verdict.tolerated), "broken SHOULD clause", "broken SHOULD clauses")
    tolerated = f" Not judged: {broken}." if verdict.tolerated else ""
    return f"VERIFIED: {_counts(verdict, State.VERIFIED)}.{excused}{declared}{tolerated}"


def _number(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def terminal(verdict: Verdict, *, report: str = "") -> Iterator[Line]:
    """Everything that the run has to say at its end; ``report`` is the path of its ``report.json``, if it has one."""
    colours = {ExitCode.VERIFIED: "green", ExitCode.BROKEN: "red", ExitCode.TOO_LITTLE: "yellow"}
    yield answer(verdict), colours[verdict.exit_code]
    yield from _advice(verdict)
    for one in (*verdict.broken, *verdict.tolerated):
        yield from _broken(one, report)
    yield from _known(verdict)
    yield from _listed("Not applicable, as declared, and not verified:", verdict.not_applicable)
    yield from _listed("Not exercised:", verdict.open)
    yield from _observed(verdict)
    yield "", ""
    yield f"{verdict.calls} calls were sent.", ""


def _advice(verdict: Verdict) -> Iterator[Line]:
    """What ends a run differently that verified too little."""
    if verdict.exit_code is not ExitCode.TOO_LITTLE:
        return
    if "--linkface-" in verdict.trouble or "pytest" in verdict.trouble:
        return  # it says itself what to do
    if "budget" in verdict.trouble:
        yield "Allow more with --linkface-budget, or ask less with --linkface-effort.", ""
    elif verdict.trouble:
        yield "Check the address, that the server runs there, and the account; then ask again.", ""
    elif any(one.state is State.NOT_RUN for one in verdict.open):
        yield "Some cases did not run: leave out -k, -m and --lf, or accept a part with --linkface-fail-under 0.", ""
    else:
        yield "What the clauses below would need is said beside them; --linkface-fail-under accepts fewer.", ""


def _counts(verdict: Verdict, state: State) -> str:
    counts = [f"{len(verdict.of(level, state))} of {len(verdict.of(level))} {level}" for level in verdict.judged]
    return f"{' and '.join(counts)} clauses"


def _broken(one: ClauseVerdict, report: str) -> Iterator[Line]:
    clause = one.clause
    yield "", ""
    yield f"{clause.id}  {clause.level}  {clause.gloss}", "red"
    yield f"  manual, line {clause.line}: {clause.sentence}", ""
    for finding in one.findings[:_SHOWN]:
        yield from _finding(finding)
    if len(one.findings) > _SHOWN:
        yield f"  and {len(one.findings) - _SHOWN} more findings of this clause", ""
    if report:
        yield f"  {'replay':<10}python -m pytest_linkface replay {quote(report)} {quote(one.cases[0])}", ""


def _finding(finding: Finding) -> Iterator[Line]:
    for number, (name, recipe) in enumerate(finding.sent.items()):
        yield f"  {'sent' if number == 0 else '':<10}{name}: {recipe}", ""
    yield f"  {'expected':<10}{finding.expected}", ""
    yield f"  {'came':<10}{finding.observed}", "red"
    if finding.flaky:
        yield f"  {'flaky':<10}asked once more, it did not come again", "red"
    for number, line in enumerate((*finding.pictures, finding.curl)):
        yield f"  {'repeat' if number == 0 else '':<10}{line}", ""


def _known(verdict: Verdict) -> Iterator[Line]:
    """The known failures that held, those that did not, and what would make the new ones known."""
    known = [one for level in Level for one in verdict.of(level, State.KNOWN)]
    if known:
        yield "", ""
        yield "Known failures, neither red nor verified:", "yellow"
    for one in known:
        yield f"  {one.clause.id}  {one.note}", ""
    if verdict.stale:
        yield "", ""
        yield "Entries of the known failures that have to go:", "red"
    for entry, why in verdict.stale:
        yield f"  {entry}: {why}", ""


def paste(verdict: Verdict, today: date) -> Iterator[Line]:
    """Entries for the failures that made the run red, for --linkface-known-failures."""
    if verdict.unknown:
        yield "", ""
        yield "To accept them for a while, put this into a file, fill it in, and give --linkface-known-failures:", ""
    for clause, case, observed in dict.fromkeys(verdict.unknown):
        for line in entry_to_paste(clause, case, observed[:_BEGINNING], today):
            yield f"  {line}", ""


def _listed(title: str, found: list[ClauseVerdict]) -> Iterator[Line]:
    """Clauses that were not verified; those with the same reason stand together."""
    if not found:
        return
    yield "", ""
    yield title, "yellow"
    by_note: dict[str, list[str]] = {}
    for one in found:
        by_note.setdefault(needed(one), []).append(one.clause.id)
    for note, ids in by_note.items():
        shown = [*ids[:_NAMED], f"and {len(ids) - _NAMED} more"] if note == _NOT_RUN and len(ids) > _NAMED else ids
        yield from ((f"  {line}", "") for line in wrap(", ".join(shown), _WIDE, break_on_hyphens=False))
        yield f"    {note}", ""


def needed(one: ClauseVerdict) -> str:
    """Why nothing is known of a clause, and what it would need."""
    if one.state is State.NOT_RUN:
        return _NOT_RUN
    return f"not exercised, needs {one.note}" if one.note == one.clause.needs else f"{one.state}: {one.note}"


def _observed(verdict: Verdict) -> Iterator[Line]:
    observed = verdict.of(Level.OBSERVE, State.OBSERVED)
    if observed:
        yield "", ""
        yield "Left open by the manual, and answered so:", ""
    for one in observed:
        yield f"  {one.clause.id:<26}{one.note}", ""
