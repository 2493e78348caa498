"""The suite run in this process against a server of ``tests/servers``, without pytest in between."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager

from pytest_linkface.conformance import (
    PICTURES,
    Capability,
    Case,
    Effort,
    Examiner,
    ImageHost,
    Target,
    examine,
    planned,
)
from pytest_linkface.selfcheck import Served
from pytest_linkface.verdict import Result, Verdict, reach
from tests.servers.selfcheck import GOOD, SPECIAL

_PAUSES = (0.1, 0.3)
"""Seconds before a call is repeated: no server here needs longer to recover."""


def judged(
    server: AbstractContextManager[Served],
    cases: Iterable[Case],
    *,
    enough: Callable[[Result], object] = lambda _: False,
    timeout: float = 10.0,
    effort: Effort = Effort.FULL,
    without: Collection[Capability] = (),
    seed: int = 0,
) -> tuple[Verdict, list[Result]]:
    """The verdict on a server, and what each case found; nothing more is asked once a result is enough."""
    results: list[Result] = []
    with server as served, ImageHost(PICTURES) as host:
        target = Target("tested", served.url, GOOD, SPECIAL, timeout, pauses=_PAUSES, without=frozenset(without))
        examiner = Examiner(target, host, seed=seed)
        for case in cases:
            results.append(examine(examiner, case, time.monotonic))
            if enough(results[-1]):
                break
        examiner.close()
    return reach(results, planned(effort), trouble=examiner.trouble), results


def told(verdict: Verdict) -> str:
    """The findings of a verdict, for the message of a test that fails."""
    lines = [f"exit {verdict.exit_code:d} {verdict.trouble}"]
    for one in verdict.broken:
        lines += [f"{finding.clause}: {finding.expected} | {finding.observed}" for finding in one.findings]
    return "\n".join(lines)
