"""The same application under a server that is not ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import application
from pytest_linkface.images import scene
from tests.emulator._asking import DEMO
from tests.servers._waitress import KeptOpen

GOOD = scene(1).make()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The base url of waitress, serving the emulator."""
    with KeptOpen(application()) as server:
        yield server.url


def test_files(url: str) -> None:
    """Files are compared, and their ids are good in the next call."""
    answer = requests.post(url + PATH, data=DEMO, files={"image_one_file": GOOD, "image_two_file": GOOD}, timeout=10)
    assert answer.headers["Content-Type"] == "application/json;charset=utf-8"
    name = answer.json()["image_one"]["image_one_id"]
    again = requests.post(url + PATH, data=DEMO | {"image_one_id": name, "image_two_id": name}, timeout=10)
    assert again.json()["confidences"] == answer.json()["confidences"] == [[1.0]]


def test_chunked(url: str) -> None:
    """A body without a length is read there too."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = iter([b"api_id=linkface-demo&", b"api_secret=linkface-demo-secret"])
    answer = requests.post(url + PATH, data=body, headers=form, timeout=10).json()
    assert (answer["status"], answer["image"]) == ("INVALID_ARGUMENT", "image_one")


@pytest.mark.parametrize("path", ["/", PATH + "/"])
def test_other_paths(url: str, path: str) -> None:
    """Other paths are the documented 404."""
    assert requests.post(url + path, timeout=10).json()["status"] == "NOT_FOUND"
