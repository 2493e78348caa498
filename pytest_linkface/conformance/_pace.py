"""So many calls a second and no more, by all processes of a run together."""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pace:
    """Time is cut into slots of one call each; who takes a slot makes a file of its number, which only one can.

    The clock is that of the machine, which all its processes share. Slots that nobody took are gone: after a pause
    there is no burst.
    """

    per_second: float
    slots: Path
    """A folder for the files."""

    def wait(self) -> None:
        """Return when the next free slot begins."""
        number = math.ceil(time.monotonic() * self.per_second)
        while not self._taken(number):
            number += 1
        time.sleep(max(0.0, number / self.per_second - time.monotonic()))

    def _taken(self, number: int) -> bool:
        try:
            os.close(os.open(self.slots / str(number), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            return False
        return True
