"""Thumbnails: drawn from recipes with the shipped portraits, whatever pictures were really sent."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pytest_linkface import images
from pytest_linkface.conformance import suite
from pytest_linkface.reports import page
from pytest_linkface.reports._page_thumbnails import recipe_in, thumbnail
from tests._runs import FINDING
from tests.reports import _documents
from tests.reports.test_page import Outline

SECONDS = 1.0
COLOURS = {"red": (255, 0, 0), "blue": (0, 0, 255)}


@pytest.mark.parametrize(
    ("recipe", "caption"),
    [
        ("images.scene(faces=5)", "420 × 340 px, JPEG, 5 faces"),
        ("images.scene(('ana', 'bo'), format='PNG', orientation=6)", "240 × 320 px, PNG, 2 faces, EXIF orientation 6"),
        ("images.scene(turn=90)", "280 × 240 px, JPEG, 1 face, turned by 90°"),
        ("images.padded(images.scene(faces=1), 5242881)", "240 × 280 px, JPEG, 1 face, 5,242,881 bytes"),
        ("images.cut(images.scene(faces=1), 0.5)", "240 × 280 px, JPEG, 1 face, cut"),
        ("images.wrong_magic(images.landscape())", "320 × 240 px, JPEG, 0 faces, wrong magic"),
        ("images.flat(4001, 9, format='GIF')", "4001 × 9 px, GIF"),
        ("images.bomb()", "20000 × 20000 px, PNG"),
        ("images.empty()", "no picture (empty)"),
        ("images.noise(100)", "no picture (noise)"),
    ],
)
def test_a_caption_says_what_a_recipe_means(recipe: str, caption: str) -> None:
    """Size, format, faces, and what was done to the picture, in words."""
    found = thumbnail(recipe)
    assert found is not None
    assert found.captions[0] == caption


def test_every_face_is_drawn() -> None:
    """As many portraits as the picture has faces, each of them held once in the page however often it is drawn."""
    sent = dict.fromkeys(("image_one_file", "image_two_file"), "images.scene(faces=5) as 'picture.jpg', image/jpeg")
    text = page([_documents.with_finding(replace(FINDING, sent=sent))])
    assert (text.count("<use "), text.count("<symbol "), text.count("data:image/webp;base64,")) == (10, 5, 5)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_picture_is_shown_as_it_is_stored(orientation: int, turn: int) -> None:
    """Crown and chin point where the stored pixels have them: what a server sees that heeds neither EXIF nor turns."""
    if (orientation, turn) == (1, 0):
        return
    told = {"orientation": orientation, "turn": turn}
    given = ", ".join(f"{name}={value}" for name, value in told.items() if value not in (0, 1))
    found = thumbnail(f"images.scene(('ana',), {given})")
    assert found is not None
    assert _moved(found.drawing) == _stored(orientation, turn)


def _stored(orientation: int, turn: int) -> tuple[str, str]:
    """Where Pillow's operations, which make the bytes, put what was above and what was on the left."""
    from pytest_linkface.images._orientation import stored

    image = Image.new("RGB", (3, 3))
    image.putpixel((1, 0), COLOURS["red"])
    image.putpixel((0, 1), COLOURS["blue"])
    moved = stored(image, orientation, turn)
    places = {"top": (1, 0), "left": (0, 1), "right": (2, 1), "bottom": (1, 2)}
    where = {moved.getpixel(at): name for name, at in places.items()}
    return where[COLOURS["red"]], where[COLOURS["blue"]]


def _moved(drawing: str) -> tuple[str, str]:
    """Where the drawing's transformations put the same."""
    (steps,) = re.findall(r'<g transform="translate\([^)]*\) (.*?) translate', drawing)
    sides = {(0, -1): "top", (-1, 0): "left", (1, 0): "right", (0, 1): "bottom"}
    return tuple(sides[_applied(steps, point)] for point in ((0, -1), (-1, 0)))  # type: ignore[return-value]  # two


