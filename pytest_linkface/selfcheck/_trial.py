"""One server before the suite: a mutant until it is found out, anything else to the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pytest_linkface.conformance import PICTURES, Case, Effort, ImageHost, Target, examine, planned, suite
from pytest_linkface.contract import Level, clauses
from pytest_linkface.selfcheck._battery import Battery, battery
from pytest_linkface.selfcheck._order import cases
from pytest_linkface.selfcheck._outcome import Fate, Outcome
from pytest_linkface.selfcheck._reason import reason
from pytest_linkface.selfcheck._specimen import Ending, Specimen, Stage
from pytest_linkface.selfcheck._wire import Overhearing, Wire
from pytest_linkface.verdict import Finding, Result, State, Verdict, reach

_PLAIN: dict[tuple[str, str], Wire] = {}
"""By the name of the plain server and the clause that the cases were confined to."""
_PAUSES = (0.05, 0.1)
"""Seconds before a call that was put off is repeated: nobody here needs longer to recover."""

Ended = tuple[Fate, str, str]
"""A fate, what was observed, and its reason."""


@dataclass(slots=True)
class _Run:
    """What the cases found, and what went over the wire."""

    wire: Wire = field(default_factory=Wire)
    results: list[Result] = field(default_factory=list)
    trouble: str = ""

    @property
    def findings(self) -> list[Finding]:
        return [finding for result in self.results for finding in result.findings]

    def found(self) -> dict[str, str]:
        """Clause to the first case that found it broken."""
        first: dict[str, str] = {}
        for result in self.results:
            for finding in result.findings:
                first.setdefault(finding.clause, result.case)
        return first

    def unexercised(self) -> dict[str, str]:
        """Clause to a case that could not be asked, with why; one that is only observed does not count."""
        left = (one for one in self.results if clauses()[one.clause].level is not Level.OBSERVE)
        return {one.clause: f"{one.case}: {one.note}" for one in left if one.state is State.NOT_EXERCISED}

    def open(self, effort: Effort) -> dict[str, str]:
        """Clause that an effort asks for and that remained open to why; one only observed does not count."""
        asked = planned(effort)
        left = (one for one in self.verdict(effort).open if one.clause.level is not Level.OBSERVE)
        left = (one for one in left if one.state is State.NOT_EXERCISED and asked.get(one.clause.id) != ())
        return {one.clause.id: f"{one.clause.id}: {one.note}" for one in left}

    def odd(self, left: Mapping[str, str], expected: Collection[str]) -> str:
        """What was left open and should not be, or is asked here and should have been left open."""
        other = next((why for clause, why in left.items() if clause not in expected), "")
        asked = {one.clause for one in self.results} & set(expected) - left.keys()
        return other or next((f"{clause}: exercised, and expected to be left open" for clause in sorted(asked)), "")

    def verdict(self, effort: Effort) -> Verdict:
        return reach(self.results, planned(effort), trouble=self.trouble)


def trial(address: str, name: str, *, only: str = "", seed: int = 0) -> Outcome:
    """Try one server of the battery at an address; ``only`` restricts the cases to those of one clause.

    A trial that breaks off proves nothing, and is told as such in its place among thousands of others.
    """
    known = battery(address)
    specimen = known.specimens[name]
    try:
        return tried(specimen, known, only=only, seed=seed)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other trials are worth their outcome
        fate, why = _unproved(specimen), f"the trial broke off: {error!r}"
        return Outcome(specimen.name, specimen.what, specimen.clauses, fate, observed=why, seed=seed)


def _unproved(specimen: Specimen) -> Fate:
    if specimen.clauses:
        return Fate.SURVIVED
    return Fate.MISJUDGED if specimen.ending else Fate.ACCUSED


def tried(specimen: Specimen, among: Battery, *, only: str = "", seed: int = 0) -> Outcome:
    """Try a server by the accounts of a battery."""
    started = time.monotonic()
    run = _ran(specimen, among, cases(specimen, only=only, seed=seed), seed=seed, enough=_kills(specimen))
    if specimen.clauses:
        fate, observed, why = _of_mutant(specimen, run, lambda: _plain(among, only))
    elif specimen.ending:
        fate, observed, why = _of_liar(specimen.ending, run.verdict(specimen.effort))
    else:
        left = run.unexercised() if only or seed else run.open(specimen.effort)
        fate, observed, why = _of_control(run, run.odd(left, specimen.leaves_open))
    calls = sum(result.calls for result in run.results)
    return Outcome(
        specimen.name, specimen.what, specimen.clauses, fate, run.found(), observed, why,
        bool(specimen.reasons) or not specimen.clauses, calls, round(time.monotonic() - started, 3), seed,
    )  # fmt: skip


def _kills(specimen: Specimen) -> Callable[[Finding], bool]:
    """Whether a finding names a clause that the mutant breaks, for one of its reasons; never for another server."""

    def kills(finding: Finding) -> bool:
        expected = not specimen.reasons or reason(finding.observed) in specimen.reasons
        return finding.clause in specimen.clauses and expected

    return kills


def _ran(
    specimen: Specimen, among: Battery, asked: Sequence[Case], *, seed: int, enough: Callable[[Finding], bool]
) -> _Run:
    run = _Run()
    with ImageHost(PICTURES) as host, specimen.serve(Stage(urlsplit(host.url("")).netloc, seed)) as served:
        target = Target(
            specimen.name, served.url, among.account, among.special, timeout=specimen.timeout, pauses=_PAUSES
        )
        examiner = Overhearing(target, host, seed=seed)
        examiner.wire = run.wire
        for case in asked:
            run.results.append(examine(examiner, case, time.monotonic))
            if any(map(enough, run.results[-1].findings)):
                break
            if specimen.clauses:
                examiner.told.clear()  # it may break one promise in several ways, and any may come first in an order
        examiner.close()
        run.trouble = examiner.trouble
    return run


def _plain(among: Battery, only: str) -> Wire:
    """What the plain server answers, asked when the first mutant of a process is not found out."""
    if (among.plain, only) not in _PLAIN:
        plain = among.specimens[among.plain]
        asked = [case for case in suite() if case.clause == only] or suite()
        _PLAIN[among.plain, only] = _ran(plain, among, asked, seed=0, enough=lambda _: False).wire
    return _PLAIN[among.plain, only]


def _of_mutant(specimen: Specimen, run: _Run, plain: Callable[[], Wire]) -> Ended:
    own = [finding for finding in run.findings if finding.clause in specimen.clauses]
    for finding in filter(_kills(specimen), own):
        return Fate.KILLED, finding.observed, reason(finding.observed)
    if own:
        return Fate.MISTAKEN, own[0].observed, reason(own[0].observed)
    if run.findings or run.trouble or run.wire.differs(plain()):
        return Fate.SURVIVED, run.trouble, ""
    return Fate.VOID, "", ""


def _of_liar(ending: Ending, verdict: Verdict) -> Ended:
    broken = [one.clause.id for one in verdict.broken]
    says = ending.says in broken or (bool(verdict.trouble) and ending.says in verdict.trouble)
    observed = f"exit code {verdict.exit_code:d}: {verdict.trouble or ', '.join(broken)}"
    return Fate.JUDGED if verdict.exit_code == ending.code and says else Fate.MISJUDGED, observed, ending.says


def _of_control(run: _Run, odd: str) -> Ended:
    if run.findings:
        first = run.findings[0]
        return Fate.ACCUSED, f"{first.clause}: {first.observed}", reason(first.observed)
    if run.trouble or odd:
        return Fate.ACCUSED, run.trouble or odd, ""
    return Fate.CLEAN, "", ""
