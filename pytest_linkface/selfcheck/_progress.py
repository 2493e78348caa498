"""A word now and then to whoever waits for a long selfcheck, and at once when something is not as it should be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pytest_linkface.selfcheck._outcome import Outcome

SECONDS = 30.0
"""Between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Watches outcomes pass; a short selfcheck in which all is well is silent."""

    of: int
    """How many are to come."""
    say: Callable[[str], object]
    clock: Callable[[], float] = time.monotonic

    def watch(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The same outcomes, told of as they come."""
        started = said = self.clock()
        for number, one in enumerate(outcomes, start=1):
            if not one.fate.is_good:
                self.say(f"not as it should be: {one.name} at seed {one.seed}: {one.fate} {one.observed}\n")
            now = self.clock()
            if now - said >= SECONDS:
                said = now
                self.say(f"{number:,} of {self.of:,} tried after {now - started:.0f} s, at seed {one.seed}\n")
            yield one
