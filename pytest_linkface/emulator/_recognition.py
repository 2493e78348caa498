"""From a picture's bytes to its faces, remembered by the bytes' digest: a repeated picture is not searched again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import NamedTuple

from pytest_linkface.contract import MAX_FACES
from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._content import Content, sha256
from pytest_linkface.emulator._crew import let_others_lead
from pytest_linkface.emulator._engine import Engine, Face
from pytest_linkface.emulator._pictures import upright

UPRIGHT = (0,)
ALL_TURNS = (0, 90, 270, 180)
"""Sideways before upside down: so are photos that lost their EXIF."""

MAX_REMEMBERED = 512
MAX_WORKERS = 4
"""Pictures that are looked at at a time; decoding counts their pixels, too."""


class Search(NamedTuple):
    """What one search of a picture found, and how large the upright picture was in the pixels of its faces."""

    width: int
    height: int
    faces: tuple[Face, ...]


def turns_for(auto_rotate: str) -> tuple[int, ...]:
    """The turns that a picture is looked at, by the text of its side's ``auto_rotate``."""
    return ALL_TURNS if auto_rotate.strip().lower() == "true" else UPRIGHT


class Recognition:
    """Finds the faces of pictures with an engine, and counts them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = threading.Lock()
        self._workers = threading.Semaphore(MAX_WORKERS)
        self._known: OrderedDict[tuple[bytes, tuple[int, ...]], Search] = OrderedDict()

    def faces(self, content: bytes | Content, side: str, *, turns: tuple[int, ...]) -> tuple[Face, ...]:
        """One to four faces, or the refusal of a picture that cannot be decoded, shows none or shows more."""
        faces = self.found(content, side, turns=turns)
        if not faces:
            raise RefusalError("NO_FACE_DETECTED", side=side)
        if len(faces) > MAX_FACES:
            raise RefusalError("TOO_MANY_FACES", side=side, clause="LF-IMG-MAX-FACES")
        return faces

    def confidence(self, one: Face, two: Face) -> float:
        """How likely two faces are one person's, in [0, 1]."""
        return self.engine.confidence(one, two)

    def found(self, content: bytes | Content, side: str, *, turns: tuple[int, ...]) -> tuple[Face, ...]:
        """Any number of faces."""
        digest = sha256(content)
        known = self.remembered(digest, turns=turns)
        if known is not None:
            return known.faces
        let_others_lead()
        with self._workers:
            picture = upright(content, side)
            faces = self.engine.find(picture, turns=turns)
        with self._lock:
            self._known[digest, turns] = Search(*picture.size, faces)
            while len(self._known) > MAX_REMEMBERED:
                self._known.popitem(last=False)
        return faces

    def remembered(self, digest: bytes, *, turns: tuple[int, ...]) -> Search | None:
        """What was found in the picture of this digest, if that is not too long ago."""
        with self._lock:
            if (digest, turns) in self._known:
                self._known.move_to_end((digest, turns))
            return self._known.get((digest, turns))
