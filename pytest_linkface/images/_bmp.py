"""BMP files around ready rows, run-length encoded too: the only way to 4000 x 4000 px within 5 MB."""

from __future__ import annotations

import re
import struct
from itertools import groupby

from PIL import Image

_END_OF_ROW, _END_OF_PICTURE = b"\0\0", b"\0\1"
_RUN = re.compile(rb"(.)\1{0,254}", re.DOTALL)
_GREYS = b"".join(bytes((grey, grey, grey, 0)) for grey in range(256))


def bmp(size: tuple[int, int], pixels: bytes, *, bits: int) -> bytes:
    """A file of 24-bit rows padded to four bytes, or of run-length encoded 8-bit grey."""
    palette, packing = (_GREYS, 1) if bits == 8 else (b"", 0)
    start = 54 + len(palette)
    head = struct.pack("<2sIII", b"BM", start + len(pixels), 0, start)
    info = struct.pack("<IiiHHIIiiII", 40, *size, 1, bits, packing, len(pixels), 2835, 2835, len(palette) // 4, 0)
    return head + info + palette + pixels


def downwards(image: Image.Image) -> bytes:
    """A picture in 24-bit rows from the top, which its height below 0 tells."""
    rows = image.convert("RGB").tobytes("raw", "BGR", (3 * image.width + 3) // 4 * 4)
    return bmp((image.width, -image.height), rows, bits=24)


def run_lengths(image: Image.Image) -> bytes:
    """A picture in 16 greys as runs; equal rows, as in an enlarged picture, are encoded once."""
    grey = image.convert("L").point([min(255, level // 16 * 17) for level in range(256)])
    raw, width = grey.tobytes(), image.width
    rows = (raw[start : start + width] for start in range(len(raw) - width, -1, -width))
    encoded = b"".join(_encoded(row) * sum(1 for _ in again) for row, again in groupby(rows))
    return bmp(image.size, encoded + _END_OF_PICTURE, bits=8)


def flat_runs(size: tuple[int, int], grey: int) -> bytes:
    """A picture of one grey as runs."""
    return bmp(size, _encoded(bytes([grey]) * size[0]) * size[1] + _END_OF_PICTURE, bits=8)


def _encoded(row: bytes) -> bytes:
    """One row as pairs of count and value."""
    pairs = (byte for run in _RUN.finditer(row) for byte in (run.end() - run.start(), row[run.start()]))
    return bytes(pairs) + _END_OF_ROW
