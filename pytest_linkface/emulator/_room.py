"""So much of something for everybody: who needs more than is free takes turns, or does without."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Room:
    """A number of units. Whoever asks for all of them gets them alone."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._free = size
        self._changed = threading.Condition()
        self._queue: deque[object] = deque()

    @contextmanager
    def held(self, units: int) -> Iterator[None]:
        """Wait for so many units, in the order of asking, and have them for a while."""
        units = min(units, self._size)
        self.wait(units)
        try:
            yield
        finally:
            self.give_back(units)

    def wait(self, units: int) -> None:
        """Wait for so many units, in the order of asking."""
        ticket = object()
        with self._changed:
            self._queue.append(ticket)
            self._changed.wait_for(lambda: self._queue[0] is ticket and self._free >= units)
            self._queue.popleft()
            self._free -= units
            self._changed.notify_all()

    def take(self, units: int, *, patience: float = 0.0) -> bool:
        """Have so many units if they are free, or become free within some seconds."""
        with self._changed:
            is_free = self._changed.wait_for(lambda: units <= self._free, patience)
            self._free -= units if is_free else 0
            return is_free

    def give_back(self, units: int) -> None:
        """Let others have them."""
        with self._changed:
            self._free += units
            self._changed.notify_all()
