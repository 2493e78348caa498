"""One mutant or control before the suite: its own clauses are asked first, and no more once it is found out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from pytest_linkface.conformance import (
    PICTURES,
    SPECIAL_ACCOUNTS,
    Case,
    Effort,
    Examiner,
    ImageHost,
    Target,
    examine,
    planned,
    suite,
)
from pytest_linkface.contract import Level
from pytest_linkface.emulator import CONTROLS, DEFAULT_ACCOUNTS, MUTANTS, Emulator, Variant, Wire, tapped
from pytest_linkface.exchange import Account
from pytest_linkface.selfcheck._engine import Remembering
from pytest_linkface.selfcheck._outcome import Fate, Outcome
from pytest_linkface.verdict import Result, State, reach

_DOWNLOAD_SECONDS = 0.5
"""How long the emulator waits for a download that never begins."""
_PLAIN = "plain"


@dataclass(slots=True)
class _Run:
    """What the cases found, and what went over the wire."""

    wire: Wire = field(default_factory=Wire)
    results: list[Result] = field(default_factory=list)
    trouble: str = ""


def trial(name: str, only: str = "") -> Outcome:
    """Try a mutant or a control by its name; ``only`` restricts the cases to those of one clause."""
    return tried(MUTANTS[name] if name in MUTANTS else CONTROLS[name], only)


def tried(variant: Variant, only: str = "") -> Outcome:
    """Try a variant: a mutant if it breaks a clause, else a control."""
    started = time.monotonic()
    run = _ran(variant, _cases(variant, only))
    fate, found, observed = _of_mutant(variant, run, only) if variant.clauses else _of_control(run, whole=not only)
    calls = sum(result.calls for result in run.results)
    seconds = round(time.monotonic() - started, 3)
    return Outcome(variant.name, variant.what, variant.clauses, fate, found, observed, calls, seconds)


def _cases(variant: Variant, only: str) -> Sequence[Case]:
    """Those of its own clauses first; for a clause that has no cases of its own, each answer tells."""
    if only:
        effort = Effort.FULL if variant.clauses else Effort.SMOKE
        return [case for case in suite() if case.clause == only] or suite(effort)
    return sorted(suite(), key=lambda case: case.clause not in variant.clauses)


def _ran(variant: Variant, cases: Sequence[Case]) -> _Run:
    run = _Run()
    good, *special = (Account(account.api_id, account.api_secret) for account in DEFAULT_ACCOUNTS)
    with ImageHost(PICTURES) as host:
        hosts, overheard = [urlsplit(host.url("")).netloc], tapped(variant, run.wire)
        with Emulator(
            allow_hosts=hosts, download_timeout=_DOWNLOAD_SECONDS, engine=_engine(), variant=overheard
        ) as emulator:
            target = Target(variant.name, emulator.url, good, dict(zip(SPECIAL_ACCOUNTS, special, strict=True)), 10.0)
            examiner = Examiner(target, host)
            for case in cases:
                run.results.append(examine(examiner, case, time.monotonic))
                if any(finding.clause in variant.clauses for finding in run.results[-1].findings):
                    break
            examiner.close()
            run.trouble = examiner.trouble
    return run


@cache
def _engine() -> Remembering:
    """One for the process: most servers are shown the same pictures."""
    return Remembering()


@cache
def _plain(only: str) -> Wire:
    """What the plain emulator answers, asked when the first mutant survives."""
    variant = CONTROLS[_PLAIN]
    return _ran(variant, [case for case in suite() if case.clause == only] or suite()).wire


def _found(run: _Run) -> dict[str, str]:
    found: dict[str, str] = {}
    for result in run.results:
        for finding in result.findings:
            found.setdefault(finding.clause, result.case)
    return found


def _of_mutant(variant: Variant, run: _Run, only: str) -> tuple[Fate, dict[str, str], str]:
    found = _found(run)
    decisive = [finding for finding in run.results[-1].findings if finding.clause in variant.clauses]
    if decisive:
        return Fate.KILLED, found, decisive[0].observed
    if found or run.trouble or run.wire.differs(_plain(only)):
        return Fate.SURVIVED, found, run.trouble
    return Fate.VOID, found, ""


def _of_control(run: _Run, *, whole: bool) -> tuple[Fate, dict[str, str], str]:
    found = _found(run)
    findings = [finding for result in run.results for finding in result.findings]
    if findings:
        return Fate.ACCUSED, found, f"{findings[0].clause}: {findings[0].observed}"
    verdict = reach(run.results, planned(), trouble=run.trouble)
    open_ = [one for one in verdict.open if one.clause.level is not Level.OBSERVE and one.state is State.NOT_EXERCISED]
    if run.trouble or (whole and open_):
        return Fate.ACCUSED, found, run.trouble or f"{open_[0].clause.id}: {open_[0].note}"
    return Fate.CLEAN, found, ""
