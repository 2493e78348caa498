"""The cassettes of one test on disk: read whole or not at all, added as complete files, kept only when it passed.

While a test records, its interactions lie under ``cassettes/.recording``, where git does not look. When it passed, a
list of what is to happen is written beside them, and only then are they moved. Whoever opens the folder next carries
out a list that was left behind, so that a run killed at any moment leaves everything that was complete.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from pytest_linkface.recording._cassette import Cassette, read_cassette
from pytest_linkface.recording._errors import UnreadableCassette

STAGE = ".recording"
_LIST = "passed.list"


class Folder:
    """Where the cassettes of one test lie: ``root`` is the folder ``cassettes``, ``name`` says module and test."""

    def __init__(self, root: Path, name: Path) -> None:
        self.path = root / name
        self._stages = root / STAGE / name
        self._root = root
        self._stage: Path | None = None

    def read(self) -> tuple[Cassette, ...]:
        """Every cassette, sorted by file name; what an interrupted run left behind is put into place first.

        Raises:
            UnreadableCassette: one of them cannot be used; the text says which and why.
        """
        for left in self._left_behind():
            _carry_out(left, self.path)
        return tuple(map(read_file, sorted(self.path.glob("*.json"))))

    def keep(self, cassette: Cassette, text: str) -> None:
        """Write an interaction of a test that is still running."""
        if self._stage is None:
            self._stage = self._stages / f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
            self._stage.mkdir(parents=True)
            _write(self._root / STAGE / ".gitignore", "*\n")
        _write(self._stage / cassette.file_name, text)

    def promote(self, remove: Iterable[str] = ()) -> None:
        """The test passed: put what was kept into its place, and take away the files of these names."""
        if self._stage is None:
            return
        staying = {path.name for path in self._stage.glob("*.json")}
        _write(self._stage / _LIST, json.dumps(sorted(set(remove) - staying)))
        _carry_out(self._stage, self.path)
        self.discard()

    def interrupted(self) -> tuple[Cassette, ...]:
        """What runs recorded that were killed before their test ended: answers that were paid for."""
        paths = [path for stage in self._orphaned() for path in sorted(stage.glob("*.json"))]
        return tuple(map(read_file, paths))

    def forget_interrupted(self) -> None:
        """Remove that: it was taken over, or is not wanted."""
        for stage in self._orphaned():
            shutil.rmtree(stage, ignore_errors=True)

    def discard(self) -> None:
        """Forget what was kept and not put into its place."""
        if self._stage is not None:
            shutil.rmtree(self._stage, ignore_errors=True)
            self._stage = None
        with contextlib.suppress(OSError):
            _prune(self._stages, self._root / STAGE)

    def _left_behind(self) -> Iterator[Path]:
        for found in sorted(self._stages.glob(f"*/{_LIST}")):
            yield found.parent

    def _orphaned(self) -> Iterator[Path]:
        for stage in sorted(self._stages.glob("*-*")):
            if stage != self._stage and not (stage / _LIST).exists() and _is_dead(stage.name.partition("-")[0]):
                yield stage


def read_file(path: Path) -> Cassette:
    """One cassette.

    Raises:
        UnreadableCassette: it cannot be used; the text says why, and what to do.
    """
    try:
        return read_cassette(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        problem = f"it cannot be read ({error})"
    except UnreadableCassette as error:
        problem = str(error)
    raise UnreadableCassette(
        f"{path}: {problem}. Restore the file, or delete it and record anew with --linkface-record=new."
    )


def _carry_out(stage: Path, path: Path) -> None:
    """Do what the list says; a second process that does the same at the same time does no harm."""
    try:
        removed = json.loads((stage / _LIST).read_text("utf-8"))
        path.mkdir(parents=True, exist_ok=True)
        for found in list(stage.glob("*.json")):
            with contextlib.suppress(FileNotFoundError):
                found.replace(path / found.name)
        for name in removed:
            (path / Path(name).name).unlink(missing_ok=True)
        _flush(path)
    except FileNotFoundError:
        return  # another process has done it
    shutil.rmtree(stage, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    """Put a whole file into place at once, on the disk and not only in the system's memory."""
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _flush(path.parent)


def _flush(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_dead(process: str) -> bool:
    if sys.platform == "win32" or not process.isdigit():
        return False  # there, asking for a process would end it
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _prune(path: Path, upper: Path) -> None:
    """Remove folders that became empty, upwards to this one."""
    while upper in path.parents:
        path.rmdir()
        path = path.parent
