"""Pictures that were sent once and may be named by id afterwards: bounded, oldest use forgotten first."""

from __future__ import annotations

import hashlib
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple, Protocol

from pytest_linkface.emulator._blocks import Blocks
from pytest_linkface.emulator._content import Content, sha256
from pytest_linkface.emulator._desk import DESK

MAX_KEPT = 128 * 1024 * 1024
"""Bytes of pictures: two dozen of the largest, thousands of usual ones."""


class Store(Protocol):
    """Wherever pictures are kept."""

    def put(self, content: bytes | Content) -> str:
        """Keep a picture and return its id."""

    def get(self, name: str) -> bytes | None:
        """The picture of this id, or None when there is none, or none any more."""

    def clear(self) -> None:
        """Forget every picture."""


def digest(seed: int, content: bytes | Content) -> str:
    """The id of a picture: the same in every process that has this seed."""
    return hashlib.sha256(b"%d:" % seed + sha256(content)).hexdigest()[:32]


class ProcessStore:
    """Contents by id, of this process. An id is a digest of seed and content, the same in every worker with this seed.

    The ids are in memory, the contents in a file without a name.
    """

    def __init__(
        self, *, seed: int, clock: Callable[[], float], lifetime: float = math.inf, capacity: int = MAX_KEPT
    ) -> None:
        self._seed = seed
        self._clock = clock
        self._lifetime = lifetime
        self._capacity = capacity
        self._lock = threading.Lock()
        self._blocks = Blocks()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._size = 0

    def put(self, content: bytes | Content) -> str:
        """Keep a picture and return its id."""
        name = digest(self._seed, content)
        with self._lock:
            kept = self._kept.pop(name, None)
            size, blocks = self._written(content) if kept is None else (kept.size, kept.blocks)
            self._kept[name] = _Kept(self._clock(), size, blocks)
        return name

    def get(self, name: str) -> bytes | None:
        """The picture of this id, or None when there is none, or none any more."""
        kept = self._kept.get(name)
        if kept is None:
            return None
        DESK.sit(kept.size)  # before the lock, which others need meanwhile
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or not self._clock() - kept.since < self._lifetime:
                self._forget(name)
                return None
            self._kept.move_to_end(name)
            return self._blocks.read(kept.blocks, kept.size)

    def clear(self) -> None:
        """Forget every picture."""
        with self._lock:
            self._kept.clear()
            self._blocks = Blocks()
            self._size = 0

    def _written(self, content: bytes | Content) -> tuple[int, tuple[int, ...]]:
        while self._kept and self._size + len(content) > self._capacity:
            self._forget(next(iter(self._kept)))
        blocks = self._blocks.write(bytes(content))
        self._size += len(content)
        return len(content), blocks

    def _forget(self, name: str) -> None:
        kept = self._kept.pop(name, None)
        if kept is not None:
            self._size -= kept.size
            self._blocks.release(kept.blocks)


class _Kept(NamedTuple):
    """When a picture came, how long it is, and where it is."""

    since: float
    size: int
    blocks: tuple[int, ...]
