"""From a picture's bytes to its faces, remembered by the bytes' digest: a repeated picture is not searched again."""

from __future__ import annotations

import threading
from collections import OrderedDict

from pytest_linkface.contract import MAX_FACES
from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._content import sha256
from pytest_linkface.emulator._engine import Engine, Face
from pytest_linkface.emulator._pictures import upright

UPRIGHT = (0,)
ALL_TURNS = (0, 90, 270, 180)
"""Sideways before upside down: so are photos that lost their EXIF."""

MAX_REMEMBERED = 512
MAX_WORKERS = 4
"""Pictures that are decoded at a time: the largest take 48 MB each."""


class Recognition:
    """Finds the faces of pictures with an engine, and counts them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = threading.Lock()
        self._workers = threading.Semaphore(MAX_WORKERS)
        self._known: OrderedDict[tuple[bytes, tuple[int, ...]], tuple[Face, ...]] = OrderedDict()

    def faces(self, content: bytes, side: str, *, turns: tuple[int, ...]) -> tuple[Face, ...]:
        """One to four faces, or the refusal of a picture that cannot be decoded, shows none or shows more."""
        faces = self.found(content, side, turns=turns)
        if not faces:
            raise RefusalError("NO_FACE_DETECTED", side=side)
        if len(faces) > MAX_FACES:
            raise RefusalError("TOO_MANY_FACES", side=side)
        return faces

    def confidence(self, one: Face, two: Face) -> float:
        """How likely two faces are one person's, in [0, 1]."""
        return self.engine.confidence(one, two)

    def found(self, content: bytes, side: str, *, turns: tuple[int, ...]) -> tuple[Face, ...]:
        """Any number of faces."""
        key = (sha256(content), turns)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        with self._workers:
            faces = self.engine.find(upright(content, side), turns=turns)
        with self._lock:
            self._known[key] = faces
            while len(self._known) > MAX_REMEMBERED:
                self._known.popitem(last=False)
        return faces
