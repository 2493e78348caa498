"""The same picture in exactly so many bytes, by padding that its own format provides for."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pytest_linkface.images._picture import Picture
from pytest_linkface.images._recipe import recipe

_GIF_NAME = b"\x21\xff\x0bPADDING!1.0"


def padded(picture: Picture, size: int) -> Picture:
    """The picture in exactly ``size`` bytes, its pixels untouched.

    ``make`` raises ``ValueError``, which names the smallest possible size, when the picture itself is larger.
    """
    padding = _PADDINGS.get(picture.format or "")
    if padding is None:
        raise ValueError(f"{picture!r} is none of {', '.join(_PADDINGS)}, so nothing can be added inside its format")

    def make() -> bytes:
        data = picture.make()
        more = size - len(data)
        if more and not padding.takes(more):
            raise ValueError(f"{picture!r} cannot have {size:,} bytes: {_possible(len(data), padding)}")
        return padding.add(data, more) if more else data

    text = recipe(padded, picture=picture, size=size)
    return Picture(text, picture.format, picture.width, picture.height, picture.people, make=make)


@dataclass(frozen=True, slots=True)
class _Padding:
    """How one format is made longer."""

    takes: Callable[[int], bool]
    add: Callable[[bytes, int], bytes]


def _possible(length: int, padding: _Padding) -> str:
    least = next(more for more in range(1, 100) if padding.takes(more))
    return f"the smallest possible size is {length:,}" + (f", the next one {length + least:,}" if least > 1 else "")


@cache
def _block(unit: Callable[[int], bytes], size: int) -> bytes:
    """A whole block, made once; there is one of them for each format."""
    return unit(size)


def _fill(unit: Callable[[int], bytes], whole: int, more: int) -> list[bytes]:
    """Blocks of ``more`` bytes together: many whole ones, and one that is left over and not too short."""
    count = max(0, more - 32) // whole
    return [_block(unit, whole)] * count + [unit(more - count * whole)]


def _png_unit(size: int) -> bytes:
    """A private ancillary chunk; one above 8 MB would be refused by libpng."""
    body = b"paDd" + bytes(size - 12)
    return struct.pack(">I", size - 12) + body + struct.pack(">I", zlib.crc32(body))


def _jpeg_unit(size: int) -> bytes:
    """An APP15 segment, which nobody reads anything into."""
    return struct.pack(">HH", 0xFFEF, size - 2) + bytes(size - 4)


def _gif_unit(size: int) -> bytes:
    """An application extension; each sub-block is a length of 1 to 255 and as many bytes."""
    whole, rest = divmod(size - len(_GIF_NAME) - 1, 256)
    if rest == 1:  # too short for a sub-block, so a whole one gives a byte away
        whole, tail = whole - 1, b"\xfe" + bytes(254) + b"\1\0"
    elif rest == 4:  # OpenCV takes three bytes for a loop count, and fails because the name is not Netscape's
        tail = b"\1\0\1\0"
    else:
        tail = bytes([rest - 1]) + bytes(rest - 1) if rest else b""
    return b"".join((_GIF_NAME, (b"\xff" + bytes(255)) * whole, tail, b"\0"))


def _png(data: bytes, more: int) -> bytes:
    at = 8
    while data[at + 4 : at + 8] != b"IDAT":
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return _inserted(data, at, _fill(_png_unit, 1 << 18, more))


def _jpeg(data: bytes, more: int) -> bytes:
    """Before the scan and behind the frame, whose size then stays near the start."""
    at = 2
    while data[at + 1] != 0xDA:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return _inserted(data, at, _fill(_jpeg_unit, 1 << 15, more))


def _gif(data: bytes, more: int) -> bytes:
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    return _inserted(data, at, _fill(_gif_unit, 1 << 18, more))


def _bmp(data: bytes, more: int) -> bytes:
    """Behind the pixels; ImageMagick wants the size that the head tells to be the file's."""
    return b"".join((data[:2], struct.pack("<I", len(data) + more), data[6:], *_fill(bytes, 1 << 18, more)))


def _tiff(data: bytes, more: int) -> bytes:
    return b"".join((data, *_fill(bytes, 1 << 18, more)))


def _inserted(data: bytes, at: int, blocks: list[bytes]) -> bytes:
    view = memoryview(data)
    return b"".join((view[:at], *blocks, view[at:]))


_PADDINGS: dict[str, _Padding] = {
    "JPEG": _Padding(lambda more: more >= 4, _jpeg),
    "BMP": _Padding(lambda more: more >= 1, _bmp),
    "PNG": _Padding(lambda more: more >= 12, _png),
    "GIF": _Padding(lambda more: more == 15 or more >= 17, _gif),
    "TIFF": _Padding(lambda more: more >= 1, _tiff),
}
