"""A picture's repr is the call that makes it again."""

from __future__ import annotations

import pytest
from hypothesis.vendor.pretty import pretty

from pytest_linkface import images

PICTURES = {
    "images.scene()": images.scene(),
    "images.scene(faces=2, format='PNG')": images.scene(2, format="PNG", quality=90),
    f"images.scene(faces=({images.PEOPLE[1]!r},), size=(300, 300), kind='gray')": images.scene(
        [images.PEOPLE[1]], size=(300, 300), kind="gray"
    ),
    "images.scene(background='plain', quality=70, orientation=6, seed=3)": images.scene(
        seed=3, orientation=6, quality=70, background="plain"
    ),
    "images.scene(turn=90)": images.scene(turn=90),
    "images.flat(9, 4000)": images.flat(9, 4000),
    "images.flat(9, 9, format='BMP', kind='runs')": images.flat(9, 9, format="BMP", kind="runs"),
    "images.landscape(size=(64, 48), format='GIF', seed=1)": images.landscape(size=(64, 48), format="GIF", seed=1),
    "images.padded(images.scene(format='TIFF'), 5000000)": images.padded(images.scene(format="TIFF"), 5_000_000),
    "images.cut(images.padded(images.flat(9, 9), 5000), 0.5)": images.cut(images.padded(images.flat(9, 9), 5000), 0.5),
    "images.wrong_magic(images.flat(9, 9))": images.wrong_magic(images.flat(9, 9)),
    "images.empty()": images.empty(),
    "images.text()": images.text(),
    "images.html()": images.html(),
    "images.noise(100, seed=2)": images.noise(100, seed=2),
    "images.foreign('WEBP', faces=2)": images.foreign("WEBP", 2),
    "images.bomb()": images.bomb(),
    "images.bomb(format='GIF', size=(9000, 9000))": images.bomb("GIF", size=(9000, 9000)),
    "images.frames(faces=2, count=5, format='TIFF', seed=1)": images.frames(2, count=5, format="TIFF", seed=1),
}


@pytest.mark.parametrize("recipe", PICTURES)
def test_a_recipe_can_be_pasted_back(recipe: str) -> None:
    """It holds what is not a default, and evaluates to an equal picture with the same bytes."""
    picture = PICTURES[recipe]
    again = eval(recipe, {"images": images})
    assert repr(picture) == recipe
    assert again == picture
    assert hash(again) == hash(picture)
    assert again.make() == picture.make()


@pytest.mark.parametrize("recipe", PICTURES)
def test_hypothesis_prints_the_recipe_and_nothing_else(recipe: str) -> None:
    """Its printer, which shows each field of a dataclass, shows none of these."""
    assert pretty(PICTURES[recipe]) == recipe


def test_pictures_of_other_recipes_differ() -> None:
    """Equality goes by what was asked for."""
    assert images.scene() != images.scene(format="PNG")
    assert len({images.scene(), images.scene(1), images.scene(faces=1, seed=0)}) == 1
