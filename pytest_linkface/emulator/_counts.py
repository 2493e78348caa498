"""How much each account has used of its quota and its rate: the numbers, and one place that keeps them in memory."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import NamedTuple, Protocol


class Count(NamedTuple):
    """One account's numbers; without options nobody has called yet."""

    calls: int = 0
    """How many cost quota."""
    tokens: float = math.inf
    """How many calls the bucket still holds, at the time of ``since``; infinity stands for a full one."""
    since: float = 0.0


Step = Callable[[Count], tuple[Count, str]]
"""What one call makes of the numbers, and the status that refuses it; empty when none does."""


class Counts(Protocol):
    """Wherever the numbers are kept."""

    def take(self, api_id: str, step: Step) -> str:
        """Replace an account's numbers by what the step makes of them, nobody else in between; the step's status."""

    def clear(self) -> None:
        """Let nobody have called yet."""


class MemoryCounts:
    """The numbers of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, Count] = {}

    def take(self, api_id: str, step: Step) -> str:
        """Replace an account's numbers, no other thread in between."""
        with self._lock:
            self._counts[api_id], status = step(self._counts.get(api_id, Count()))
        return status

    def clear(self) -> None:
        """Let nobody have called yet."""
        with self._lock:
            self._counts.clear()
