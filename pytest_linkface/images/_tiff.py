"""TIFF files of one strip in either byte order; Pillow writes big endian only for 16-bit grey."""

from __future__ import annotations

import struct

RAW, DEFLATE = 1, 8
"""The compressions used here, by the numbers of the format."""

_SHORT, _LONG = 3, 4


def tiff(
    size: tuple[int, int],
    strip: bytes,
    *,
    channels: int = 3,
    compression: int = RAW,
    order: str = "<",
    orientation: int = 1,
) -> bytes:
    """A grey (1), RGB (3) or CMYK (4 channels) picture; ``order`` is "<" or ">" as in ``struct``."""
    photometric = {1: 1, 3: 2, 4: 5}[channels]
    tags = [
        (256, _LONG, size[0]),
        (257, _LONG, size[1]),
        (258, _SHORT, 8),
        (259, _SHORT, compression),
        (262, _SHORT, photometric),
        (273, _LONG, 0),
        (274, _SHORT, orientation),
        (277, _SHORT, channels),
        (278, _LONG, size[1]),
        (279, _LONG, len(strip)),
    ]
    after = 8 + 2 + 12 * len(tags) + 4
    depths = struct.pack(order + "H" * channels, *[8] * channels) if channels > 1 else b""
    entries = [_entry(order, tag, kind, value) for tag, kind, value in tags]
    if depths:
        entries[2] = struct.pack(order + "HHII", 258, _SHORT, channels, after)
    entries[5] = struct.pack(order + "HHII", 273, _LONG, 1, after + len(depths))
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HIH", 42, 8, len(tags))
    return b"".join((head, *entries, bytes(4), depths, strip))


def _entry(order: str, tag: int, kind: int, value: int) -> bytes:
    packed = struct.pack(order + ("HH" if kind == _SHORT else "I"), *((value, 0) if kind == _SHORT else (value,)))
    return struct.pack(order + "HHI", tag, kind, 1) + packed
