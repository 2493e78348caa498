"""One ``report.json`` as the page reads it: what is missing is missing, and nothing is judged anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase
from typing import Any

from pytest_linkface.contract import Level, clauses
from pytest_linkface.reports._document import is_excused
from pytest_linkface.verdict import State

NO_VERDICT = "no verdict"
"""The state of every clause of a run that did not come to its end."""
STATES = ("broken", "known failure", "not exercised", "not run", NO_VERDICT, "not applicable", "verified", "observed")
"""What needs somebody comes first."""
GAPS = (State.NOT_EXERCISED, State.NOT_RUN)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Run:
    """A run of the suite, with a letter that names it on the page."""

    letter: str
    document: Mapping[str, Any]

    @property
    def header(self) -> Row:
        """What was known before the first call."""
        return self.document["header"]  # type: ignore[no-any-return]  # JSON

    @property
    def footer(self) -> Row | None:
        """The verdict; None where the run did not come to its end."""
        return self.document.get("footer")

    @property
    def results(self) -> Sequence[Row]:
        """What each case found."""
        return self.document["results"]  # type: ignore[no-any-return]  # JSON

    @property
    def code(self) -> int | None:
        """The exit code; None without a verdict."""
        return int(self.footer["exit_code"]) if self.footer else None

    @property
    def target(self) -> str:
        """Who was asked."""
        return str(self.header["target"])

    @cached_property
    def verdicts(self) -> dict[str, Row]:
        """The row of each clause in the footer."""
        return {row["id"]: row for row in self.footer["clauses"]} if self.footer else {}

    @cached_property
    def cases(self) -> dict[str, list[Row]]:
        """The results of each clause's own cases."""
        found: dict[str, list[Row]] = {}
        for result in self.results:
            found.setdefault(result["clause"], []).append(result)
        return found

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The place of each case among the results."""
        return {result["case"]: number for number, result in enumerate(self.results)}

    @cached_property
    def findings(self) -> dict[str, list[tuple[str, Row]]]:
        """The findings about each clause, each with the case that made it; those that are known come last."""
        found: dict[str, list[tuple[str, Row]]] = {}
        for result in self.results:
            for finding in result["findings"]:
                found.setdefault(finding["clause"], []).append((result["case"], finding))
        return {clause: sorted(told, key=lambda one: self.excuses(*one)) for clause, told in found.items()}

    def excuses(self, case: str, finding: Row) -> bool:
        """Whether a finding is a known failure."""
        return is_excused(self.document, finding["clause"], case, finding["observed"])

    @cached_property
    def kept(self) -> dict[str, int]:
        """In how many cases an answer kept each clause."""
        found: dict[str, int] = {}
        for result in self.results:
            for clause in result["verified"]:
                found[clause] = found.get(clause, 0) + 1
        return found

    def state(self, clause: str) -> str:
        """How a clause came out."""
        if self.footer is None:
            return NO_VERDICT
        return str(self.verdicts[clause]["state"]) if clause in self.verdicts else str(State.NOT_RUN)

    def note(self, clause: str) -> str:
        """What the verdict says beside it."""
        return str(self.verdicts[clause]["note"]) if clause in self.verdicts else ""

    def of(self, level: str, *states: str) -> list[str]:
        """The clauses of a level, in one of the states if any are named."""
        there = [(name, row["state"]) for name, row in self.verdicts.items() if row["level"] == level]
        return [name for name, state in there if not states or state in states]

    def counted(self, *states: str) -> list[str]:
        """The clauses in one of the states whose level makes a run red, MUST before SHOULD."""
        return [name for level in self.header["judged"] for name in self.of(level, *states)]

    @property
    def calls(self) -> int:
        """How many calls the cases made."""
        return sum(int(result["calls"]) for result in self.results)


def runs(documents: Sequence[Mapping[str, Any]]) -> tuple[Run, ...]:
    """The runs side by side: A, B, ... Z, then numbers."""
    letters = [*ascii_uppercase, *map(str, range(len(ascii_uppercase) + 1, len(documents) + 1))]
    return tuple(Run(letter, document) for letter, document in zip(letters, documents, strict=False))


def rows(seen: Sequence[Run]) -> Iterator[tuple[str, str]]:
    """Every clause with its level: the kit's own in the manual's order, then those that only a report knows."""
    for clause in clauses().values():
        yield clause.id, str(clause.level)
    known = set(clauses())
    for run in seen:
        told = {name: str(row["level"]) for name, row in run.verdicts.items()}
        asked = dict.fromkeys([*run.cases, *run.findings], str(Level.OBSERVE))
        for name, level in (asked | told).items():
            if name not in known:
                known.add(name)
                yield name, level
