"""Where each namespace keeps its pictures: in memory, or in a folder that several processes share."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path

from pytest_linkface.emulator._store import MAX_KEPT, MemoryStore, Store
from pytest_linkface.emulator._store_folder import FolderStore

SMALL = 16 * 1024 * 1024
"""What a namespace other than the first may keep: there may be many."""

Clocked = Callable[[], float]


def shelves(
    folder: str | PathLike[str] | None, *, seed: int, lifetime: float
) -> Callable[[str, Clocked], Store]:
    """Makes the store of a namespace, by its name and clock."""

    def made(name: str, clock: Clocked) -> Store:
        capacity = MAX_KEPT if name == "default" else SMALL
        if folder is None:
            return MemoryStore(seed=seed, clock=clock, lifetime=lifetime, capacity=capacity)
        return FolderStore(Path(folder) / name, seed=seed, clock=clock, lifetime=lifetime, capacity=capacity)

    return made
