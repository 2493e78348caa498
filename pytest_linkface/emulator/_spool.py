"""The bytes of a picture that is still coming in: in memory while there is room for all of them, else in a file."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import IO

from pytest_linkface.emulator._content import Content
from pytest_linkface.emulator._crew import let_others_lead
from pytest_linkface.emulator._desk import DESK, LARGE
from pytest_linkface.emulator._room import Room

CALLS = 3
MEMORY = Room(CALLS)
"""Calls whose large pictures are kept in memory. Slow clients could hold any number of them."""
PATIENCE = 0.2
"""Seconds that a call waits for this: quick ones take turns sooner than a file is written, and slow ones hold it up."""


PIECE = 16 * 1024
"""Shorter chunks are gathered, so that a client that sends byte by byte does not cost an object for each."""


class Allowance:
    """One call's leave to keep its large pictures in memory, asked for with the first of them, until it is over."""

    def __init__(self) -> None:
        self._granted: bool | None = None

    def granted(self) -> bool:
        """Whether it has it; the first to ask waits a moment."""
        if self._granted is None:
            let_others_lead()
            self._granted = MEMORY.take(1, patience=PATIENCE)
        return self._granted

    def __del__(self) -> None:
        if self._granted:
            MEMORY.give_back(1)


class Spool:
    """Takes bytes, and gives them back once. A file of it has no name and ends with the process."""

    def __init__(self, allowance: Allowance | None = None) -> None:
        self.size = 0
        self._allowance = allowance or Allowance()
        self._digest = hashlib.sha256()
        self._kept: list[bytes | bytearray] = []
        self._file: IO[bytes] | None = None

    def add(self, chunk: bytes | bytearray | memoryview) -> None:
        """Take the next bytes."""
        self.size += len(chunk)
        self._digest.update(chunk)
        if self._file is None and self.size > LARGE and not self._allowance.granted():
            self._move()
        if self._file is None:
            self._keep(chunk)
        else:
            self._file.write(chunk)

    def content(self) -> Content:
        """All of it, once there is a seat for it. What is in memory is not kept here any more, a file is."""
        DESK.sit(self.size)
        if self._file is not None:
            return Content(self.size, self._digest.digest(), self._read)
        content = Content(self.size, self._digest.digest(), partial(b"".join, self._kept))
        self.drop()
        return content

    def drop(self) -> None:
        """Forget it."""
        self._kept = []
        if self._file is not None:
            self._file.close()
            self._file = None

    def __del__(self) -> None:
        self.drop()

    def _keep(self, chunk: bytes | bytearray | memoryview) -> None:
        last = self._kept[-1] if self._kept else None
        if len(chunk) >= PIECE:
            self._kept.append(bytes(chunk))
        elif isinstance(last, bytearray) and len(last) < PIECE:
            last += chunk
        else:
            self._kept.append(bytearray(chunk))

    def _move(self) -> None:
        import tempfile  # only where memory is short

        self._file = tempfile.TemporaryFile(prefix="linkface-")  # noqa: SIM115 -- kept as long as this is
        self._file.writelines(self._kept)
        self._kept = []

    def _read(self) -> bytes:
        if self._file is None:
            return b""
        self._file.seek(0)
        return self._file.read()
