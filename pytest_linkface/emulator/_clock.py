"""The time that accounts and ids live by: a clock that can be moved, so that no test waits."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path


class Clock:
    """Unix time of another clock, and what it was moved by."""

    def __init__(self, base: Callable[[], float]) -> None:
        self._base = base
        self._moved = 0.0

    def __call__(self) -> float:
        """Now, in seconds."""
        return self._base() + self.moved

    def __repr__(self) -> str:
        return f"Clock(moved={self.moved:g})"

    @property
    def moved(self) -> float:
        """By how many seconds."""
        return self._moved

    def move(self, seconds: float) -> None:
        """Let time pass at once. It never runs backwards: ValueError."""
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < math.inf:
            raise ValueError(f"move: expected seconds, 0 or more, not {seconds!r}")
        self._add(float(seconds))

    def reset(self) -> None:
        """Show the other clock's time again."""
        self._moved = 0.0

    def _add(self, seconds: float) -> None:
        self._moved += seconds


class FolderClock(Clock):
    """A clock that whoever moves it moves for all processes of a folder: each move is a line of a file."""

    def __init__(self, base: Callable[[], float], folder: Path) -> None:
        super().__init__(base)
        self._path = folder / "moves"

    @property
    def moved(self) -> float:
        """By how many seconds, all processes together."""
        try:
            moves = self._path.read_bytes()
        except FileNotFoundError:
            return 0.0
        return math.fsum(map(float, moves[: moves.rfind(b"\n") + 1].split()))  # whole lines: one may be on its way

    def reset(self) -> None:
        """Show the other clock's time again, to all processes."""
        self._path.unlink(missing_ok=True)

    def _add(self, seconds: float) -> None:
        # One write to the end of the file: moves of two processes at once are both there afterwards.
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, f"{seconds!r}\n".encode())
        finally:
            os.close(descriptor)
