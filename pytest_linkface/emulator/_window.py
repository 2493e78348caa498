"""Bytes as a file that is read and nothing else, without the copy that ``BytesIO`` makes of a subclass of bytes."""

from __future__ import annotations

import io


class Window:
    """As much of a file as Pillow asks for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._place = 0

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; all that are left without a size."""
        end = len(self._content) if size is None or size < 0 else self._place + size
        chunk = self._content[self._place : end]
        self._place = max(self._place, min(end, len(self._content)))
        return chunk

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; ValueError before the begin."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: len(self._content)}[whence]
        if start + offset < 0:
            raise ValueError("before the begin")
        self._place = start + offset
        return self._place

    def tell(self) -> int:
        """The place."""
        return self._place

    def getvalue(self) -> bytes:
        """All of it: libtiff takes nothing less."""
        return self._content
