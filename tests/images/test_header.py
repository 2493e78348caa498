"""``read``: the head of a picture without its pixels, and nothing but None for what has no head."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_linkface import images

from ._decoding import opened

ALL = [(name, kind) for name, kinds in images.KINDS.items() for kind in kinds]
SAMPLES = [
    *(images.flat(43, 27, format=name, kind=kind).make() for name, kind in ALL),
    *(images.scene(format=name, orientation=6).make() for name in ("JPEG", "PNG", "TIFF")),
]
STARTS = [b"\xff\xd8\xff", b"BM", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b""]


@pytest.mark.parametrize(("format", "kind"), ALL)
def test_the_header_says_what_pillow_says(format: str, kind: str) -> None:
    """Format and sides of each kind, small and natural."""
    for picture in (images.flat(4001, 7, format=format, kind=kind), images.scene(format=format, kind=kind)):
        data = picture.make()
        header = images.read(data)
        assert header is not None
        assert (header.format, (header.width, header.height)) == (format, opened(data).size)


def test_a_picture_that_does_not_end_is_still_read() -> None:
    """The first kilobytes are enough, however much is missing behind them."""
    for name in images.KINDS:
        data = images.padded(images.flat(43, 27, format=name), 5_000_000).make()
        header = images.read(data[:2000])
        assert header is not None
        assert (header.width, header.height) == (43, 27)


@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=200))
def test_hostile_bytes_are_never_an_error(start: bytes, rest: bytes) -> None:
    """Behind each format's first bytes may come anything."""
    assert images.read(start + rest) is None or isinstance(images.read(start + rest), images.Header)


@given(data=st.data(), sample=st.sampled_from(SAMPLES))
def test_damaged_pictures_are_never_an_error(data: st.DataObject, sample: bytes) -> None:
    """Cut anywhere, and with a run of bytes overwritten near the start."""
    at = data.draw(st.integers(0, min(len(sample), 400)))
    damaged = sample[:at] + data.draw(st.binary(max_size=8)) + sample[at + 8 : data.draw(st.integers(0, len(sample)))]
    assert images.read(damaged) is None or isinstance(images.read(damaged), images.Header)


@pytest.mark.parametrize("sample", SAMPLES, ids=range(len(SAMPLES)))
def test_every_cut_within_the_head_is_none_or_a_header(sample: bytes) -> None:
    """Each of the first 300 places to cut."""
    for at in range(min(300, len(sample))):
        assert images.read(sample[:at]) is None or isinstance(images.read(sample[:at]), images.Header)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff" * 5_000_000,
        b"\xff\xd8" + b"\xff\xe1\0\2" * 1_000_000,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(17) + (b"\0\0\0\0paDd" + bytes(4)) * 300_000,
        b"II*\0\x08\0\0\0\xff\xff" + b"\0" * 5_000_000,
    ],
    ids=["fill bytes", "empty segments", "empty chunks", "tags"],
)
def test_a_header_without_end_is_given_up(data: bytes) -> None:
    """Five megabytes of nothing to the point cost less than 50 ms of the processor."""
    start = time.thread_time()
    images.read(data)
    assert time.thread_time() - start < 0.05


def test_an_orientation_beyond_eight_is_none_at_all() -> None:
    """What EXIF does not define is not told."""
    data = images.scene(format="TIFF", kind="bigendian", orientation=6).make()
    at = data.index(b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")
    header = images.read(data[: at + 9] + b"\x09" + data[at + 10 :])
    assert header is not None
    assert header.orientation is None
