"""TIFF files of one strip in either byte order, and of tiles; Pillow writes big endian only for 16-bit grey."""

from __future__ import annotations

import struct

from PIL import Image

RAW, DEFLATE = 1, 8
"""The compressions used here, by the numbers of the format."""

_SHORT, _LONG = 3, 4
_TILE = 128
_TILED_TAGS = (
    (256, _LONG, 0), (257, _LONG, 0), (258, _SHORT, 8), (259, _SHORT, RAW), (262, _SHORT, 2), (274, _SHORT, 1),
    (277, _SHORT, 3), (322, _SHORT, _TILE), (323, _SHORT, _TILE), (324, _LONG, 0), (325, _LONG, 0),
)  # fmt: skip


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


def tiled(image: Image.Image, *, orientation: int) -> bytes:
    """An RGB picture in squares, those at the right and at the bottom filled up with black."""
    tiles = _tiles(image)
    after = 8 + 2 + 12 * len(_TILED_TAGS) + 4
    places = after + 6
    pixels = places + 8 * len(tiles)
    wheres = [pixels + number * len(tiles[0]) for number in range(len(tiles))]
    lengths = [len(tile) for tile in tiles]
    told = {256: image.width, 257: image.height, 274: orientation}
    entries = [_entry("<", tag, kind, told.get(tag, value)) for tag, kind, value in _TILED_TAGS]
    entries[2] = struct.pack("<HHII", 258, _SHORT, 3, after)
    entries[-2:] = [_array(324, wheres, places), _array(325, lengths, places + 4 * len(tiles))]
    head = struct.pack("<2sHIH", b"II", 42, 8, len(entries))
    depths = struct.pack(f"<HHH{2 * len(tiles)}I", 8, 8, 8, *wheres, *lengths)
    return b"".join((head, *entries, bytes(4), depths, *tiles))


def _tiles(image: Image.Image) -> list[bytes]:
    across, down = (-(-side // _TILE) for side in image.size)
    corners = [(_TILE * column, _TILE * row) for row in range(down) for column in range(across)]
    return [image.crop((left, top, left + _TILE, top + _TILE)).tobytes() for left, top in corners]


def _array(tag: int, values: list[int], at: int) -> bytes:
    """A directory entry of numbers that lie at some place; one alone lies in the entry."""
    return struct.pack("<HHII", tag, _LONG, len(values), values[0] if len(values) == 1 else at)


def _entry(order: str, tag: int, kind: int, value: int) -> bytes:
    packed = struct.pack(order + ("HH" if kind == _SHORT else "I"), *((value, 0) if kind == _SHORT else (value,)))
    return struct.pack(order + "HHI", tag, kind, 1) + packed
