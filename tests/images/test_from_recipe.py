"""A recipe that a report prints is read back, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pytest_linkface import images
from pytest_linkface.conformance import PICTURES

HALF = images.cut(images.scene(("bo",), format="PNG"), 0.5)
RECIPES = [*PICTURES.values(), HALF, images.foreign("WEBP", 2), images.text()]


@pytest.mark.parametrize("picture", RECIPES, ids=repr)
def test_a_recipe_makes_the_same_picture(picture: images.Picture) -> None:
    """What a report prints is the picture that was sent, byte for byte."""
    again = images.from_recipe(repr(picture))

    assert again == picture
    assert again.make() == picture.make()


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "images.scene.__globals__",
        "images._scenes.scene()",
        "scene()",
        "images.scene(",
        "images.scene(faces=__import__('os'))",
        "images.scene(faces=99)",
        "images.scene(colour='red')",
        "images.read(b'')",
        "1",
        "",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """A text that is no recipe is refused with a reason and never run."""
    with pytest.raises(ValueError, match=r"\w"):
        images.from_recipe(text)


def test_the_command_writes_the_picture(tmp_path: Path) -> None:
    """The line that a report prints before its curl line writes the very bytes."""
    file = tmp_path / "image_one.jpg"
    command = [sys.executable, "-m", "pytest_linkface", "picture", "images.scene(faces=('ana',))", str(file)]

    subprocess.run(command, check=True)

    assert file.read_bytes() == images.scene(("ana",)).make()


def test_the_command_refuses_a_wrong_recipe_in_a_line(tmp_path: Path) -> None:
    """A recipe with a slip is answered with one line, exit code 2 and no file."""
    file = tmp_path / "image_one.jpg"
    command = [sys.executable, "-m", "pytest_linkface", "picture", "images.scenes()", str(file)]

    ended = subprocess.run(command, check=False, capture_output=True, text=True)

    assert (ended.returncode, file.exists()) == (2, False)
    assert ended.stderr.startswith("a recipe calls images.NAME with one of bomb, ")
    assert ended.stderr.count("\n") == 1
