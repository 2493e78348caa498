"""Deflate streams written by hand, read by zlib, which checks their sum at the end."""

from __future__ import annotations

import zlib

from hypothesis import given
from hypothesis import strategies as st

from pytest_linkface.images._deflate import repeated, stored


@given(
    head=st.sampled_from([b"", b"\0", b"\0\1\2"]),
    value=st.integers(0, 143),
    length=st.integers(1, 2000),
    rows=st.integers(1, 40),
)
def test_repeated_rows_are_those_rows(head: bytes, value: int, length: int, rows: int) -> None:
    """However long a row is and however many there are, zlib gets them back."""
    assert zlib.decompress(repeated(head, value, length, rows)) == (head + bytes([value]) * length) * rows


@given(size=st.integers(0, 200_000) | st.sampled_from([65_534, 65_535, 65_536, 131_070, 131_071]))
def test_stored_data_is_that_data(size: int) -> None:
    """Around the 65,535 bytes of a block, too, zlib gets everything back."""
    data = (bytes(range(256)) * (size // 256 + 1))[:size]
    assert zlib.decompress(stored(data)) == data


def test_a_sum_over_many_rows_is_right() -> None:
    """48 MB are summed in closed form as zlib sums them byte by byte."""
    assert len(zlib.decompress(repeated(b"\0", 128, 12_000, 4000))) == 48_004_000
