"""PNG files around a ready pixel stream, for what Pillow cannot write: interlaced, 16 bits a channel."""

from __future__ import annotations

import struct
import zlib

from PIL import Image

from pytest_linkface.images._deflate import stored
from pytest_linkface.images._orientation import exif

GRAY, RGB = 0, 2
"""The colour types used here, by the numbers of the format."""

# First column, first row, column step, row step of Adam7's seven passes.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk: length, name, data, checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(size: tuple[int, int], stream: bytes, *, bits: int = 8, colour: int = RGB, interlaced: bytes = b"\0") -> bytes:
    """A file of one IDAT chunk that holds the zlib ``stream``."""
    head = struct.pack(">IIBBBB", *size, bits, colour, 0, 0) + interlaced
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", stream) + chunk(b"IEND", b"")


def interlaced(image: Image.Image) -> bytes:
    """An RGB picture in the seven passes of Adam7."""
    passes = [step for step in _PASSES if step[0] < image.width and step[1] < image.height]
    data = b"".join(_rows(_sample(image, *step)) for step in passes)
    return png(image.size, stored(data), interlaced=b"\1")


def sixteen_bit(image: Image.Image) -> bytes:
    """A grey or RGB picture with two bytes a channel, the second one a copy of the first."""
    colour = GRAY if image.mode == "L" else RGB
    raw = image.tobytes()
    doubled = bytearray(2 * len(raw))
    doubled[::2] = doubled[1::2] = raw
    stride = len(doubled) // image.height
    rows = (doubled[start : start + stride] for start in range(0, len(doubled), stride))
    return png(image.size, stored(b"\0" + b"\0".join(rows)), bits=16, colour=colour)


def oriented(data: bytes, orientation: int | None) -> bytes:
    """The same file with an eXIf chunk right behind its head."""
    if orientation is None:
        return data
    return data[:33] + chunk(b"eXIf", exif(orientation).removeprefix(b"Exif\0\0")) + data[33:]


def _rows(image: Image.Image) -> bytes:
    raw, stride = image.tobytes(), len(image.getbands()) * image.width
    return b"".join(b"\0" + raw[start : start + stride] for start in range(0, len(raw), stride))


def _sample(image: Image.Image, column: int, row: int, across: int, down: int) -> Image.Image:
    """Every ``across``-th pixel of every ``down``-th row; the halves aim at the middle of a pixel."""
    size = (-(-(image.width - column) // across), -(-(image.height - row) // down))
    affine = (across, 0, column + 0.5 - across / 2, 0, down, row + 0.5 - down / 2)
    return image.transform(size, Image.Transform.AFFINE, affine, Image.Resampling.NEAREST)
