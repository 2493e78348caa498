"""One server on trial: what it breaks, if anything, and what the suite has to say of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from pytest_linkface.conformance import Effort


class Served(Protocol):
    """A server that listens while it is entered."""

    @property
    def url(self) -> str:
        """Its address."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a server is told before it is asked."""

    pictures: str
    """Host and port that pictures may be downloaded from."""
    seed: int = 0
    """Goes into the order of the cases and whatever else is drawn."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The verdict that a liar has to get."""

    code: int
    """What the run ends with."""
    says: str
    """A clause that has to be broken, or a part of why the target cannot be judged."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """A mutant if it breaks clauses, a liar if its verdict is known, else a control, which keeps every promise."""

    name: str
    what: str
    serve: Callable[[Stage], AbstractContextManager[Served]] = field(repr=False, compare=False)
    clauses: tuple[str, ...] = ()
    """The clauses that it breaks, the one that it is meant for first."""
    reasons: tuple[str, ...] = ()
    """What may be observed of it when it is found out; none where nothing was pinned."""
    ending: Ending | None = None
    effort: Effort = Effort.FULL
    """How much it is asked."""
    timeout: float = 10.0
    """Seconds for a whole answer."""
    leaves_open: frozenset[str] = frozenset()
    """The MUST and SHOULD clauses that a control cannot be asked: just these, of all that it is asked."""
