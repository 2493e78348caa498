"""One question to a target, under an id that never moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_linkface.conformance._exam import Exam


@dataclass(frozen=True, slots=True)
class Case:
    """A clause asked in one way, of both sides where it has two."""

    clause: str
    name: str
    ask: Callable[[Exam], None] = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """The clause and, in brackets, what is asked of it."""
        return f"{self.clause}[{self.name}]"


class NotExercised(Exception):
    """The question cannot be asked of this target; the text says what it would need."""


class TargetLost(NotExercised):
    """The target cannot be judged at all; the text says why."""
