"""Two reports side by side, clause by clause: today against last month, one server against another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_VOLATILE = re.compile(r"[0-9a-f]{16,}|(?<=:)\d{4,5}\b", re.IGNORECASE)
"""Ids and ports: they differ from run to run and say nothing."""


class Change(StrEnum):
    """What became of a clause."""

    BROKEN = "broken"
    """It is broken, and was not."""
    OTHERWISE = "broken otherwise"
    """It was and is broken, and other things were observed."""
    FIXED = "fixed"
    """It is verified, and was broken."""
    STATE = "state"
    """Any other change of its state."""
    OBSERVED = "observed"
    """The manual leaves it open, and the target does something else."""
    VANISHED = "vanished"
    """The second report does not know it."""
    APPEARED = "appeared"
    """The first report does not know it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause on which two reports differ."""

    clause: str
    change: Change
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.change:<16} {self.clause}\n  A: {self.was}\n  B: {self.now}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A clause in a report."""

    level: str
    state: str
    told: str
    """What was observed of it, with what differs from run to run taken out."""

    def __str__(self) -> str:
        return f"{self.state}: {self.told}" if self.told else self.state


def differences(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[Difference]:
    """The clauses on which two finished reports differ, the worst changes first."""
    was, now = _rows(a), _rows(b)
    found = [_difference(clause, was.get(clause), now.get(clause)) for clause in [*was, *(now.keys() - was.keys())]]
    order = list(Change)
    return sorted(filter(None, found), key=lambda one: (order.index(one.change), one.clause))


def side_by_side(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the comparison: what is compared, each difference, how many there are."""
    yield from (_title(name, report) for name, report in (("A", a), ("B", b)))
    if a["header"]["clause_set"] != b["header"]["clause_set"]:
        yield "The clauses themselves are not the same in both."
    found = differences(a, b)
    yield ""
    yield from map(str, found)
    number = len(found)
    yield "no clause differs" if not number else "1 clause differs" if number == 1 else f"{number} clauses differ"


def _title(name: str, report: Mapping[str, Any]) -> str:
    header = report["header"]
    return f"{name}: {header['target']}, {header['started']}, {header['kit']}: {report['footer']['answer']}"


def _rows(report: Mapping[str, Any]) -> dict[str, _Row]:
    seen: dict[str, list[str]] = {}
    for result in report["results"]:
        for finding in result["findings"]:
            seen.setdefault(finding["clause"], []).append(f"{result['case']} {finding['observed']}")
    return {
        row["id"]: _Row(row["level"], row["state"], _VOLATILE.sub("*", "; ".join(seen.get(row["id"], [row["note"]]))))
        for row in report["footer"]["clauses"]
    }


def _difference(clause: str, was: _Row | None, now: _Row | None) -> Difference | None:
    if was is None or now is None:
        change = Change.APPEARED if was is None else Change.VANISHED
        return Difference(clause, change, str(was or "unknown"), str(now or "unknown"))
    if was.state != now.state:
        return Difference(clause, _changed(was.state, now.state), str(was), str(now))
    if was.told == now.told or was.state not in ("broken", "observed"):
        return None
    return Difference(clause, Change.OTHERWISE if was.state == "broken" else Change.OBSERVED, str(was), str(now))


def _changed(was: str, now: str) -> Change:
    if now == "broken":
        return Change.BROKEN
    return Change.FIXED if (was, now) == ("broken", "verified") else Change.STATE
