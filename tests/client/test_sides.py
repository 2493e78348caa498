"""The five ways to give a picture, and the turning of each side."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pytest_linkface.client import Client, Image, ImageId, Url
from pytest_linkface.errors import NoFaceDetected
from pytest_linkface.images import scene
from tests._printed import PRINTED_SUCCESS
from tests.client._scripted import http, scripted
from tests.client.conftest import ANA


@pytest.mark.parametrize("side", ["one", "two"])
@pytest.mark.parametrize("way", ["path", "bytes", "bytearray", "memoryview", "open file", "memory file", "url", "id"])
def test_a_side_may_be_given_in_any_way(
    way: str, side: str, client: Client, ana: bytes, bo: bytes, tmp_path: Path
) -> None:
    """However a picture is given, on either side, it is that picture which is compared."""
    path = tmp_path / "安娜.jpg"
    path.write_bytes(ana)
    with path.open("rb") as file, scripted(http(200, ana, "Content-Type: image/jpeg")) as host:
        given: dict[str, Image] = {
            "path": path,
            "bytes": ana,
            "bytearray": bytearray(ana),  # type: ignore[dict-item]  # taken, though not announced
            "memoryview": memoryview(ana),  # type: ignore[dict-item]  # likewise
            "open file": file,
            "memory file": io.BytesIO(ana),
            "url": Url(f"{host.url}/ana.jpg"),
        }
        if way == "id":
            given["id"] = ImageId(client.compare_faces_in_two_images(ana, bo).image_one_id or "")
        one, two = (given[way], ana) if side == "one" else (ana, given[way])
        comparison = client.compare_faces_in_two_images(one, two)
    ids = {"one": comparison.image_one_id, "two": comparison.image_two_id}
    assert comparison.max_confidence == 1.0
    assert (ids[side] is None) == (way == "id")


@pytest.mark.parametrize(
    ("turn", "text"),
    [(True, b"true"), (False, b"false")],
)
def test_turning_is_sent_in_the_manuals_words(turn: bool, text: bytes) -> None:
    """``true`` or ``false``, on the side that it is asked for and on no other."""
    with scripted(http(200, PRINTED_SUCCESS)) as server, Client(server.url) as client:
        client.compare_faces_in_two_images(b"1", b"2", image_one_auto_rotate=turn)
    assert b'name="image_one_auto_rotate"\r\n\r\n' + text + b"\r\n" in server.body
    assert b"image_two_auto_rotate" not in server.body


def test_turning_is_not_sent_unless_it_is_asked_for() -> None:
    """What the service does by default stays the service's choice."""
    with scripted(http(200, PRINTED_SUCCESS)) as server, Client(server.url) as client:
        client.compare_faces_in_two_images(b"1", b"2")
    assert b"auto_rotate" not in server.body


def test_turning_reaches_the_side_it_is_meant_for(client: Client, ana: bytes) -> None:
    """A sideways picture two is found with its own auto_rotate, and not with that of picture one."""
    sideways = scene((ANA,), turn=90).make()
    assert client.compare_faces_in_two_images(ana, sideways, image_two_auto_rotate=True).max_confidence > 0.5
    with pytest.raises(NoFaceDetected) as refusal:
        client.compare_faces_in_two_images(ana, sideways, image_one_auto_rotate=True, image_two_auto_rotate=False)
    assert refusal.value.side == "two"


def test_a_text_is_refused_since_it_could_be_anything(client: Client) -> None:
    """A str may be a path, a url or an id: the message names the ways to say which."""
    with pytest.raises(TypeError) as error:
        client.compare_faces_in_two_images("ana.jpg", b"")  # type: ignore[arg-type]  # what is tested
    expected = "a picture is a Path, bytes, an open binary file, Url(...) or ImageId(...), not 'ana.jpg'"
    assert str(error.value) == expected


def test_a_file_open_as_text_is_refused_with_the_remedy(client: Client, tmp_path: Path) -> None:
    """The message names the file and the mode that it has to be opened in."""
    path = tmp_path / "ana.jpg"
    path.write_text("x")
    with path.open() as file, pytest.raises(TypeError) as error:
        client.compare_faces_in_two_images(file, b"")  # type: ignore[arg-type]  # what is tested
    assert str(error.value) == "the file 'ana.jpg' is open as text; open it in mode 'rb'"


def test_a_huge_text_is_not_repeated_in_full(client: Client) -> None:
    """A photo in base64 given by mistake does not fill the terminal."""
    with pytest.raises(TypeError) as error:
        client.compare_faces_in_two_images("A" * 1_000_000, b"")  # type: ignore[arg-type]  # what is tested
    assert len(str(error.value)) < 200
