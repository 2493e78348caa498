"""Mutants by clauses: who was killed by what, what is left, and the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pytest_linkface.contract import Level, clause_set, clauses
from pytest_linkface.selfcheck._outcome import Fate, Outcome

_MARKS = {Fate.KILLED: "killed", Fate.SURVIVED: "SURVIVED", Fate.VOID: "VOID"}
_JUDGED = (Level.MUST, Level.SHOULD)


@dataclass(frozen=True, slots=True)
class Share:
    """The figures of one level."""

    level: Level
    mutants: int
    killed: int
    clauses: int
    """Clauses that have a mutant, or ought to."""
    clauses_killed: int
    """Those with a mutant that was killed by them."""

    def __str__(self) -> str:
        percent = 100 * self.clauses_killed / self.clauses if self.clauses else 100.0
        return (
            f"{self.level}: {self.killed} of {self.mutants} mutants killed; "
            f"{self.clauses_killed} of {self.clauses} clauses with a killed mutant ({percent:.1f} %)"
        )


@dataclass(frozen=True, slots=True)
class Matrix:
    """All outcomes of a selfcheck; ``only`` names the clause that it was confined to."""

    outcomes: tuple[Outcome, ...]
    only: str = ""

    def of(self, *fates: Fate) -> list[Outcome]:
        """The outcomes of some fates."""
        return [outcome for outcome in self.outcomes if outcome.fate in fates]

    @property
    def mutants(self) -> list[Outcome]:
        """Everything that breaks a promise."""
        return self.of(Fate.KILLED, Fate.SURVIVED, Fate.VOID)

    @property
    def exit_code(self) -> int:
        """0 when each mutant was killed by its own clause and each control is clean."""
        unproved = any(share.clauses_killed < share.clauses for share in map(self.share, _JUDGED))
        return 1 if self.of(Fate.SURVIVED, Fate.VOID, Fate.ACCUSED) or unproved else 0

    def share(self, level: Level) -> Share:
        """The figures of a level; a mutant counts under the clause that it is meant for."""
        wanted = {one.id for one in clauses().values() if one.level is level and self.only in ("", one.id)}
        mutants = [one for one in self.mutants if one.clauses[0] in wanted]
        proved = wanted & {clause for one in self.of(Fate.KILLED) for clause in one.kills}
        return Share(level, len(mutants), sum(one.fate is Fate.KILLED for one in mutants), len(wanted), len(proved))

    def lines(self) -> Iterator[str]:
        """The matrix and its figures, as they are printed."""
        order = list(clauses())
        for one in sorted(self.mutants, key=lambda one: (order.index(one.clauses[0]), one.name)):
            yield _row(one)
        yield ""
        yield from _listed("Void, never different on the wire", self.of(Fate.VOID))
        yield from _listed("Survivors", self.of(Fate.SURVIVED))
        yield from _listed("Accused controls", self.of(Fate.ACCUSED))
        yield from (str(share) for share in map(self.share, _JUDGED) if share.clauses)
        clean, controls = self.of(Fate.CLEAN), self.of(Fate.CLEAN, Fate.ACCUSED)
        yield f"controls: {len(clean)} of {len(controls)} clean"
        yield f"calls: {sum(one.calls for one in self.outcomes)}"

    def as_json(self) -> dict[str, Any]:
        """The whole of it, as ``selfcheck.json`` holds it."""
        return {
            "clause_set": clause_set(),
            "only": self.only,
            "exit_code": self.exit_code,
            "shares": [
                {
                    "level": str(share.level), "mutants": share.mutants, "killed": share.killed,
                    "clauses": share.clauses, "clauses_killed": share.clauses_killed,
                }
                for share in map(self.share, _JUDGED)
            ],
            "outcomes": [one.as_json() for one in self.outcomes],
        }  # fmt: skip


def _row(one: Outcome) -> str:
    """Own clauses with their mark, then what else was found on the way."""
    marked = ", ".join(f"{clause} {_mark(one, clause)}" for clause in one.clauses)
    collateral = f"   collateral: {', '.join(one.collateral)}" if one.collateral else ""
    return f"{one.name:<56} {marked}{collateral}"


def _mark(one: Outcome, clause: str) -> str:
    return "not asked" if one.fate is Fate.KILLED and clause not in one.kills else _MARKS[one.fate]


def _listed(title: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    if not outcomes:
        return
    yield f"{title}:"
    for one in outcomes:
        of = f" ({', '.join(one.clauses)})" if one.clauses else ""
        yield f"  {one.name}{of}: {one.what}{f' | {one.observed}' if one.observed else ''}"
    yield ""
