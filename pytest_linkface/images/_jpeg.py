"""JPEG files of one grey: with one code in each Huffman table, a scan of zero bits is the whole picture."""

from __future__ import annotations

import struct

# Sampling factors of each component, across and down.
_COMPONENTS = {
    "rgb": ((2, 2), (1, 1), (1, 1)),
    "gray": ((1, 1),),
    "progressive": ((2, 2), (1, 1), (1, 1)),
    "cmyk": ((1, 1), (1, 1), (1, 1), (1, 1)),
}


def flat_jpeg(size: tuple[int, int], kind: str) -> bytes:
    """A picture of the middle grey in one of the usual kinds."""
    return b"".join((head(size, kind), _scan(size, kind), b"\xff\xd9"))


def head(size: tuple[int, int], kind: str) -> bytes:
    """Everything before the scan's bits."""
    parts = list(enumerate(_COMPONENTS[kind], 1))
    factors = b"".join(bytes((number, across << 4 | down, 0)) for number, (across, down) in parts)
    frame = struct.pack(">BHHB", 8, size[1], size[0], len(parts)) + factors
    tables = b"".join(bytes((which, 1, *[0] * 15, 0)) for which in (0x00, 0x10))
    spectrum = b"\0\0\0" if kind == "progressive" else b"\0\x3f\0"
    order = bytes([len(parts)]) + b"".join(bytes((number, 0)) for number, _ in parts) + spectrum
    name = (0xEE, b"Adobe\0\x64\0\0\0\0\0") if kind == "cmyk" else (0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    start = 0xC2 if kind == "progressive" else 0xC0
    segments = (name, (0xDB, b"\0" + b"\1" * 64), (start, frame), (0xC4, tables), (0xDA, order))
    return b"\xff\xd8" + b"".join(struct.pack(">BBH", 0xFF, mark, len(data) + 2) + data for mark, data in segments)


def _scan(size: tuple[int, int], kind: str) -> bytes:
    factors = _COMPONENTS[kind]
    units = -(-size[0] // (8 * factors[0][0])) * -(-size[1] // (8 * factors[0][1]))
    blocks = units * sum(across * down for across, down in factors)
    bits = blocks * (1 if kind == "progressive" else 2)
    whole, rest = divmod(bits, 8)
    return bytes(whole) + (bytes([0xFF >> rest]) if rest else b"")
