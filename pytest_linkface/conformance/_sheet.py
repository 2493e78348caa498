"""The corpus' pictures on one sheet, each over its file's name and the truth about it, for a human eye."""

from __future__ import annotations

import io
import textwrap
import warnings
from pathlib import PurePosixPath

from PIL import Image, ImageDraw, ImageOps

from pytest_linkface.conformance._manifest import manifest
from pytest_linkface.images import Picture

_COLUMNS = 12
_CELL = (196, 236)  # pixels of a picture with its caption
_SHOWN = (188, 176)  # pixels that a picture takes at most
_LETTERS = 31  # in a line of the caption
_GROUND, _NOTHING, _INK = (232, 235, 238), (206, 196, 190), (20, 20, 20)


def sheet() -> Image.Image:
    """Every picture once, in the order of the files' names."""
    _, pictures = manifest()
    rows = -(-len(pictures) // _COLUMNS)
    page = Image.new("RGB", (_COLUMNS * _CELL[0], rows * _CELL[1]), _GROUND)
    for number, (path, picture) in enumerate(pictures.items()):
        row, column = divmod(number, _COLUMNS)
        page.paste(_tile(path, picture), (column * _CELL[0], row * _CELL[1]))
    return page


def _tile(path: str, picture: Picture) -> Image.Image:
    tile = Image.new("RGB", _CELL, _GROUND)
    data = picture.make()
    shown = _shown(picture, data)
    tile.paste(shown, ((_CELL[0] - shown.width) // 2, (_SHOWN[1] - shown.height) // 2 + 2))
    faces = "1 face" if picture.faces == 1 else f"{picture.faces} faces"
    truth = f"{faces}, {picture.width} x {picture.height}" if picture.format else "no picture"
    lines = [*textwrap.wrap(PurePosixPath(path).name, _LETTERS)[:3], f"{truth}, {len(data):,} B"]
    ImageDraw.Draw(tile).multiline_text((4, _SHOWN[1] + 4), "\n".join(lines), fill=_INK, spacing=1)
    return tile


def _shown(picture: Picture, data: bytes) -> Image.Image:
    """The picture as it is stored, small; a plain field where a decoder finds none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged tags and of bombs
            image = Image.open(io.BytesIO(data if picture.format else b"")).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return Image.new("RGB", _SHOWN, _NOTHING)
    small = ImageOps.contain(image, _SHOWN) if max(image.size) > min(_SHOWN) else image
    return ImageOps.expand(small, 1, _INK)
