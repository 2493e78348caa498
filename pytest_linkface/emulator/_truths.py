"""Who is on which picture, said by hand: what a test states goes before what the detector would find."""

from __future__ import annotations

import hashlib
import struct
import threading
from collections import OrderedDict
from collections.abc import Sequence

from pytest_linkface.emulator._content import Content, sha256
from pytest_linkface.emulator._engine import Face
from pytest_linkface.emulator._recognition import Recognition, Search

MAX_STATED = 1024
MAX_NAMES = 16
LONGEST_NAME = 80
MARK = b"stated\0"


class Truths(Recognition):
    """Finds the faces that were stated for a picture, and leaves all other pictures to the detector.

    Of stated faces, the same name is the same person: 1.0 within the same picture, above 0.9 across pictures; other
    names, and a stated face beside a detected one, are below 0.4.
    """

    def __init__(self, finder: Recognition) -> None:
        super().__init__(finder.engine)
        self._finder = finder
        self._stating = threading.Lock()
        self._stated: OrderedDict[str, tuple[Face, ...]] = OrderedDict()

    def state(self, sha256: str, names: Sequence[str]) -> None:
        """Say who is on the picture of this digest, left to right; ValueError for what cannot be meant."""
        if isinstance(names, str) or len(names) > MAX_NAMES or not all(map(_is_name, names)):
            raise ValueError(f'faces: expected up to {MAX_NAMES} short names such as ["ana", "bo"]')
        faces = tuple(Face(place, 0, 1, 1, 0, _features(name, sha256)) for place, name in enumerate(names))
        with self._stating:
            self._stated[sha256] = faces
            while len(self._stated) > MAX_STATED:
                self._stated.popitem(last=False)

    def reset(self) -> None:
        """Forget everything that was said."""
        with self._stating:
            self._stated.clear()

    def found(self, content: bytes | Content, side: str, *, turns: tuple[int, ...]) -> tuple[Face, ...]:
        """Any number of faces: of a stated picture, which is not decoded, the stated ones."""
        stated = self._stated.get(sha256(content).hex()) if self._stated else None
        return self._finder.found(content, side, turns=turns) if stated is None else stated

    def remembered(self, digest: bytes, *, turns: tuple[int, ...]) -> Search | None:
        """What was found in a picture; stated faces have no place in theirs."""
        return None if digest.hex() in self._stated else self._finder.remembered(digest, turns=turns)

    def confidence(self, one: Face, two: Face) -> float:
        """How likely two faces are one person's, in [0, 1]."""
        if not (one.features.startswith(MARK) or two.features.startswith(MARK)):
            return self._finder.confidence(one, two)
        if one.features == two.features:
            return 1.0
        part = _part(one, two)
        return _single(0.91 + 0.08 * part if _name(one) == _name(two) else 0.39 * part)


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name) <= LONGEST_NAME


def _features(name: str, sha256: str) -> bytes:
    return MARK + sha256.encode() + b"\0" + name.encode("utf-8", "surrogatepass")


def _name(face: Face) -> bytes:
    """The name of a stated face; of a detected one something that no name is."""
    mark, _, rest = face.features.partition(b"\0")
    return rest.partition(b"\0")[2] if mark + b"\0" == MARK else b"\0"


def _part(one: Face, two: Face) -> float:
    """From 0 to 1, the same for the same two faces in either order."""
    digest = hashlib.sha256(b"\0".join(sorted((one.features, two.features)))).digest()
    return int.from_bytes(digest[:4], "big") / 0xFFFFFFFF


def _single(value: float) -> float:
    """As float32 widened to double, in which the platform computes."""
    return float(struct.unpack("<f", struct.pack("<f", value))[0])
