"""What the suite made of one mutant, control or liar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    """How it ended; each kind of server has its own ways to end."""

    KILLED = "killed"
    """A mutant: the suite found that very clause broken, for a reason that is pinned."""
    MISTAKEN = "mistaken"
    """A mutant: that very clause was found broken, and what was observed is none of the pinned reasons."""
    SURVIVED = "survived"
    """A mutant: it differed on the wire, and its own clause was not found broken."""
    VOID = "void"
    """A mutant: all that the suite asked was answered as by the plain server."""
    CLEAN = "clean"
    """A control: nothing was found, and nothing remained open."""
    ACCUSED = "accused"
    """A control: something was found, or could not be asked, without right."""
    JUDGED = "judged"
    """A liar: it got the verdict that is pinned."""
    MISJUDGED = "misjudged"
    """A liar: it got another verdict."""

    @property
    def is_good(self) -> bool:
        """Whether the suite did what it should."""
        return self in (Fate.KILLED, Fate.CLEAN, Fate.JUDGED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the matrix."""

    name: str
    what: str
    clauses: tuple[str, ...]
    """The clauses that it breaks; none for a control or a liar."""
    fate: Fate
    found: Mapping[str, str] = field(default_factory=dict)
    """Clause to the first case that found it broken, in the order of finding."""
    observed: str = ""
    """What the decisive finding saw; why a control was accused; the verdict on a liar."""
    reason: str = ""
    """Why it was killed, in the words that are pinned."""
    pinned: bool = True
    """Whether reasons were pinned for it."""
    calls: int = 0
    seconds: float = 0.0
    seed: int = 0

    @property
    def kills(self) -> tuple[str, ...]:
        """The clauses of its own that were found broken."""
        return tuple(clause for clause in self.clauses if clause in self.found)

    @property
    def collateral(self) -> tuple[str, ...]:
        """Other clauses that were found broken before it was killed."""
        return tuple(clause for clause in self.found if clause not in self.clauses)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self) | {"fate": str(self.fate), "kills": list(self.kills), "collateral": list(self.collateral)}
