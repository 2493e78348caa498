"""The clauses: what the manual promises, each with an assigned id, a level and the manual's own words."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import cache
from typing import NamedTuple


class Level(StrEnum):
    """How firmly a clause stands: said by the page, plainly following from it, or left open by it."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    OBSERVE = "OBSERVE"


class Quote(NamedTuple):
    """The manual's words and the number of their line, counted from 1."""

    line: int
    text: str


class Clause(NamedTuple):
    """One promise, or one silence, of the manual."""

    id: str
    level: Level
    gloss: str
    """What it says, in English."""
    quotes: tuple[Quote, ...]
    sha256: str
    """The first 16 hex digits over the quotes: changes when the manual is quoted anew."""
    needs: str = ""
    """What somebody has to provide before the clause can be exercised; empty for most."""

    @property
    def sentence(self) -> str:
        """The first quotation."""
        return self.quotes[0].text

    @property
    def line(self) -> int:
        """The line of the first quotation."""
        return self.quotes[0].line


class Unclaused(NamedTuple):
    """Lines of the manual that carry no clause, first and last one, and why."""

    first: int
    last: int
    reason: str


@cache
def _tables() -> dict[str, list[dict[str, object]]]:
    import tomllib  # whoever serves explains few answers, and does not wait for these
    from importlib.resources import files

    return tomllib.loads((files("pytest_linkface.contract") / "clauses.toml").read_text("utf-8"))


def _clause(row: dict[str, object]) -> Clause:
    quotes = tuple(Quote(**quote) for quote in row["quotes"])  # type: ignore[attr-defined]  # tomllib types nothing
    return Clause(**row | {"level": Level(str(row["level"])), "quotes": quotes})  # type: ignore[arg-type]  # likewise


@cache
def clauses() -> dict[str, Clause]:
    """Every clause by its id, in the manual's order: MUST, SHOULD, OBSERVE."""
    return {clause.id: clause for clause in map(_clause, _tables()["clause"])}


@cache
def unclaused() -> tuple[Unclaused, ...]:
    """The lines that carry no clause, with the reasons."""
    return tuple(Unclaused(*row["lines"], row["reason"]) for row in _tables()["unclaused"])  # type: ignore[misc,call-arg]  # likewise


def fingerprint(quotes: tuple[Quote, ...]) -> str:
    """What ``Clause.sha256`` has to be for these quotations."""
    text = "\n".join(f"{quote.line} {quote.text}" for quote in quotes)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def clause_set() -> str:
    """Names the whole table in reports: two reports of one name were judged by the same clauses."""
    text = "\n".join(f"{clause.id} {clause.level} {clause.sha256}" for clause in clauses().values())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def error_clause(status: str) -> str:
    """The id of the clause on one documented error, such as ``LF-ERR-NO-FACE-DETECTED``."""
    return f"LF-ERR-{status.replace('_', '-')}"
