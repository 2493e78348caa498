"""Confidences: who is who, by looks."""

from __future__ import annotations

import io
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from pytest_linkface.emulator import Emulator
from pytest_linkface.images import PEOPLE, scene
from tests.emulator._asking import compare
from tests.emulator.conftest import encoded

SOME = tuple(sorted(PEOPLE)[::4])


@pytest.mark.parametrize("person", SOME)
def test_same_portrait_in_another_form(emulator: Emulator, person: str) -> None:
    """Encoded anew, halved in size or put among others, a portrait is still the same person above 0.9."""
    portrait = scene([person]).make()
    picture = Image.open(io.BytesIO(portrait))
    others = [
        encoded(picture, "JPEG", quality=50),
        encoded(picture.resize((picture.width * 2 // 3, picture.height * 2 // 3))),
        scene([person, *(name for name in PEOPLE if name != person)][:3]).make(),
    ]
    for other in others:
        reply = compare(emulator, portrait, other)
        assert reply.json["max_confidence"] > 0.9, reply.json


def test_different_people(emulator: Emulator) -> None:
    """Different people are below 0.6 with one another, and none of them is the astronaut."""
    for one, two in combinations(SOME, 2):
        assert compare(emulator, scene([one]).make(), scene([two]).make()).json["max_confidence"] < 0.6, (one, two)


def test_direction_does_not_matter(emulator: Emulator) -> None:
    """The matrix of the exchanged pictures is the transposed matrix, to the last bit."""
    one, two = scene(3, seed=2).make(), scene(2, seed=3).make()
    there = np.array(compare(emulator, one, two).json["confidences"])
    back = np.array(compare(emulator, two, one).json["confidences"])
    assert there.shape == (3, 2)
    assert (there == back.T).all()


def test_values_are_widened_floats(emulator: Emulator) -> None:
    """Confidences are float32 values in [0, 1], as the manual's sample shows them."""
    rows = compare(emulator, scene(2).make(), scene(2, seed=5).make()).json["confidences"]
    cells = [cell for row in rows for cell in row]
    assert all(0 <= cell <= 1 and float(np.float32(cell)) == cell for cell in cells)
