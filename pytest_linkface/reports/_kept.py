"""Pictures of findings, written beside the report where somebody wishes it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

_FOLDER = "pictures"
_OURS = re.compile(r"[0-9a-f]{16}(?:\.[A-Za-z0-9]*)?")
_NAMED = re.compile(f"@{_FOLDER}/({_OURS.pattern})")


class PictureFolder:
    """Keeps pictures under names that their bytes give, so that processes share it and none is kept twice."""

    def __init__(self, report: Path) -> None:
        self._folder = report.absolute() / _FOLDER

    def clear(self, *, but: Iterable[str] = ()) -> None:
        """Take away the pictures that a run kept and that no line of these names, and nothing else."""
        named = {name for line in but for name in _NAMED.findall(line)}
        for path in self._folder.glob("*") if self._folder.is_dir() else ():
            if _OURS.fullmatch(path.name) and path.name not in named:
                path.unlink()

    def keep(self, picture: bytes, suffix: str) -> str:
        """Write a picture; returns its path, seen from the report."""
        name = f"{hashlib.sha256(picture).hexdigest()[:16]}{suffix}"
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / name).write_bytes(picture)
        return f"{_FOLDER}/{name}"
