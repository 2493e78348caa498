"""GIF files of one grey, whose codes each stand for a longer run than the code before."""

from __future__ import annotations

import struct

_CLEAR, _END, _FIRST, _FULL = 4, 5, 6, 4096
_LONGEST = _FULL - 1 - _CLEAR  # pixels that the last code of a full table stands for


def gif(size: tuple[int, int], codes: bytes) -> bytes:
    """A file with a palette of four greys around the LZW ``codes``."""
    palette = bytes(level for grey in (128, 0, 64, 255) for level in (grey,) * 3)
    screen = struct.pack("<6sHHBBB", b"GIF89a", *size, 0x91, 0, 0)
    image = struct.pack("<BHHHHBB", 0x2C, 0, 0, *size, 0, 2)
    blocks = (codes[start : start + 255] for start in range(0, len(codes), 255))
    return b"".join((screen, palette, image, *(bytes([len(block)]) + block for block in blocks), b"\0;"))


def flat_codes(pixels: int) -> bytes:
    """The LZW codes of so many pixels of index 0; code c, once made, stands for c - 4 of them."""
    bits = [_bits(_CLEAR, _FIRST), _bits(0, _FIRST)]
    left, new = pixels - 1, _FIRST
    while new < _FULL and left >= new - _CLEAR:
        bits.append(_bits(new, new))
        left, new = left - (new - _CLEAR), new + 1
    if new == _FULL:
        whole, left = divmod(left, _LONGEST)
        bits.append(_bits(_FULL - 1, _FULL) * whole)
    if left:
        bits.append(_bits(left + _CLEAR if left > 1 else 0, new))
        new += 1
    bits.append(_bits(_END, new))
    joined = "".join(bits)
    return int(joined[::-1], 2).to_bytes((len(joined) + 7) // 8, "little")


def _bits(code: int, new: int) -> str:
    """The code in stream order, as wide as the next ``new`` code of the decoder's table asks for."""
    width = min(12, max(3, new.bit_length()))
    return f"{code:0{width}b}"[::-1]
