"""Confidences: who is who, by looks."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from pytest_linkface.emulator import Emulator, OpenCVEngine
from pytest_linkface.images import PEOPLE, scene
from tests.emulator._asking import compare
from tests.emulator.conftest import encoded

SOME = tuple(sorted(PEOPLE)[::4])



def resized(picture: Image.Image, part: float) -> Image.Image:
    """A picture in another size."""
    return picture.resize((round(picture.width * part), round(picture.height * part)))


FORMS: dict[str, Callable[[Image.Image], bytes]] = {
    "a coarse JPEG": lambda picture: encoded(picture, "JPEG", quality=35),
    "a GIF on its right side": lambda picture: encoded(picture.rotate(270, expand=True).quantize(256), "GIF"),
    "half the size": lambda picture: encoded(resized(picture, 0.5), "BMP"),
    "larger": lambda picture: encoded(resized(picture, 1.4), "JPEG", quality=80),
    "on its left side": lambda picture: encoded(picture.rotate(90, expand=True), "TIFF", compression="tiff_lzw"),
    "upside down, smaller, coarser": lambda picture: encoded(resized(picture, 0.7).rotate(180), "JPEG", quality=60),
}


@pytest.mark.parametrize("form", FORMS)
def test_same_portrait_in_another_form(emulator: Emulator, form: str) -> None:
    """Encoded anew, resized or turned, every portrait is still the same person above 0.9."""
    for person in PEOPLE:
        portrait = scene([person]).make()
        other = FORMS[form](Image.open(io.BytesIO(portrait)))
        reply = compare(emulator, portrait, other, image_two_auto_rotate="true")
        assert reply.json["confidences"][0][0] > 0.9, (person, reply.json)


@pytest.mark.parametrize("person", SOME)
def test_same_portrait_in_company(emulator: Emulator, person: str) -> None:
    """Put among others, a portrait is still the same person above 0.9."""
    among = scene([person, *(name for name in PEOPLE if name != person)][:3]).make()
    assert compare(emulator, scene([person]).make(), among).json["max_confidence"] > 0.9


@pytest.mark.parametrize("form", ["a coarse JPEG", "half the size", "larger", "upside down, smaller, coarser"])
def test_same_photograph_in_another_form(
    emulator: Emulator, photo: Image.Image, astronaut: bytes, form: str
) -> None:
    """What holds for drawn people holds for a photograph."""
    reply = compare(emulator, FORMS[form](photo), astronaut, image_one_auto_rotate="true")
    assert reply.json["max_confidence"] > 0.9, reply.json


def test_different_people(photo: Image.Image) -> None:
    """Any two of all the drawn people and the astronaut are below 0.6, and above 0."""
    engine = OpenCVEngine()
    pictures = {name: Image.open(io.BytesIO(scene([name]).make())).convert("RGB") for name in PEOPLE}
    faces = {name: engine.find(picture, turns=(0,)) for name, picture in (pictures | {"astronaut": photo}).items()}
    assert {len(found) for found in faces.values()} == {1}
    scores = {pair: engine.confidence(faces[pair[0]][0], faces[pair[1]][0]) for pair in combinations(faces, 2)}
    assert len(scores) == 33 * 32 / 2
    assert not {pair: score for pair, score in scores.items() if not 0 < score < 0.6}


SCORES = """
import json
from pytest_linkface.emulator import Emulator
from pytest_linkface.images import scene
from tests.emulator._asking import compare
print(json.dumps(compare(Emulator(), scene(4).make(), scene(3, seed=5).make()).json["confidences"]))
"""


def test_stable_from_run_to_run(emulator: Emulator) -> None:
    """Another process, with another order of its hashes, gives the same scores to the last bit."""
    here = compare(emulator, scene(4).make(), scene(3, seed=5).make()).json["confidences"]
    done = subprocess.run(
        [sys.executable, "-c", SCORES], env=os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": "."},
        capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == here


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
