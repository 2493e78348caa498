"""The ceiling on the calls of a run, shared by all its processes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Budget:
    """So many calls and no more; each takes a ticket, which is a byte at the end of a file.

    The system appends for one process at a time, so that the end of the file is the ticket's number.
    """

    calls: int
    tickets: Path

    def take(self) -> bool:
        """Whether one more call may be made."""
        handle = os.open(self.tickets, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, b".")
            return os.lseek(handle, 0, os.SEEK_CUR) <= self.calls
        finally:
            os.close(handle)