def _applied(steps: str, point: tuple[int, int]) -> tuple[int, int]:
    x, y = point
    for name, numbers in reversed(re.findall(r"(\w+)\(([^)]*)\)", steps)):
        values = [int(value) for value in numbers.split()]
        if name == "rotate":
            for _ in range(values[0] // 90 % 4):
                x, y = -y, x
        elif name == "scale":
            x, y = x * values[0], y * values[1]
        else:
            x, y = values[0] * x + values[2] * y, values[1] * x + values[3] * y
    return x, y


def _recipes_of_the_suite() -> Iterator[str]:
    for case in suite():
        for cell in case.ask.__closure__ or ():
            content = cell.cell_contents if isinstance(cell.cell_contents, tuple) else (cell.cell_contents,)
            for one in (inner for outer in content for inner in (outer if isinstance(outer, tuple) else (outer,))):
                if isinstance(one, images.Picture):
                    yield one.recipe


def test_the_pictures_of_the_suite_have_thumbnails() -> None:
    """Whatever picture a case sends is one that the page can draw."""
    recipes = set(_recipes_of_the_suite())
    assert len(recipes) > 20
    assert {recipe for recipe in recipes if thumbnail(recipe) is None} == set()


@pytest.mark.parametrize(
    "recipe",
    [
        "images.scene(faces=999999999)",
        "images.scene(99999999)",
        "images.frames(faces=99999999)",
        "images.scene(faces=('nobody',))",
        "images.scene(format='WHAT')",
        "images.scene(size=(1, 2, 3))",
        "__import__('os').system('false')",
        "images.__class__()",
        "images.scene(" + "1+" * 300 + "1)",
        "images." + "cut(images." * 50 + "empty()" + ", 1)" * 50,
        "-" * 399 + "1",
        "images",
        "",
    ],
)
def test_a_text_that_is_no_recipe_of_ours_is_left_a_text(recipe: str) -> None:
    """A report may come from anywhere: nothing in it is run, takes long, or keeps the page from being written."""
    before = time.process_time()
    assert thumbnail(recipe) is None
    assert time.process_time() - before < SECONDS
    sent = {"image_one_file": f"{recipe} as 'x', image/jpeg"}
    text = page([_documents.with_finding(replace(FINDING, sent=sent))])
    assert "<use " not in text
    assert 'class="finding"' in text


@given(st.lists(st.sampled_from([*"images.scene(faces=,'ana')[]{}\\-1 9*\"", "padded(", "lambda:", "é"]), max_size=40))
def test_no_text_keeps_a_page_from_being_drawn(parts: list[str]) -> None:
    """Whatever stands where a recipe is expected, there is a drawing or none, and no error."""
    found = thumbnail("images." + "".join(parts))
    assert found is None or all(found.captions)


@pytest.mark.parametrize("sent", ["http://host/a.jpg", "6d1ac077", "4,096 bytes, sha256 aa as 'x.jpg', image/jpeg", ""])
def test_what_is_no_recipe_has_no_thumbnail(sent: str) -> None:
    """Urls, ids and files of a user's own are told in words."""
    assert recipe_in(sent) is None
    assert "<figcaption>" in page([_documents.with_finding(replace(FINDING, sent={"image_one_url": sent}))])


def test_no_photograph_of_a_user_is_drawn(tmp_path: Path) -> None:
    """While somebody's own portraits stand in, thumbnails show the drawn people, pixel for pixel, and say so."""
    for person in range(images._cast.FEWEST):
        (tmp_path / str(person)).mkdir()
        Image.new("RGB", (200, 250), (255, 0, 40 * person)).save(tmp_path / str(person) / "photo.png")
    sent = {"image_one_file": "images.scene(faces=('ana', 'bo')) as 'picture.jpg', image/jpeg"}
    finding = replace(FINDING, sent=sent)
    before = page([_documents.with_finding(finding)])
    thumbnail.cache_clear()
    cast = images.cast_from(tmp_path)
    with images.played_by(cast):
        during = page([_documents.with_finding(finding, header=_documents.head(faces=cast.label))])
    drawn = re.findall(r"data:image/webp;base64,[^\"]+", before)
    assert drawn == re.findall(r"data:image/[^\"]+", during) != []
    assert "A portrait of yours was sent; this is the drawn person." in Outline(during).text
    assert "no photo is in this page" in Outline(during).text
    assert "portrait of yours" not in before
