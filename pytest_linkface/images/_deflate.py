"""Deflate streams spelled by hand: the same bytes on every machine, where zlib and zlib-ng differ."""

from __future__ import annotations

import struct
import zlib

_MOD_ADLER = 65521
_ZLIB_HEADER = b"\x78\x01"
_START = "110"  # the last block, with the fixed Huffman codes
_END = "0000000"
_AGAIN_258 = "11000101" + "00000"  # repeat the byte before 258 times
_AGAIN_10 = "0001000" + "00000"
_STORED = 65535  # longest stored block


def stored(data: bytes) -> bytes:
    """A zlib stream of ``data`` without compression."""
    blocks = [data[start : start + _STORED] for start in range(0, len(data), _STORED)] or [b""]
    stream = [_ZLIB_HEADER]
    for number, block in enumerate(blocks, 1):
        stream += [struct.pack("<BHH", number == len(blocks), len(block), 65535 - len(block)), block]
    stream.append(struct.pack(">I", zlib.adler32(data)))
    return b"".join(stream)


def repeated(head: bytes, value: int, length: int, rows: int) -> bytes:
    """A zlib stream of ``rows`` equal rows: ``head``, then ``value`` (below 144) ``length`` times."""
    row = "".join(map(_literal, head)) + _run(value, length)
    return _ZLIB_HEADER + _bits(row, rows) + struct.pack(">I", _adler(head, value, length, rows))


def _literal(value: int) -> str:
    return f"{0x30 + value:08b}"


def _run(value: int, length: int) -> str:
    long, rest = divmod(length - 1, 258)
    short, rest = divmod(rest, 10)
    return _literal(value) + _AGAIN_258 * long + _AGAIN_10 * short + _literal(value) * rest


def _bits(row: str, rows: int) -> bytes:
    """The block's bytes; eight rows after the first five bits fill whole bytes, so they are packed once."""
    turned = row[5:] + row[:5]
    eights, rest = divmod(rows - 1, 8)
    return (
        _packed(_START + row[:5])
        + _packed(turned * 8) * eights
        + _packed(turned * rest + row[5:] + _END)
    )


def _packed(bits: str) -> bytes:
    return int(bits[::-1], 2).to_bytes((len(bits) + 7) // 8, "little")


def _adler(head: bytes, value: int, length: int, rows: int) -> int:
    """Adler-32 in closed form: summing 48 MB would take longer than all the rest."""
    size = len(head) + length
    total = sum(head) + value * length
    weighted = sum((size - at) * byte for at, byte in enumerate(head)) + value * length * (length + 1) // 2
    low = 1 + rows * total
    high = rows * size + size * total * (rows * (rows - 1) // 2) + rows * weighted
    return (high % _MOD_ADLER) << 16 | low % _MOD_ADLER
