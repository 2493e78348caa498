"""Pictures that were sent once and may be named by id afterwards: bounded, oldest use forgotten first."""

from __future__ import annotations

import hashlib
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from pytest_linkface.emulator._content import sha256

MAX_KEPT = 128 * 1024 * 1024
"""Bytes of pictures in memory: two dozen of the largest, thousands of usual ones."""


class Store(Protocol):
    """Wherever pictures are kept."""

    def put(self, content: bytes) -> str:
        """Keep a picture and return its id."""

    def get(self, name: str) -> bytes | None:
        """The picture of this id, or None when there is none, or none any more."""

    def clear(self) -> None:
        """Forget every picture."""


def digest(seed: int, content: bytes) -> str:
    """The id of a picture: the same in every process that has this seed."""
    return hashlib.sha256(b"%d:" % seed + sha256(content)).hexdigest()[:32]


class MemoryStore:
    """Contents by id. An id is a digest of seed and content, so that every worker with this seed gives the same one."""

    def __init__(
        self, *, seed: int, clock: Callable[[], float], lifetime: float = math.inf, capacity: int = MAX_KEPT
    ) -> None:
        self._seed = seed
        self._clock = clock
        self._lifetime = lifetime
        self._capacity = capacity
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._size = 0

    def put(self, content: bytes) -> str:
        """Keep a picture and return its id."""
        name = digest(self._seed, content)
        with self._lock:
            self._forget(name)
            self._kept[name] = (self._clock(), content)
            self._size += len(content)
            while self._size > self._capacity:
                self._forget(next(iter(self._kept)))
        return name

    def get(self, name: str) -> bytes | None:
        """The picture of this id, or None when there is none, or none any more."""
        with self._lock:
            since, content = self._kept.get(name, (math.inf, b""))
            if not self._clock() - since < self._lifetime:
                self._forget(name)
            if name not in self._kept:
                return None
            self._kept.move_to_end(name)
            return content

    def clear(self) -> None:
        """Forget every picture."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _forget(self, name: str) -> None:
        _, content = self._kept.pop(name, (0.0, b""))
        self._size -= len(content)
