"""A Pillow picture as a file of one of the five formats, in one of the format's usual kinds."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from PIL import Image

from pytest_linkface.images._bmp import downwards, run_lengths
from pytest_linkface.images._camera import bare, camera
from pytest_linkface.images._orientation import exif
from pytest_linkface.images._png import interlaced, oriented, sixteen_bit
from pytest_linkface.images._tiff import tiff, tiled

KINDS: dict[str, tuple[str, ...]] = {
    "JPEG": ("rgb", "gray", "progressive", "cmyk", "camera", "bare"),
    "BMP": ("rgb", "gray", "palette", "alpha", "runs", "downwards"),
    "PNG": ("rgb", "gray", "palette", "alpha", "interlaced", "gray16", "rgb16"),
    "GIF": ("palette", "gray", "interlaced", "transparent"),
    "TIFF": ("rgb", "gray", "palette", "alpha", "cmyk", "lzw", "deflate", "bigendian", "tiled"),
}
"""The usual kinds of each format, the plainest first."""

_ROOM = 4_900_000
_PACKED = {"BMP": "runs", "TIFF": "deflate"}

_OPTIONS: dict[tuple[str, str], dict[str, Any]] = {
    ("JPEG", "progressive"): {"progressive": True},
    ("GIF", "palette"): {"interlace": 0},
    ("GIF", "gray"): {"interlace": 0},
    ("GIF", "interlaced"): {"interlace": 1},
    ("GIF", "transparent"): {"interlace": 0, "transparency": 255, "optimize": False},
    ("TIFF", "lzw"): {"compression": "tiff_lzw"},
    ("TIFF", "deflate"): {"compression": "tiff_adobe_deflate"},
}

_QUICK: dict[str, dict[str, Any]] = {"PNG": {"compress_level": 1}}  # half the time of the usual level 6

_OURS: dict[tuple[str, str], Callable[[Image.Image, int | None], bytes]] = {
    ("JPEG", "camera"): camera,
    ("JPEG", "bare"): lambda image, _: bare(image),
    ("BMP", "runs"): lambda image, _: run_lengths(image),
    ("BMP", "downwards"): lambda image, _: downwards(image),
    ("PNG", "interlaced"): lambda image, turned: oriented(interlaced(image), turned),
    ("PNG", "gray16"): lambda image, turned: oriented(sixteen_bit(image), turned),
    ("PNG", "rgb16"): lambda image, turned: oriented(sixteen_bit(image), turned),
    ("TIFF", "bigendian"): lambda image, turned: tiff(image.size, image.tobytes(), order=">", orientation=turned or 1),
    ("TIFF", "tiled"): lambda image, turned: tiled(image, orientation=turned or 1),
}


def chosen_kind(format: str, kind: str | None, size: tuple[int, int]) -> str:
    """The kind asked for, else the plainest one that holds so many pixels within 5 MB."""
    if format not in KINDS:
        raise ValueError(f"no format {format!r}; there are {', '.join(KINDS)}")
    if kind is None:
        too_many = size[0] * size[1] * 3 > _ROOM
        return _PACKED[format] if too_many and format in _PACKED else KINDS[format][0]
    if kind not in KINDS[format]:
        raise ValueError(f"no kind {kind!r} of {format}; there are {', '.join(KINDS[format])}")
    return kind


def encode(image: Image.Image, format: str, kind: str, *, quality: int = 90, orientation: int | None = None) -> bytes:
    """A ``converted`` picture as a file; ``orientation`` is written down and changes no pixel."""
    ours = _OURS.get((format, kind))
    if ours:
        return ours(image, orientation)
    options = {**_QUICK.get(format, {}), **_OPTIONS.get((format, kind), {})}
    if format == "JPEG":
        options["quality"] = quality
    if orientation:
        options["exif"] = exif(orientation)
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def converted(image: Image.Image, format: str, kind: str) -> Image.Image:
    """An RGB picture in the Pillow mode that the kind is saved from."""
    if kind == "cmyk":
        return image.convert("CMYK")
    if kind == "alpha":
        return image.convert("RGBA")
    if kind in {"gray", "gray16", "runs"}:
        return image.convert("L")
    if kind == "palette" or format == "GIF":
        return _with_palette(image)
    return image


def _with_palette(image: Image.Image) -> Image.Image:
    """255 colours by an octree: as near to the pixels as by the median cut, which takes five times as long."""
    return image.quantize(255, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
