"""What is expected of an answer, and what a check says of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pytest_linkface.contract import STATUSES


@dataclass(frozen=True, slots=True)
class Expectation:
    """The documented outcomes of one call, as the maker of its pictures knows them."""

    clause: str
    """The promise that is broken by any other outcome."""
    statuses: tuple[str, ...] = ("OK",)
    """The plainest first; more than one where the manual can be read in more than one way."""
    side: str | None = None
    """The side whose picture is at fault, which ``image`` has to name."""
    shape: tuple[int, int] | None = None
    """Faces of image one, faces of image two: rows and columns of the matrix."""
    shape_clause: str = "LF-OK-SHAPE"
    """The promise that a matrix of other faces breaks; a transposed one always breaks LF-OK-SHAPE."""
    by_id: frozenset[str] = frozenset()
    """The sides that were given by id, and so get none back."""

    def __str__(self) -> str:
        outcomes = " or ".join(f"{STATUSES[name].http_code} {name}" for name in self.statuses)
        return f"{outcomes} for image {self.side}" if self.side else outcomes


@dataclass(slots=True)
class Judgement:
    """Collects, while an answer is read, the clauses that it keeps and those that it breaks."""

    kept: set[str] = field(default_factory=set)
    broken: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Clause to what was expected and what was observed; the first reason of a clause stands."""

    def see(self, clause: str, holds: object, expected: str, observed: object) -> bool:
        """Note whether a clause holds; returns it as a truth value."""
        if holds:
            self.kept.add(clause)
        else:
            self.broken.setdefault(clause, (expected, str(observed)))
        return bool(holds)

    def leave(self, *clauses: str) -> None:
        """Say nothing of some clauses, which do not apply."""
        for clause in clauses:
            self.kept.discard(clause)
            self.broken.pop(clause, None)

    @property
    def verified(self) -> frozenset[str]:
        """The clauses that were kept and not also broken."""
        return frozenset(self.kept - self.broken.keys())
