"""Where each namespace keeps what has to last: in memory, or in a folder that several processes share."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from pytest_linkface.emulator._clock import Clock, FolderClock
from pytest_linkface.emulator._counts import Counts, MemoryCounts
from pytest_linkface.emulator._store import MAX_KEPT, ProcessStore, Store

SMALL = 16 * 1024 * 1024
"""What a namespace other than the first may keep in pictures: there may be many."""


class Shelf(NamedTuple):
    """What one namespace knows of earlier calls when it answers the next one."""

    clock: Clock
    counts: Counts
    pictures: Store


def shelves(
    folder: str | PathLike[str] | None, *, clock: Callable[[], float], seed: int, lifetime: float
) -> Callable[[str], Shelf]:
    """Makes the shelf of a namespace, by its name; processes that name the same folder share it."""

    def in_memory(name: str) -> Shelf:
        here = Clock(clock)
        return Shelf(
            here, MemoryCounts(), ProcessStore(seed=seed, clock=here, lifetime=lifetime, capacity=_capacity(name))
        )

    def in_folder(name: str) -> Shelf:
        from pytest_linkface.emulator._counts_folder import FolderCounts  # with SQLite: only where it is wanted
        from pytest_linkface.emulator._store_folder import FolderStore

        own = Path(folder or "") / name
        own.mkdir(parents=True, exist_ok=True)
        here = FolderClock(clock, own)
        pictures = FolderStore(own, seed=seed, clock=here, lifetime=lifetime, capacity=_capacity(name))
        return Shelf(here, FolderCounts(own), pictures)

    return in_memory if folder is None else in_folder


def _capacity(name: str) -> int:
    return MAX_KEPT if name == "default" else SMALL
