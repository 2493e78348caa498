"""Small files that say they are huge, for decoders that reserve memory before they look for pixels."""

from __future__ import annotations

from collections.abc import Callable

from pytest_linkface.images import _jpeg
from pytest_linkface.images._bmp import bmp
from pytest_linkface.images._deflate import repeated
from pytest_linkface.images._flat import MOST_PX
from pytest_linkface.images._gif import flat_codes, gif
from pytest_linkface.images._picture import Picture
from pytest_linkface.images._png import png
from pytest_linkface.images._recipe import recipe
from pytest_linkface.images._tiff import DEFLATE, tiff

_ROW = repeated(b"\0", 0, 64, 1)

_WRITERS: dict[str, Callable[[tuple[int, int]], bytes]] = {
    "JPEG": lambda size: _jpeg.head(size, "rgb") + bytes(64),
    "BMP": lambda size: bmp(size, bytes(64), bits=24),
    "PNG": lambda size: png(size, _ROW),
    "GIF": lambda size: gif(size, flat_codes(64)),
    "TIFF": lambda size: tiff(size, _ROW, compression=DEFLATE),
}


def bomb(format: str = "PNG", *, size: tuple[int, int] = (20_000, 20_000)) -> Picture:
    """Some hundred bytes whose head promises a picture of ``size`` px; the pixels are missing."""
    if format not in _WRITERS:
        raise ValueError(f"no format {format!r}; there are {', '.join(_WRITERS)}")
    if not all(1 <= side <= MOST_PX for side in size):
        raise ValueError(f"a bomb says 1 to {MOST_PX} px in each direction, not {size}")
    return Picture(recipe(bomb, format=format, size=size), format, *size, make=lambda: _WRITERS[format](size))
