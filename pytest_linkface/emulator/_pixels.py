"""From an opened picture to RGB in a size that a detector looks at, strip by strip, so that one copy is in memory."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from pytest_linkface.contract import MAX_PX
from pytest_linkface.emulator._room import Room

if TYPE_CHECKING:
    from PIL import Image

WORKING_PX = 1600
"""A long side of twice this or more is reduced: no detector looks at as much."""
STRIP_PX = 1 << 20
ORIENTATION = 0x0112

DECODING = Room(MAX_PX * MAX_PX)
"""Pixels that are decoded at a time: one of the largest pictures, or several small ones."""


TRANSPOSITIONS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""From EXIF's orientation to Pillow's ``Image.Transpose``, as ``ImageOps.exif_transpose`` has it."""

BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, Warning, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow raises on broken files."""


def upright_pixels(picture: Image.Image) -> Image.Image:
    """Decode a picture and turn it as EXIF says; it is RGB then, and its long side below 3200 px."""
    from PIL import Image

    picture.draft("RGB", (WORKING_PX, WORKING_PX))
    picture.load()
    factor = max(1, max(picture.size) // WORKING_PX)
    to_rgb = _conversion(picture)
    pixels = to_rgb(picture) if factor == 1 else _reduced(picture, factor, to_rgb)
    transposition = TRANSPOSITIONS.get(_orientation(picture))
    return pixels if transposition is None else pixels.transpose(Image.Transpose(transposition))


def _reduced(picture: Image.Image, factor: int, to_rgb: Callable[[Image.Image], Image.Image]) -> Image.Image:
    from PIL import Image

    width, height = picture.size
    result = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    rows = max(1, STRIP_PX // width // factor) * factor
    for top in range(0, height, rows):
        strip = to_rgb(picture.crop((0, top, width, min(height, top + rows))))
        result.paste(strip.reduce(factor), (0, top // factor))
    return result


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except BROKEN:  # the pixels are there: an unreadable note about them does not spoil them
        return 1


def _conversion(picture: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """The way to RGB from a mode; the whole picture is looked at, for strips of it have other extremes."""
    if picture.mode.startswith(("I", "F")):
        return _spread(picture)
    if picture.mode in ("P", "PA"):  # by way of RGBA, for Pillow warns about a palette with transparencies
        return lambda part: part.convert("RGBA").convert("RGB")
    return lambda part: part.convert("RGB")


def _spread(picture: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """Deep grey values spread over 0 to 255, where a plain conversion would cut them off."""
    low, high = picture.getextrema()
    scale = 255 / (high - low) if high > low else 0.0  # type: ignore[operator]  # one band: two numbers

    def to_rgb(part: Image.Image) -> Image.Image:
        grey = part.convert("F").point(lambda value: value * scale - low * scale)  # type: ignore[operator]  # as above
        return grey.convert("L").convert("RGB")

    return to_rgb
