"""What a picture's first bytes say of it, read without decoding it and without believing it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NamedTuple

_MOST_STEPS = 4096  # segments, chunks or tags followed before a hostile file is given up
_NOT_FRAMES = {0xC4, 0xC8, 0xCC}  # within the range of the frame markers, and none of them
_BARE = {0x01, *range(0xD0, 0xD8)}  # markers that no length follows
_ORIENTATION = 0x0112


class Header(NamedTuple):
    """Format (Pillow's name), stored columns and rows, and the EXIF orientation if one of 1 to 8 is told."""

    format: str
    width: int
    height: int
    orientation: int | None = None


def read(data: bytes) -> Header | None:
    """The header of one of the five formats, in microseconds; None when these bytes begin none or end within it."""
    for magic, reader in _READERS:
        if data.startswith(magic):
            try:
                return reader(data)
            except (struct.error, IndexError):
                return None
    return None


def _jpeg(data: bytes) -> Header | None:
    at, orientation = 2, None
    for _ in range(_MOST_STEPS):
        if data[at] != 0xFF:
            return None
        mark = data[at + 1]
        if mark == 0xFF or mark in _BARE:
            at += 1 if mark == 0xFF else 2
            continue
        if 0xC0 <= mark <= 0xCF and mark not in _NOT_FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Header("JPEG", width, height, orientation)
        if mark in {0xD9, 0xDA}:
            return None
        if mark == 0xE1 and orientation is None and data.startswith(b"Exif\0\0", at + 4):
            orientation = _told(data, at + 10)
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None


def _png(data: bytes) -> Header | None:
    if data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    at = 8
    for _ in range(_MOST_STEPS):
        size, name = struct.unpack_from(">I4s", data, at) if len(data) >= at + 8 else (0, b"IEND")
        if name in {b"IDAT", b"IEND"}:
            break
        if name == b"eXIf":
            return Header("PNG", width, height, _told(data, at + 8))
        at += 12 + size
    return Header("PNG", width, height)


def _gif(data: bytes) -> Header:
    return Header("GIF", *struct.unpack_from("<HH", data, 6))


def _bmp(data: bytes) -> Header:
    size = struct.unpack_from("<I", data, 14)[0]
    width, height = struct.unpack_from("<HH" if size == 12 else "<ii", data, 18)
    return Header("BMP", width, abs(height))


def _tiff(data: bytes) -> Header | None:
    tags = _tags(data, 0, {256, 257, _ORIENTATION})
    if 256 not in tags or 257 not in tags:
        return None
    return Header("TIFF", tags[256], tags[257], _known(tags.get(_ORIENTATION)))


def _told(data: bytes, at: int) -> int | None:
    """The orientation in the EXIF block at this place; a block that cannot be read tells none."""
    try:
        return _known(_tags(data, at, {_ORIENTATION}).get(_ORIENTATION))
    except (struct.error, IndexError):
        return None


def _known(orientation: int | None) -> int | None:
    return orientation if orientation in range(1, 9) else None


def _tags(data: bytes, base: int, wanted: set[int]) -> dict[int, int]:
    """The wanted tags of the first directory, as far as their values are single numbers."""
    order = {b"II": "<", b"MM": ">"}.get(data[base : base + 2])
    if order is None:
        return {}
    first = base + struct.unpack_from(order + "I", data, base + 4)[0]
    count = struct.unpack_from(order + "H", data, first)[0]
    found: dict[int, int] = {}
    for entry in range(first + 2, first + 2 + 12 * min(count, _MOST_STEPS), 12):
        tag, kind = struct.unpack_from(order + "HH", data, entry)
        if tag in wanted and kind in {3, 4}:
            found.setdefault(tag, struct.unpack_from(order + ("H" if kind == 3 else "I"), data, entry + 8)[0])
    return found


_READERS: tuple[tuple[bytes, Callable[[bytes], Header | None]], ...] = (
    (b"\xff\xd8\xff", _jpeg),
    (b"BM", _bmp),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"GIF87a", _gif),
    (b"GIF89a", _gif),
    (b"II*\0", _tiff),
    (b"MM\0*", _tiff),
)
