"""Contents in one file without a name, which ends with the process: memory is for what is being worked on."""

from __future__ import annotations

import errno
from typing import IO

BLOCK = 16 * 1024


class Blocks:
    """Keeps contents in blocks of one size, and gives the blocks of those that went to those that come."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._free: list[int] = []
        self._count = 0

    def write(self, content: bytes) -> tuple[int, ...]:
        """Keep a content; the numbers of its blocks."""
        view = memoryview(content)
        blocks = tuple(self._fresh() for _ in range(0, len(view), BLOCK))
        for number, start in zip(blocks, range(0, len(view), BLOCK), strict=True):
            part = view[start : start + BLOCK]
            if self._at(number).write(part) != len(part):
                raise OSError(errno.ENOSPC, "no room left for pictures in the temporary folder")
        return blocks

    def read(self, blocks: tuple[int, ...], size: int) -> bytes:
        """A content of so many bytes."""
        return b"".join(self._at(number).read(BLOCK) for number in blocks)[:size]

    def release(self, blocks: tuple[int, ...]) -> None:
        """Use them for other contents."""
        self._free.extend(reversed(blocks))

    def _fresh(self) -> int:
        if self._free:
            return self._free.pop()
        self._count += 1
        return self._count - 1

    def _at(self, number: int) -> IO[bytes]:
        if self._file is None:
            import tempfile  # only where a picture comes

            self._file = tempfile.TemporaryFile(prefix="linkface-", buffering=0)  # noqa: SIM115 -- kept as long as this is
        self._file.seek(number * BLOCK)
        return self._file

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()
