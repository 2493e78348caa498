"""What a run costs is known beforehand, bounded, and paid once more only for what was found."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from pytest_linkface.conformance import Budget, Effort, Target, planned, prices, suite
from pytest_linkface.contract import Level, clauses
from pytest_linkface.verdict import reach
from tests.conformance.judging import judged
from tests.servers._accounts import ACCOUNTS
from tests.servers.faults import FAULTS
from tests.servers.reference import Reference
from tests.servers.selfcheck import GOOD, SPECIAL

MOST = {Effort.SMOKE: 25, Effort.CORE: 120, Effort.EDGES: 249, Effort.FULL: 700}


@pytest.mark.parametrize("effort", Effort)
def test_the_plan_says_what_a_run_sends(effort: Effort) -> None:
    """A complying server gets no more calls than planned, and hardly fewer: an account may say its rate at once."""
    target = Target("planned", "http://127.0.0.1:9", GOOD, SPECIAL)
    price = sum(one.calls for one in prices(suite(effort), target, downloads=True))

    verdict, _ = judged(Reference(ACCOUNTS, download_seconds=0.5), suite(effort))

    assert price - 4 <= verdict.calls <= price
    assert verdict.calls <= MOST[effort]


def test_the_plan_says_what_cannot_be_asked() -> None:
    """A clause that costs nothing for want of an account or an address is told from one that other answers show."""
    target = Target("planned", "http://planned.invalid", GOOD)
    needs = {price.clause: price.needs for price in prices(suite(Effort.CORE), target, downloads=False)}

    assert "LINKFACE_ACCOUNT_KEY_EXPIRED" in needs["LF-ERR-KEY-EXPIRED"]
    assert "--linkface-image-host" in needs["LF-SRC-URL"]
    assert {clause for clause, need in needs.items() if need} == {
        "LF-ERR-KEY-EXPIRED", "LF-ERR-NO-PERMISSION", "LF-ERR-OUT-OF-QUOTA", "LF-ERR-RATE-LIMIT-EXCEEDED",
        "LF-ERR-INTERNAL-ERROR", "LF-SRC-URL", "LF-ERR-DOWNLOAD-ERROR", "LF-ERR-DOWNLOAD-TIMEOUT",
    }  # fmt: skip


def test_core_verifies_every_must_clause() -> None:
    """What costs less asks less often, and leaves no promise of the manual out."""
    verdict, results = judged(Reference(ACCOUNTS, download_seconds=0.5), suite(Effort.CORE))

    core = reach(results, planned(Effort.CORE))
    assert [one.clause.id for one in core.open if one.clause.level is Level.MUST] == []
    assert verdict.exit_code == 10, "judged by the full plan, a core run has not verified enough"


def test_each_effort_asks_what_the_smaller_ones_ask() -> None:
    """Efforts are nested, and every clause with cases is asked by the largest."""
    for less, more in pairwise(Effort):
        assert {case.id for case in suite(less)} < {case.id for case in suite(more)}
    assert all(planned(Effort.FULL).values())
    assert planned(Effort.SMOKE).keys() == planned(Effort.FULL).keys() <= clauses().keys()


def test_the_documentation_names_the_ceilings() -> None:
    """The table of efforts says what is held here."""
    page = Path(__file__).parents[2] / "docs" / "suite.md"
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", page.read_text("utf-8"), re.MULTILINE)
    assert {Effort(name): int(calls) for name, calls in rows} == MOST | {Effort.EDGES: 250}


def test_a_budget_is_shared(tmp_path: Path) -> None:
    """Whoever takes tickets at the same time, no more than the budget are given out."""
    budget = Budget(300, tmp_path / "tickets")

    with ThreadPoolExecutor(16) as pool:
        given = list(pool.map(lambda _: budget.take(), range(1000)))

    assert given.count(True) == 300


def test_what_does_not_come_again_is_flaky() -> None:
    """A failure at every 40th call does not come when its case is asked again: told as such, and red all the same."""
    verdict, results = judged(FAULTS["every-40th-call-fails"].serve(download_seconds=0.5), suite(Effort.CORE))

    findings = [finding for result in results for finding in result.findings]
    assert verdict.exit_code == 1
    assert findings
    assert all(finding.flaky for finding in findings)


def test_what_comes_again_is_not_flaky() -> None:
    """A promise that is always broken is found by both questions."""
    _, results = judged(FAULTS["5-faces-accepted"].serve(download_seconds=0.5), suite(Effort.CORE))

    findings = [finding for result in results for finding in result.findings]
    assert findings
    assert not any(finding.flaky for finding in findings)
