"""JPEG files without JFIF: as cameras write them, EXIF first with a small picture within, or with nothing in front."""

from __future__ import annotations

import io
import struct

from PIL import Image

_SHORT, _LONG, _TEXT = 3, 4, 2
_MAKER = b"Linkface kit\0"
_SMALL = (160, 120)
_UNKNOWN = 0


def camera(image: Image.Image, orientation: int | None) -> bytes:
    """A picture with maker, orientation and thumbnail in front of it, which is turned as the picture is.

    Where the picture is upright the orientation is 0, as cameras write that do not know how they are held.
    """
    inner = image.copy()
    inner.thumbnail(_SMALL)
    exif = b"Exif\0\0" + _directories(bare(inner, quality=60), orientation or _UNKNOWN)
    whole = bare(image)
    return whole[:2] + struct.pack(">BBH", 0xFF, 0xE1, len(exif) + 2) + exif + whole[2:]


def bare(image: Image.Image, *, quality: int = 90) -> bytes:
    """A file without the JFIF segment that Pillow puts first."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    data = file.getvalue()
    return data[:2] + data[4 + struct.unpack_from(">H", data, 4)[0] :]


def _directories(inner: bytes, orientation: int) -> bytes:
    """What is told of the picture, and then of the thumbnail that ends the block."""
    second = 8 + 2 + 2 * 12 + 4
    text = second + 2 + 3 * 12 + 4
    first = _directory([(0x010F, _TEXT, len(_MAKER), text), (0x0112, _SHORT, 1, orientation)], following=second)
    start = text + len(_MAKER)
    of_inner = [(0x0103, _SHORT, 1, 6), (0x0201, _LONG, 1, start), (0x0202, _LONG, 1, len(inner))]
    return b"II*\0" + struct.pack("<I", 8) + first + _directory(of_inner) + _MAKER + inner


def _directory(entries: list[tuple[int, int, int, int]], *, following: int = 0) -> bytes:
    packed = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + packed + struct.pack("<I", following)
