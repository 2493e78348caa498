"""Faces by OpenCV's cascade: photos of anybody will do, for it goes by looks alone. It is no biometric product."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_linkface.emulator._engine import Face
from pytest_linkface.emulator._extra import load_detector, require_detector

if TYPE_CHECKING:
    from PIL import Image

LONG_SIDE = 800
"""Pixels that a picture is scaled down to: of five 512 px portraits in a row 800 found all, 640 found three."""
LOADING = threading.Lock()
STEP = 1.1
NEIGHBOURS = 4
SMALLEST_SHARE = 0.04
"""Of the shorter side: a smaller face is a passer-by, or a pattern."""
SMALLEST_PX = 24


CONVINCING = 12
"""Hits that settle a turn: upright faces had 16 and more, what was taken for faces in a turned picture 8 at most."""

Box = tuple[int, int, int, int]


class _View(NamedTuple):
    """A picture at one turn, with the boxes found in it and how often each was hit."""

    pixels: Any
    turn: int
    hits: tuple[tuple[Box, int], ...]
    scale: float = 1.0
    """How many pixels of the picture one of the view stands for."""

    @property
    def evidence(self) -> int:
        return sum(number for _, number in self.hits)

    @property
    def is_convincing(self) -> bool:
        return any(number >= CONVINCING for _, number in self.hits)

    def faces(self) -> tuple[Face, ...]:
        from pytest_linkface.emulator._resemblance import features  # where OpenCV is loaded anyway

        return tuple(Face(*self._place(box), self.turn, features(self.pixels, box)) for box, _ in self.hits)

    def _place(self, box: Box) -> Box:
        left, top, width, height = (round(length * self.scale) for length in box)
        return left, top, width, height


def _scaled(picture: Image.Image) -> Image.Image:
    scale = LONG_SIDE / max(picture.size)
    if scale >= 1:
        return picture
    width, height = (max(1, round(length * scale)) for length in picture.size)
    return picture.resize((width, height), reducing_gap=2.0)


class OpenCVEngine:
    """Haar features find the faces; their pixels, laid on one another, compare them."""

    def __init__(self) -> None:
        require_detector()
        self._lock = threading.Lock()

    def find(self, picture: Image.Image, *, turns: Sequence[int]) -> tuple[Face, ...]:
        """The faces at the first convincing turn, or else at the one that shows most."""
        import numpy as np

        with LOADING:  # another thread would find half of OpenCV while it loads
            _ = self._cascade
        scaled = _scaled(picture)
        best = _View(None, 0, ())
        for turn in turns:
            pixels = np.asarray(scaled.rotate(turn, expand=True))
            view = _View(pixels, turn, self._hits(pixels), picture.width / scaled.width)
            best = max(best, view, key=lambda view: view.evidence)
            if best.is_convincing:
                break
        return best.faces()

    def confidence(self, one: Face, two: Face) -> float:
        """1.0 for equal features, above 0.9 for the same portrait in another size or encoding."""
        from pytest_linkface.emulator._resemblance import confidence  # as above

        return confidence(one.features, two.features)

    def _hits(self, pixels: Any) -> tuple[tuple[Box, int], ...]:
        import cv2

        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        smallest = max(SMALLEST_PX, round(SMALLEST_SHARE * min(grey.shape)))
        with self._lock:  # a cascade has one set of buffers
            boxes, hits = self._cascade.detectMultiScale2(
                grey, scaleFactor=STEP, minNeighbors=NEIGHBOURS, minSize=(smallest, smallest)
            )
        plain = (tuple(map(int, box)) for box in boxes)
        return tuple(sorted(((x, y, w, h), int(number)) for (x, y, w, h), number in zip(plain, hits, strict=True)))

    @cached_property
    def _cascade(self) -> Any:
        path = load_detector()  # before the import, whose failing it explains
        import cv2

        return cv2.CascadeClassifier(str(path))
