"""Pictures that the manual allows: those with faces are to be compared, those without are to be told so."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from pytest_linkface.contract import ABOVE_PX, FORMATS, MAX_BYTES_SURE, MAX_FACES, MAX_PX
from pytest_linkface.images import flat, landscape, padded, scene
from pytest_linkface.strategies._example import Example, told
from pytest_linkface.strategies._scenes import anybody, natural, seeds, sized

_PADDED_FROM = 1_000_000  # no scene of natural size is as large
_EASY_PX = 600_000  # more of them take longer to build than the 200 ms that Hypothesis gives an example
_TOLD = ("JPEG", "TIFF", "PNG")


def images(
    *,
    formats: Sequence[str] = FORMATS,
    max_faces: int = MAX_FACES,
    max_px: int = MAX_PX,
    max_bytes: int = MAX_BYTES_SURE,
) -> st.SearchStrategy[Example]:
    """Pictures of 1 to ``max_faces`` people within every limit, some of them at the very edge of one: status OK.

    Raises:
        ValueError: limits that pictures with so many people do not fit into.
    """
    least = max(max(scene(people).width, scene(people).height) for people in range(1, max_faces + 1))
    _at_least("max_px", max_px, least)
    _at_least("max_bytes", max_bytes, _PADDED_FROM)
    faces = st.integers(1, max_faces)
    weights = st.integers(_PADDED_FROM, max_bytes) | st.sampled_from((max_bytes, max_bytes - 1))
    side = st.integers(0, max_px) | st.sampled_from((max_px, max_px - 1))  # 0: as many as the faces need
    plain = natural(formats, faces)  # first, and of the fewest choices: what everything shrinks to
    edges = sized(formats, faces, st.builds(_easy, side, side), max_bytes)
    return told(plain | edges | st.builds(padded, plain, weights))


def landscapes(
    *, formats: Sequence[str] = FORMATS, above_px: int = ABOVE_PX, max_px: int = MAX_PX
) -> st.SearchStrategy[Example]:
    """Pictures without a face and within every limit, even grey or hills: status NO_FACE_DETECTED."""
    side = st.integers(above_px + 1, max_px) | st.sampled_from((above_px + 1, max_px))
    small = st.tuples(*[st.integers(above_px + 1, max(above_px + 1, min(max_px, 640)))] * 2)
    format = st.sampled_from(formats)
    grey = st.builds(flat, side, side, format=format)
    return told(grey | st.builds(landscape, size=small, format=format, seed=seeds()))


def turned(*, formats: Sequence[str] = _TOLD, max_faces: int = MAX_FACES) -> st.SearchStrategy[Example]:
    """Pictures whose EXIF orientation, 2 to 8, makes them upright before faces are looked for: status OK."""
    faces, format = st.integers(1, max_faces), st.sampled_from(formats)
    return told(st.builds(scene, faces, format=format, orientation=st.integers(2, 8), seed=anybody()))


def lying(*, formats: Sequence[str] = FORMATS, max_faces: int = MAX_FACES) -> st.SearchStrategy[Example]:
    """Pictures that lie on their side, and nothing tells: status OK with ``auto_rotate``, unsaid without."""
    faces, format = st.integers(1, max_faces), st.sampled_from(formats)
    return told(st.builds(scene, faces, format=format, turn=st.sampled_from((90, 270)), seed=anybody()))


def _at_least(name: str, given: int, least: int) -> None:
    if given < least:
        raise ValueError(f"{name} is at least {least} for such pictures, not {given}")


def _easy(width: int, height: int) -> tuple[int, int]:
    return width, min(height, _EASY_PX // max(width, 1))
