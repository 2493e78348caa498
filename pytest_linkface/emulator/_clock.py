"""The time that accounts and ids live by: a clock that can be moved, so that no test waits."""

from __future__ import annotations

import math
from collections.abc import Callable


class Clock:
    """Unix time of another clock, and what it was moved by."""

    def __init__(self, base: Callable[[], float]) -> None:
        self._base = base
        self._moved = 0.0

    def __call__(self) -> float:
        """Now, in seconds."""
        return self._base() + self._moved

    def __repr__(self) -> str:
        return f"Clock(moved={self._moved:g})"

    def move(self, seconds: float) -> None:
        """Let time pass at once. It never runs backwards: ValueError."""
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < math.inf:
            raise ValueError(f"move: expected seconds, 0 or more, not {seconds!r}")
        self._moved += seconds

    def reset(self) -> None:
        """Show the other clock's time again."""
        self._moved = 0.0
