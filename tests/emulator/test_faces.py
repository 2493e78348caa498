"""Faces are found in the pixels, of a photograph and of drawn people alike."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import requests
from PIL import Image

from pytest_linkface.contract import FORMATS, PATH
from pytest_linkface.emulator import Emulator
from pytest_linkface.images import KINDS, PEOPLE, frames, landscape, scene
from tests.emulator._asking import DEMO, compare
from tests.emulator.conftest import encoded


def canvas(tile: Image.Image, count: int, columns: int) -> bytes:
    """The same tile so many times, in rows."""
    sheet = Image.new("RGB", (columns * tile.width, -(-count // columns) * tile.height), "grey")
    for number in range(count):
        sheet.paste(tile, (number % columns * tile.width, number // columns * tile.height))
    return encoded(sheet)


def test_photo_sent_by_requests(emulator: Emulator, astronaut: bytes) -> None:
    """A photograph compared with itself is one row of one 1.0, over a socket, sent by requests."""
    files = {"image_one_file": astronaut, "image_two_file": astronaut}
    answer = requests.post(emulator.url + PATH, data=DEMO, files=files, timeout=20)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json;charset=utf-8"
    assert answer.json()["confidences"] == [[1.0]]
    assert answer.json()["max_confidence"] == 1.0


def test_photo_sent_by_curl(emulator: Emulator, astronaut: bytes, tmp_path: Path) -> None:
    """The manual's cURL sample, credentials in the query, gets the same."""
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(astronaut)
    url = f"{emulator.url}{PATH}?api_id={DEMO['api_id']}&api_secret={DEMO['api_secret']}"
    command = ["curl", "-sS", "-X", "POST", url, "-F", f"image_one_file=@{photo}", "-F", f"image_two_file=@{photo}"]
    done = subprocess.run(command, capture_output=True, timeout=20, check=True)
    answer = json.loads(done.stdout)
    assert (answer["status"], answer["confidences"]) == ("OK", [[1.0]])


@pytest.mark.parametrize("side", ["one", "two"])
@pytest.mark.parametrize(("crop", "columns"), [(True, 5), (True, 3), (False, 5), (False, 3)])
def test_five_of_them(
    emulator: Emulator, photo: Image.Image, astronaut: bytes, crop: bool, columns: int, side: str
) -> None:
    """Five copies on one canvas, cropped to the head or whole, are too many faces on the side that has them."""
    five = canvas(photo.crop((130, 0, 310, 220)) if crop else photo, 5, columns)
    reply = compare(emulator, *((five, astronaut) if side == "one" else (astronaut, five)))
    assert reply.verdict == (400, "TOO_MANY_FACES", f"image_{side}")


def test_four_of_them(emulator: Emulator, photo: Image.Image, astronaut: bytes) -> None:
    """Four copies are four rows against the one column of the photograph, each the same person."""
    reply = compare(emulator, canvas(photo.crop((130, 0, 310, 220)), 4, 2), astronaut)
    assert [len(row) for row in reply.json["confidences"]] == [1, 1, 1, 1]
    assert all(row[0] > 0.9 for row in reply.json["confidences"])


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270])
def test_turned_photo(emulator: Emulator, photo: Image.Image, astronaut: bytes, turn: Image.Transpose) -> None:
    """A photograph that lies on its side or its head, and says so nowhere, is found with auto_rotate."""
    turned = encoded(photo.transpose(turn))
    reply = compare(emulator, turned, astronaut, image_one_auto_rotate="true")
    assert reply.code == 200, reply.json
    assert reply.json["max_confidence"] > 0.9


@pytest.mark.parametrize("side", ["one", "two"])
def test_sideways_without_auto_rotate(emulator: Emulator, photo: Image.Image, astronaut: bytes, side: str) -> None:
    """A photograph on its side shows no face unless auto_rotate is true for that very side."""
    turned = encoded(photo.transpose(Image.Transpose.ROTATE_90))
    one, two = (turned, astronaut) if side == "one" else (astronaut, turned)
    other = "two" if side == "one" else "one"
    reply = compare(emulator, one, two, **{f"image_{other}_auto_rotate": "true", f"image_{side}_auto_rotate": "false"})
    assert reply.verdict == (400, "NO_FACE_DETECTED", f"image_{side}")


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "TIFF", "PNG"])
def test_exif(emulator: Emulator, format: str, orientation: int) -> None:
    """EXIF's orientation is applied, once, before faces are looked for."""
    stored = scene(["ada"], format=format, orientation=orientation).make()
    reply = compare(emulator, stored, scene(["ada"], format="PNG").make())
    assert reply.json["status"] == "OK"
    assert reply.json["max_confidence"] > 0.9


@pytest.mark.parametrize(("format", "kind"), [(format, kind) for format in FORMATS for kind in KINDS[format]])
def test_each_kind_of_each_format(emulator: Emulator, format: str, kind: str) -> None:
    """Every kind of file that the five formats know is decoded, and shows who was drawn into it."""
    reply = compare(emulator, scene(["olu", "mia"], format=format, kind=kind).make(), scene(["ada"]).make())
    assert reply.json["status"] == "OK", reply.json
    assert [len(row) for row in reply.json["confidences"]] == [1, 1]


@pytest.mark.parametrize("format", ["GIF", "TIFF"])
def test_first_frame(emulator: Emulator, format: str) -> None:
    """Of several frames the first is looked at."""
    reply = compare(emulator, frames(2, format=format).make(), scene(1).make())
    assert [len(row) for row in reply.json["confidences"]] == [1, 1]


@pytest.mark.parametrize("count", range(7))
@pytest.mark.parametrize("seed", [0, 11, 22])
def test_drawn_people_are_counted(emulator: Emulator, count: int, seed: int) -> None:
    """Nobody, one to four people, and five or six are told apart."""
    reply = compare(emulator, scene(1).make(), scene(count, seed=seed).make())
    expected = {0: "NO_FACE_DETECTED", 5: "TOO_MANY_FACES", 6: "TOO_MANY_FACES"}.get(count, "OK")
    assert reply.json["status"] == expected
    if expected == "OK":
        assert [len(row) for row in reply.json["confidences"]] == [count]


def test_landscape_shows_nobody(emulator: Emulator) -> None:
    """A picture without people is refused, and it is said which of the two it was."""
    assert compare(emulator, scene(1).make(), landscape().make()).verdict == (400, "NO_FACE_DETECTED", "image_two")


def test_matrix_has_rows_of_image_one(emulator: Emulator) -> None:
    """Faces are counted from the left: image one's are the rows, image two's the columns, and max is the best cell."""
    people = sorted(PEOPLE)[:3]
    reply = compare(emulator, scene(people, size=(500, 240)).make(), scene(people[1:2]).make())
    column = [row[0] for row in reply.json["confidences"]]
    assert column.index(max(column)) == 1
    assert reply.json["max_confidence"] == max(column) > 0.9
