"""A picture as a recipe, and so with a truth that is known before anybody looks at its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

SUFFIXES = {"JPEG": "jpg", "BMP": "bmp", "PNG": "png", "GIF": "gif", "TIFF": "tif", "WEBP": "webp"}



@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A picture that is built when its bytes are asked for; two of the same recipe are equal.

    It holds no bytes: Hypothesis prints every field of an example and keeps it in its database.
    """

    recipe: str
    """The call that makes it again, such as ``images.scene(faces=2, format='PNG')``."""
    format: str | None
    """Pillow's name of the format; None for bytes that are no picture."""
    width: int
    """Stored columns, before an EXIF orientation is applied; 0 for bytes that are no picture."""
    height: int
    """Stored rows."""
    people: tuple[str, ...] = ()
    """The portraits shown; the order in which a detector finds them is not promised."""
    make: Callable[[], bytes] = field(kw_only=True, compare=False)
    """Builds the bytes, the same ones each time on every machine with the same Pillow."""

    @property
    def faces(self) -> int:
        """How many faces a detector finds once the picture is upright."""
        return len(self.people)

    @property
    def suffix(self) -> str:
        """The usual file name suffix without the dot; ``bin`` for bytes that are no picture."""
        return SUFFIXES.get(self.format or "", (self.format or "bin").lower())

    def __repr__(self) -> str:
        return self.recipe

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        del cycle
        printer.text(self.recipe)
