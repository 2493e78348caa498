"""Pictures of one grey in any size, spelled without ever holding their pixels."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from pytest_linkface.images._bmp import bmp, flat_runs
from pytest_linkface.images._deflate import repeated
from pytest_linkface.images._encode import chosen_kind, converted, encode
from pytest_linkface.images._gif import flat_codes, gif
from pytest_linkface.images._jpeg import flat_jpeg
from pytest_linkface.images._picture import Picture
from pytest_linkface.images._png import GRAY, png
from pytest_linkface.images._recipe import recipe
from pytest_linkface.images._tiff import DEFLATE, tiff

MOST_PX = 65_500
_GREY = 128
_COLOUR_PX = 64_000_000  # more of them take PNG over 5 MB in colour
_Size = tuple[int, int]

_WRITERS: dict[tuple[str, str], Callable[[_Size], bytes]] = {
    ("JPEG", "rgb"): lambda size: flat_jpeg(size, "rgb"),
    ("JPEG", "gray"): lambda size: flat_jpeg(size, "gray"),
    ("JPEG", "progressive"): lambda size: flat_jpeg(size, "progressive"),
    ("JPEG", "cmyk"): lambda size: flat_jpeg(size, "cmyk"),
    ("BMP", "rgb"): lambda size: bmp(size, (bytes([_GREY]) * 3 * size[0] + bytes(-3 * size[0] % 4)) * size[1], bits=24),
    ("BMP", "runs"): lambda size: flat_runs(size, _GREY),
    ("PNG", "rgb"): lambda size: png(size, repeated(b"\0", _GREY, 3 * size[0], size[1])),
    ("PNG", "rgb16"): lambda size: png(size, repeated(b"\0", _GREY, 6 * size[0], size[1]), bits=16),
    ("PNG", "gray"): lambda size: png(size, repeated(b"\0", _GREY, size[0], size[1]), colour=GRAY),
    ("PNG", "gray16"): lambda size: png(size, repeated(b"\0", _GREY, 2 * size[0], size[1]), bits=16, colour=GRAY),
    ("GIF", "palette"): lambda size: gif(size, flat_codes(size[0] * size[1])),
    ("TIFF", "rgb"): lambda size: tiff(size, bytes([_GREY]) * 3 * size[0] * size[1]),
    ("TIFF", "deflate"): lambda size: tiff(
        size, repeated(b"", _GREY, size[0], size[1]), channels=1, compression=DEFLATE
    ),
}


def flat(width: int, height: int, *, format: str = "PNG", kind: str | None = None) -> Picture:
    """A picture of one grey and no face, 1 to 65,500 px in each direction.

    Without ``kind`` it is built in milliseconds and takes less than 5,000,000 bytes, at 4000 x 4000 px too.
    """
    size = (width, height)
    if not (1 <= width <= MOST_PX and 1 <= height <= MOST_PX):
        raise ValueError(f"a flat picture has 1 to {MOST_PX} px in each direction, not {width} x {height}")
    huge = width * height > _COLOUR_PX
    kept = "gray" if kind is None and format == "PNG" and huge else chosen_kind(format, kind, size)
    text = recipe(flat, width=width, height=height, format=format, kind=kind)
    return Picture(text, format, width, height, make=lambda: _make(size, format, kept))


def _make(size: _Size, format: str, kind: str) -> bytes:
    writer = _WRITERS.get((format, kind))
    return writer(size) if writer else _by_pillow(size, format, kind)


def _by_pillow(size: _Size, format: str, kind: str) -> bytes:
    return encode(converted(Image.new("RGB", size, (_GREY,) * 3), format, kind), format, kind)
