"""Scenes by their parameters: what is drawn are numbers and names, and bytes are built when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from pytest_linkface.images import KINDS, PEOPLE, Picture, scene

Look = tuple[str, str | None]
"""A format, and one of its kinds or None."""

_SELDOM = {"camera", "bare", "downwards", "tiled"}
_DRAWN = {format: tuple(kind for kind in kinds if kind not in _SELDOM) for format, kinds in KINDS.items()}
"""The kinds that many programs write: one of the others would stand between a bug and its smallest example."""
_DEEPEST = 6  # bytes a pixel in the heaviest kind
_ROOM = 100_000  # bytes left for the heads of files and for padding


def looks(formats: Sequence[str]) -> st.SearchStrategy[Look]:
    """A format in one of its usual kinds; both shrink apart, the kind to None."""
    return st.builds(_look, st.sampled_from(formats), st.integers(0, max(map(len, _DRAWN.values())) - 1))


def _look(format: str, number: int) -> Look:
    kinds = _DRAWN[format]
    return format, kinds[number % len(kinds)] if number % len(kinds) else None


def seeds() -> st.SearchStrategy[int]:
    """Whom a scene begins with: each second person, so that scenes of two show everybody, and scenes are shared."""
    return st.sampled_from(range(0, len(PEOPLE), 2))


def anybody() -> st.SearchStrategy[int]:
    """Whom a scene begins with, where few scenes are drawn that could be shared."""
    return st.integers(0, len(PEOPLE) - 1)


def natural(formats: Sequence[str], faces: st.SearchStrategy[int]) -> st.SearchStrategy[Picture]:
    """Scenes of the size that their faces need."""
    return st.builds(_natural, looks(formats), faces, seeds())


def sized(
    formats: Sequence[str],
    faces: st.SearchStrategy[int],
    sizes: st.SearchStrategy[tuple[int, int]],
    max_bytes: int,
) -> st.SearchStrategy[Picture]:
    """Scenes whose sides are drawn, none lower than their faces need; a kind that would be too heavy gives way."""

    def build(look: Look, people: int, drawn: tuple[int, int], seed: int) -> Picture:
        plain = scene(people)
        size = (max(drawn[0], plain.width), max(drawn[1], plain.height))
        if size == (plain.width, plain.height):
            return _natural(look, people, seed)
        format, kind = look
        fitting = kind if size[0] * size[1] * _DEEPEST + _ROOM <= max_bytes else None
        return scene(people, size=size, format=format, kind=fitting, seed=seed)

    return st.builds(build, looks(formats), faces, sizes, seeds())


def _natural(look: Look, people: int, seed: int) -> Picture:
    format, kind = look
    return scene(people, format=format, kind=kind, seed=seed)
