"""What the emulator asks of a face engine: find the faces of a picture, and say how alike two of them are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pytest_linkface.emulator._hiding import hides

if TYPE_CHECKING:
    from PIL import Image


@hides("features")
class Face(NamedTuple):
    """One face: where it is in the picture as turned, how far that was turned, and what is compared of it."""

    left: int
    top: int
    width: int
    height: int
    turn: int
    features: bytes
    """Belongs to the engine that found the face; equal features are the same face."""


class Engine(Protocol):
    """A way to find and compare faces. It is called from several threads at once."""

    def find(self, picture: Image.Image, *, turns: Sequence[int]) -> tuple[Face, ...]:
        """The faces of an RGB picture, left to right, at the turn (degrees counter-clockwise) that shows them best."""

    def confidence(self, one: Face, two: Face) -> float:
        """How likely two faces are one person's, in [0, 1]; 1.0 for equal features."""
