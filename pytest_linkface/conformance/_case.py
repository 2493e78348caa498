"""One question to a target, under an id that never moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_linkface.conformance._exam import Exam


class Effort(StrEnum):
    """How much a run asks; each asks what the one before asks, and more."""

    SMOKE = "smoke"
    """Is it alive, and does it refuse? A few calls."""
    CORE = "core"
    """Every MUST clause that can be provoked, on both sides: what a paid account is for."""
    EDGES = "edges"
    """Every edge in every format, every kind, every source: what the embedded emulator is asked."""
    FULL = "full"
    """Also each edge on each side, long histories, crowds, and drawn calls: where calls are free."""

    def includes(self, other: Effort) -> bool:
        """Whether a case of the other effort is asked."""
        order = list(Effort)
        return order.index(other) <= order.index(self)


@dataclass(frozen=True, slots=True)
class Case:
    """A clause asked in one way, of both sides where it has two."""

    clause: str
    name: str
    ask: Callable[[Exam], None] = field(repr=False, compare=False)
    effort: Effort = Effort.CORE
    """The least effort at which it is asked."""
    calls: int | None = None
    """What it costs, where drawing it would take long to find out."""

    @property
    def id(self) -> str:
        """The clause and, in brackets, what is asked of it."""
        return f"{self.clause}[{self.name}]"


class NotExercised(Exception):
    """The question cannot be asked of this target; the text says what it would need."""


class NotApplicable(NotExercised):
    """The target is declared not to support what is asked, and a probe agrees; the text says so."""


class TargetLost(NotExercised):
    """The target cannot be judged at all; the text says why."""
