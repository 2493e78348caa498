"""A drawn picture together with what the manual documents for it; wherever a picture is wanted, it is one."""

from __future__ import annotations

from dataclasses import dataclass, fields

from hypothesis import strategies as st

from pytest_linkface.images import Picture
from pytest_linkface.strategies._outcomes import outcomes


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Example(Picture):
    """A picture that a strategy drew; equal to the one that its recipe makes."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The documented statuses beside a good picture, the plainest first; its bytes are built to be counted."""
        return outcomes(self)

    def __eq__(self, other: object) -> bool:
        return self.recipe == other.recipe if isinstance(other, Picture) else NotImplemented

    def __hash__(self) -> int:
        return Picture.__hash__(self)


def told(pictures: st.SearchStrategy[Picture]) -> st.SearchStrategy[Example]:
    """The same pictures, each with its outcomes."""
    return pictures.map(_example)


def _example(picture: Picture) -> Example:
    return Example(**{field.name: getattr(picture, field.name) for field in fields(picture)})
