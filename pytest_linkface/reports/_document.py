"""The document of ``report.json``, read by those who show it in another form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pytest_linkface.contract import Clause, Level, Quote, clauses
from pytest_linkface.verdict import State

Document = Mapping[str, Any]
INTERRUPTED = "interrupted: there is no verdict"


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause with what was found about it."""

    clause: Clause
    state: str
    note: str
    findings: tuple[tuple[str, Mapping[str, Any]], ...]
    """The case and the finding, as the document has them, those first that nothing excuses."""
    excused: int = 0
    """How many of them, the last ones, a known failure excuses."""

    @property
    def red(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """The findings that nothing excuses."""
        return self.findings[: len(self.findings) - self.excused]


def answer_of(document: Document) -> str:
    """The verdict in one line."""
    return str(document["footer"]["answer"]) if "footer" in document else INTERRUPTED


def is_judged(document: Document, level: Level) -> bool:
    """Whether clauses of a level make the run red."""
    return str(level) in document["header"]["judged"]


def shown(document: Document) -> list[Shown]:
    """Every clause of the verdict, MUST first; of an interrupted run those that something was found about."""
    found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for row in document["results"]:
        for finding in row["findings"]:
            found.setdefault(finding["clause"], []).append((row["case"], finding))
    rows = document["footer"]["clauses"] if "footer" in document else _so_far(found)
    order = list(Level)
    told = [_shown(document, row, found.get(row["id"], [])) for row in rows]
    return sorted(told, key=lambda one: order.index(one.clause.level))


def broken(document: Document) -> list[Shown]:
    """The broken clauses, those that make the run red before those that do not, MUST first in each."""
    found = [one for one in shown(document) if one.state == "broken"]
    return sorted(found, key=lambda one: not is_judged(document, one.clause.level))


def is_excused(document: Document, clause: str, case: str, observed: str) -> bool:
    """Whether a finding is known; of reports that do not say so, none is."""
    one = {"clause": clause, "case": case, "observed": observed}
    return one in document.get("footer", {}).get("excused", ())


def clause_of(row: Mapping[str, Any]) -> Clause:
    """The clause of a row; of one that this kit does not know, what the row says of it."""
    known = clauses().get(row["id"])
    return known or Clause(row["id"], Level(row["level"]), row["id"], (Quote(1, ""),), "")


def _shown(document: Document, row: Mapping[str, Any], found: list[tuple[str, Mapping[str, Any]]]) -> Shown:
    known = [is_excused(document, row["id"], case, finding["observed"]) for case, finding in found]
    if row["state"] == State.KNOWN:  # also of a report that does not say which findings are
        known = [True] * len(found)
    order = sorted(range(len(found)), key=known.__getitem__)
    return Shown(clause_of(row), row["state"], row["note"], tuple(found[place] for place in order), sum(known))


def _so_far(found: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for name in found:
        level = clauses()[name].level if name in clauses() else Level.MUST
        yield {"id": name, "level": str(level), "state": "broken", "note": ""}
