"""The bytes of a picture that is still coming in: in memory while there is room for all of them, else in a file."""

from __future__ import annotations

from typing import IO

from pytest_linkface.emulator._content import Content
from pytest_linkface.emulator._desk import DESK, LARGE
from pytest_linkface.emulator._room import Room

MEMORY = Room(16 * 1024 * 1024)
"""Bytes for all large pictures of the process that are coming in. Slow clients could hold any number of them."""


class Spool:
    """Takes bytes, and gives them back once. A file of it has no name and ends with the process."""

    def __init__(self) -> None:
        self.size = 0
        self._kept = bytearray()
        self._counted = 0
        self._file: IO[bytes] | None = None

    def add(self, chunk: bytes | bytearray | memoryview) -> None:
        """Take the next bytes."""
        self.size += len(chunk)
        if self._file is None and self.size > LARGE and not self._has_room():
            self._move()
        if self._file is None:
            self._kept += chunk
        else:
            self._file.write(chunk)

    def content(self) -> Content:
        """All of it, once there is a seat for it; nothing is left here."""
        DESK.sit(self.size)
        try:
            if self._file is None:
                return Content(self._kept)
            self._file.seek(0)
            return Content(self._file.read())
        finally:
            self.drop()

    def drop(self) -> None:
        """Forget it."""
        self._kept = bytearray()
        self._uncount()
        if self._file is not None:
            self._file.close()
            self._file = None

    def __del__(self) -> None:
        self.drop()

    def _has_room(self) -> bool:
        more = self.size - self._counted
        if not MEMORY.take(more):
            return False
        self._counted += more
        return True

    def _move(self) -> None:
        import tempfile  # only where memory is short

        self._file = tempfile.TemporaryFile(prefix="linkface-")  # noqa: SIM115 -- kept as long as this is
        self._file.write(self._kept)
        self._kept = bytearray()
        self._uncount()

    def _uncount(self) -> None:
        if self._counted:
            MEMORY.give_back(self._counted)
            self._counted = 0
