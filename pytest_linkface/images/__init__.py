"""Pictures whose truth is known because they were made here: each is a recipe until its bytes are asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_linkface.images._bomb import bomb
    from pytest_linkface.images._broken import cut, empty, html, noise, text, wrong_magic
    from pytest_linkface.images._cast import Cast, cast_from, cast_in_force, played_by
    from pytest_linkface.images._encode import KINDS
    from pytest_linkface.images._flat import flat
    from pytest_linkface.images._foreign import foreign
    from pytest_linkface.images._from_recipe import from_recipe
    from pytest_linkface.images._header import Header, read
    from pytest_linkface.images._landscape import landscape
    from pytest_linkface.images._padding import padded
    from pytest_linkface.images._people import PEOPLE
    from pytest_linkface.images._picture import Picture
    from pytest_linkface.images._scenes import frames, scene

_PLACES = {
    "Cast": "_cast",
    "Header": "_header",
    "KINDS": "_encode",
    "PEOPLE": "_people",
    "Picture": "_picture",
    "bomb": "_bomb",
    "cast_from": "_cast",
    "cast_in_force": "_cast",
    "cut": "_broken",
    "empty": "_broken",
    "flat": "_flat",
    "foreign": "_foreign",
    "frames": "_scenes",
    "from_recipe": "_from_recipe",
    "html": "_broken",
    "landscape": "_landscape",
    "noise": "_broken",
    "padded": "_padding",
    "played_by": "_cast",
    "read": "_header",
    "scene": "_scenes",
    "text": "_broken",
    "wrong_magic": "_broken",
}
"""Each loads with its first use: whoever reads a header does not wait for what draws pictures."""

__all__ = [
    "KINDS",
    "PEOPLE",
    "Cast",
    "Header",
    "Picture",
    "bomb",
    "cast_from",
    "cast_in_force",
    "cut",
    "empty",
    "flat",
    "foreign",
    "frames",
    "from_recipe",
    "html",
    "landscape",
    "noise",
    "padded",
    "played_by",
    "read",
    "scene",
    "text",
    "wrong_magic",
]


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
