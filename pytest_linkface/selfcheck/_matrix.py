"""Mutants by clauses: who was killed by what, what is left, and the figures, over all seeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pytest_linkface.contract import Level, clauses
from pytest_linkface.selfcheck._outcome import Fate, Outcome

JUDGED = (Level.MUST, Level.SHOULD)


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


@dataclass(frozen=True)
class Matrix:
    """All outcomes of a selfcheck; ``only`` names the clause that it was confined to."""

    outcomes: tuple[Outcome, ...]
    only: str = ""

    @cached_property
    def rows(self) -> tuple[Outcome, ...]:
        """One outcome for each server: the first that is not good, or else that of the first seed."""
        first: dict[str, Outcome] = {}
        for one in sorted(self.outcomes, key=lambda one: one.fate.is_good):
            first.setdefault(one.name, one)
        return tuple(first.values())

    def of(self, *fates: Fate) -> list[Outcome]:
        """The rows of some fates."""
        return [row for row in self.rows if row.fate in fates]

    @property
    def mutants(self) -> list[Outcome]:
        """Everything that breaks a promise, in the order of the clauses."""
        order = list(clauses())
        found = self.of(Fate.KILLED, Fate.MISTAKEN, Fate.SURVIVED, Fate.VOID)
        return sorted(found, key=lambda one: (order.index(one.clauses[0]), one.name))

    @property
    def seeds(self) -> list[int]:
        """Every seed that was tried."""
        return sorted({one.seed for one in self.outcomes})

    @property
    def exit_code(self) -> int:
        """0 when each mutant was killed by its own clause, each control is clean and each liar judged, at each seed."""
        unproved = any(share.clauses_killed < share.clauses for share in self.shares)
        return 0 if all(one.fate.is_good for one in self.outcomes) and not unproved else 1

    @property
    def shares(self) -> list[Share]:
        """The figures of each level that is judged and asked."""
        return [share for share in map(self.share, JUDGED) if share.clauses]

    def share(self, level: Level) -> Share:
        """The figures of a level; a mutant counts under the clause that it is meant for."""
        wanted = {one.id for one in clauses().values() if one.level is level and self.only in ("", one.id)}
        mutants = [one for one in self.mutants if one.clauses[0] in wanted]
        proved = wanted & {clause for one in self.of(Fate.KILLED) for clause in one.kills}
        return Share(level, len(mutants), sum(one.fate is Fate.KILLED for one in mutants), len(wanted), len(proved))

    def lines(self) -> Iterator[str]:
        """The matrix and its figures, as they are printed."""
        yield from map(_row, self.mutants)
        yield ""
        yield from _listed("Void, never different on the wire", self.of(Fate.VOID))
        yield from _listed("Survivors", self.of(Fate.SURVIVED))
        yield from _listed("Found broken for another reason than is pinned", self.of(Fate.MISTAKEN))
        yield from _listed("Accused controls", self.of(Fate.ACCUSED))
        yield from _listed("Misjudged liars", self.of(Fate.MISJUDGED))
        yield from self.figures()

    def figures(self) -> Iterator[str]:
        """What it comes to."""
        yield from map(str, self.shares)
        yield _part("controls", self.of(Fate.CLEAN), self.of(Fate.CLEAN, Fate.ACCUSED), "clean")
        if liars := self.of(Fate.JUDGED, Fate.MISJUDGED):
            yield _part("liars", self.of(Fate.JUDGED), liars, "judged as pinned")
        if unpinned := [one for one in self.of(Fate.KILLED) if not one.pinned]:
            yield f"killed without a pinned reason: {len(unpinned)}, such as {unpinned[0].name}"
        if len(self.seeds) > 1:
            yield from map(self._of_seed, self.seeds)
        yield f"calls: {sum(one.calls for one in self.outcomes)}"

    def _of_seed(self, seed: int) -> str:
        here = Matrix(tuple(one for one in self.outcomes if one.seed == seed), self.only)
        clean, controls = here.of(Fate.CLEAN), here.of(Fate.CLEAN, Fate.ACCUSED)
        return (
            f"seed {seed}: {len(here.of(Fate.KILLED))} of {len(here.mutants)} mutants killed, "
            f"{len(clean)} of {len(controls)} controls clean, {sum(one.calls for one in here.outcomes)} calls"
        )


def _part(what: str, good: Sequence[Outcome], of: Sequence[Outcome], word: str) -> str:
    return f"{what}: {len(good)} of {len(of)} {word}"


def _row(one: Outcome) -> str:
    """Own clauses with their mark, then what else was found on the way."""
    marked = ", ".join(f"{clause} {mark(one, clause)}" for clause in one.clauses)
    collateral = f"   collateral: {', '.join(one.collateral)}" if one.collateral else ""
    return f"{one.name:<56} {marked}{collateral}"


def mark(one: Outcome, clause: str) -> str:
    """What the matrix says of a mutant under one of its own clauses."""
    if one.fate is Fate.KILLED:
        return "killed" if clause in one.kills else "not asked"
    return str(one.fate).upper()


def _listed(title: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    if not outcomes:
        return
    yield f"{title}:"
    for one in outcomes:
        of = f" ({', '.join(one.clauses)})" if one.clauses else ""
        at = f" at seed {one.seed}" if one.seed else ""
        yield f"  {one.name}{of}{at}: {one.what}{f' | {one.observed}' if one.observed else ''}"
    yield ""
