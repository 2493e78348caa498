"""Pictures by id in a folder, for several processes: each written whole or not at all, oldest use forgotten first."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from pytest_linkface.emulator._content import Content
from pytest_linkface.emulator._desk import DESK
from pytest_linkface.emulator._store import MAX_KEPT, digest

_NAME = re.compile(r"[0-9a-f]{32}")


class FolderStore:
    """Contents by id, a file each: modified when it was put and accessed when it was used, by the emulator's clock."""

    def __init__(
        self,
        folder: Path,
        *,
        seed: int,
        clock: Callable[[], float],
        lifetime: float,
        capacity: int = MAX_KEPT,
    ) -> None:
        self._folder = folder
        self._seed = seed
        self._clock = clock
        self._lifetime = lifetime
        self._capacity = capacity
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes | Content) -> str:
        """Keep a picture and return its id."""
        name = digest(self._seed, content)
        descriptor, written = tempfile.mkstemp(dir=self._folder, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(bytes(content))
            os.utime(written, (self._clock(), self._clock()))
            Path(written).replace(self._folder / name)
        except BaseException:
            Path(written).unlink(missing_ok=True)
            raise
        self._trim()
        return name

    def get(self, name: str) -> bytes | None:
        """The picture of this id, or None when there is none, or none any more."""
        if not _NAME.fullmatch(name):
            return None
        path = self._folder / name
        try:
            told = path.stat()
            DESK.sit(told.st_size)
            since, content = told.st_mtime, path.read_bytes()
        except FileNotFoundError:
            return None
        if self._clock() - since < self._lifetime:
            with contextlib.suppress(FileNotFoundError):
                os.utime(path, (self._clock(), since))
            return content
        path.unlink(missing_ok=True)
        return None

    def clear(self) -> None:
        """Forget every picture, in all processes."""
        for path in self._folder.iterdir():
            if _NAME.fullmatch(path.name):
                path.unlink(missing_ok=True)

    def _trim(self) -> None:
        """Let the least used go while there are too many bytes. Another process may be doing the same."""
        entries = []
        with os.scandir(self._folder) as found:
            for entry in found:
                with contextlib.suppress(FileNotFoundError):
                    if _NAME.fullmatch(entry.name):
                        told = entry.stat()
                        entries.append((told.st_atime, entry.path, told.st_size))
        size = sum(one[2] for one in entries)
        for _, path, bytes_in_it in sorted(entries):
            if size <= self._capacity:
                return
            Path(path).unlink(missing_ok=True)
            size -= bytes_in_it
