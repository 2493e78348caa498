"""Pictures with exactly one fault each; all else about them is allowed."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from pytest_linkface.contract import ABOVE_PX, FORMATS, MAX_BYTES, MAX_BYTES_SURE, MAX_FACES, MAX_PX
from pytest_linkface.images import (
    Picture,
    cut,
    empty,
    flat,
    foreign,
    html,
    noise,
    padded,
    text,
    wrong_magic,
)
from pytest_linkface.strategies._example import Example, told
from pytest_linkface.strategies._scenes import anybody, natural, sized

FOREIGN = ("WEBP", "ICO", "TGA", "PPM", "PDF", "SVG")
_MOST_FACES = 6
_TORN_ANYWHERE = ("BMP", "TIFF")
_TOLD_BY_MAGIC = ("BMP", "PNG", "GIF", "TIFF")  # some decoders find a JPEG behind any beginning


def too_small(
    *, formats: Sequence[str] = FORMATS, above_px: int = ABOVE_PX, max_px: int = MAX_PX
) -> st.SearchStrategy[Example]:
    """Pictures too narrow or too low, and so without a face: status INVALID_IMAGE_FORMAT_OR_SIZE."""
    short, long = st.integers(1, above_px) | st.sampled_from((above_px, 1)), st.integers(1, max_px)
    format = st.sampled_from(formats)
    return told(st.builds(flat, short, long, format=format) | st.builds(flat, long, short, format=format))


def too_large(
    *, formats: Sequence[str] = FORMATS, max_px: int = MAX_PX, max_bytes: int = MAX_BYTES_SURE
) -> st.SearchStrategy[Example]:
    """Scenes too wide or too high by up to a quarter, of few enough bytes: status INVALID_IMAGE_FORMAT_OR_SIZE."""
    long = st.integers(max_px + 1, max_px * 5 // 4) | st.sampled_from((max_px + 1, max_px + 2))
    wide = sized(formats, st.just(1), st.tuples(long, st.just(0)), max_bytes)
    return told(wide | sized(formats, st.just(1), st.tuples(st.just(0), long), max_bytes))


def too_heavy(*, formats: Sequence[str] = FORMATS, max_bytes: int = MAX_BYTES) -> st.SearchStrategy[Example]:
    """Scenes of too many bytes, by up to half as many again: status IMAGE_FILE_SIZE_TOO_BIG."""
    weights = st.integers(max_bytes + 1, max_bytes * 3 // 2) | st.sampled_from((max_bytes + 1, max_bytes + 2))
    return told(st.builds(padded, natural(formats, st.integers(1, MAX_FACES)), weights))


def crowds(*, formats: Sequence[str] = FORMATS, max_faces: int = MAX_FACES) -> st.SearchStrategy[Example]:
    """Scenes of more people than ``max_faces``, six at most: status TOO_MANY_FACES."""
    return told(natural(formats, st.integers(max_faces + 1, _MOST_FACES)))


def corrupt(*, formats: Sequence[str] = FORMATS) -> st.SearchStrategy[Example]:
    """Bytes that every decoder tried refuses: status CORRUPT_IMAGE, or INVALID_IMAGE_FORMAT_OR_SIZE.

    No JPEG cut within its pixels is among them, no cut GIF and no wrong checksum, for some decoders take those.
    """
    none = st.sampled_from((empty(), text(), html()))
    random = st.builds(noise, st.integers(1, 5000), st.integers(0, 99))
    parts = [none, random, st.builds(cut, natural(formats, st.just(1)), st.integers(0, 8))]
    if magic := [name for name in formats if name in _TOLD_BY_MAGIC]:
        parts.append(st.builds(wrong_magic, natural(magic, st.just(1))))
    if torn := [name for name in formats if name in _TORN_ANYWHERE]:
        parts.append(st.builds(_share, natural(torn, st.just(1)), st.integers(0, 99)))
    if "PNG" in formats:
        parts.append(st.builds(_share, natural(["PNG"], st.just(1)), st.integers(0, 50)))
    return told(st.one_of(parts))


def unsupported(*, formats: Sequence[str] = FOREIGN) -> st.SearchStrategy[Example]:
    """Sound scenes in formats that are not allowed: status INVALID_IMAGE_FORMAT_OR_SIZE, or CORRUPT_IMAGE."""
    return told(st.builds(foreign, st.sampled_from(formats), st.integers(1, MAX_FACES), seed=anybody()))


def _share(picture: Picture, percent: int) -> Picture:
    return cut(picture, percent / 100)
