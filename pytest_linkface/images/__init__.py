"""Pictures whose truth is known because they were made here: each is a recipe until its bytes are asked for."""

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
