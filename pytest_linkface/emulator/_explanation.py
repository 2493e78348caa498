"""Why an answer is what it is: the clause that was applied, as fine as the contract has it, and the manual's lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from pytest_linkface.contract import STATUSES, clauses, error_clause

if TYPE_CHECKING:
    from pytest_linkface.contract import Clause

FIELD = "Linkface-Emulator-Why"

Fields = tuple[tuple[str, str], ...]


class Explanation(NamedTuple):
    """One clause as the reason for one answer: a promise that was kept, or a silence of the manual (OBSERVE)."""

    clause: str
    is_scripted: bool = False
    """Somebody asked for the answer beforehand: the clause says what it means, not why it came."""

    @property
    def line(self) -> int:
        """The first of the clause's lines in the manual."""
        return self._told.line

    @property
    def level(self) -> str:
        """How firmly the clause stands."""
        return str(self._told.level)

    @property
    def manual(self) -> str:
        """The manual's own words."""
        return self._told.sentence

    @property
    def text(self) -> str:
        """All of it but the manual's words, which no header field could hold."""
        lines = sorted({quote.line for quote in self._told.quotes})
        where = f"manual, {'line' if len(lines) == 1 else 'lines'} {', '.join(map(str, lines))}"
        why = "a script asked for it" if self.is_scripted else f"{self.level}: {self._told.gloss}"
        return f"{self.clause}; {where}; {why}"

    @property
    def _told(self) -> Clause:
        return clauses()[self.clause]


Explaining = Callable[[Explanation | None], Fields]
"""What goes into the head of an answer beside what is documented."""


def silently(_: Explanation | None) -> Fields:
    """Nothing."""
    return ()


def aloud(explanation: Explanation | None) -> Fields:
    """The explanation, where there is one."""
    return () if explanation is None else ((FIELD, explanation.text),)


def clause_of(status: str) -> str:
    """The clause on a status itself, for answers that no finer one explains; empty for what is not documented."""
    if status not in STATUSES:
        return ""
    return "LF-OK-STATUS" if status == "OK" else error_clause(status)
