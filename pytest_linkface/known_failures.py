"""Failures that a team knows of and accepts for a while: each bound to what was observed, owned, and with an end."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pytest_linkface.contract import clauses, validator

if TYPE_CHECKING:
    from jsonschema import ValidationError

LONGEST = timedelta(days=180)
"""An entry that lasts longer is no exception but another contract."""


@dataclass(frozen=True, slots=True)
class KnownFailure:
    """One entry of the file."""

    clause: str
    observed: str
    """How what came begins, such as ``400 NO_FACE_DETECTED``: another failure of the clause is not excused."""
    reason: str
    owner: str
    issue: str
    added: date
    expires: date
    """The last day on which it holds."""
    case: str = ""
    """The whole id of one case; every case of the clause where it is empty."""

    def __str__(self) -> str:
        return f"{self.case or self.clause}, observed {self.observed!r}"

    def is_about(self, clause: str, case: str) -> bool:
        """Whether it speaks of a clause in a case."""
        return self.clause == clause and self.case in ("", case)

    def excuses(self, clause: str, case: str, observed: str) -> bool:
        """Whether it speaks of just this failure."""
        return self.is_about(clause, case) and observed.startswith(self.observed)


def read(text: str) -> tuple[KnownFailure, ...]:
    """The entries of a file in TOML.

    Raises:
        ValueError: it is no TOML, or not as ``schemas/known-failures.json`` says; the text says where, of all places.
    """
    document = tomllib.loads(text)
    problems = sorted(validator("known-failures").iter_errors(_dates_as_text(document)), key=lambda one: one.json_path)
    if problems:
        raise ValueError("; ".join(map(_told, problems)))
    return tuple(KnownFailure(**row | _dates(row)) for row in document.get("known", []))


def faults(
    entries: tuple[KnownFailure, ...], today: date, cases: Collection[str] = ()
) -> Iterator[tuple[KnownFailure, str]]:
    """The entries that hold nowhere, whatever is observed, and why; ``cases`` are all that there are, if it is said.

    A case may break another clause than its own, so that any of them may stand beside a clause.
    """
    times = Counter((entry.clause, entry.case, entry.observed) for entry in entries)
    for entry in entries:
        if entry.clause not in clauses():
            yield entry, f"there is no clause {entry.clause}"
        elif entry.case and cases and entry.case not in cases:
            yield entry, f"there is no case {entry.case}"
        elif today > entry.expires:
            yield entry, f"it expired on {entry.expires}"
        elif entry.expires - entry.added > LONGEST:
            yield entry, f"it lasts longer than {LONGEST.days} days"
        elif times[entry.clause, entry.case, entry.observed] > 1:
            yield entry, "it stands there twice"


def entry_to_paste(clause: str, case: str, observed: str, today: date) -> Iterator[str]:
    """The lines of an entry for a failure, with what only a person knows left to fill in."""
    yield "[[known]]"
    values = {"clause": clause, "case": case, "observed": observed, "reason": "", "owner": "", "issue": ""}
    yield from (f"{name} = {_quoted(value)}" for name, value in values.items())
    yield f"added = {today}"
    yield f"expires = {today + timedelta(days=90)}"


def _told(problem: ValidationError) -> str:
    is_empty = problem.validator == "minLength" and problem.instance == ""
    return f"{problem.json_path} {'is empty: fill it in' if is_empty else f'is wrong: {problem.message:.200}'}"


def _quoted(text: str) -> str:
    escapes = {"\\": r"\\", '"': r"\""} | {chr(code): f"\\u{code:04x}" for code in (*range(32), 127)}
    return '"' + "".join(escapes.get(letter, letter) for letter in text) + '"'


def _dates(row: dict[str, Any]) -> dict[str, date]:
    return {name: date.fromisoformat(str(row[name])) for name in ("added", "expires")}


def _dates_as_text(document: dict[str, Any]) -> dict[str, Any]:
    """TOML has dates and JSON Schema has not."""
    rows = document.get("known")
    if not isinstance(rows, list):
        return document
    return document | {"known": [_plain(row) if isinstance(row, dict) else row for row in rows]}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, date) else value for name, value in row.items()}
