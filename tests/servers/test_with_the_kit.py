"""The reference and the kit's pictures: what the kit says of a picture it made, the reference finds out by itself."""

import json
from typing import Any

import pytest

from pytest_linkface import contract, images

from .battery import ask
from .faults import FAULTS
from .reference import Service

_KINDS = [(form, kind) for form, kinds in images.KINDS.items() for kind in kinds]


def _answer(one: images.Picture, two: images.Picture, **form: bytes) -> dict[str, Any]:
    body = json.loads(Service().reply(ask(one.make(), two.make(), **form)).pieces[0])
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize(("form", "kind"), _KINDS)
def test_every_kind_is_read_and_counted(form: str, kind: str) -> None:
    """In each kind of each format the faces are as many as were painted, up to four, and five too many."""
    one = images.scene(1)
    assert len(_answer(images.scene(4, format=form, kind=kind), one)["confidences"]) == 4
    assert _answer(images.scene(5, format=form, kind=kind), one)["status"] == "TOO_MANY_FACES"


@pytest.mark.parametrize("person", sorted(images.PEOPLE)[::4])
def test_people_are_told_apart(person: str) -> None:
    """A person resembles nobody in a group so much as himself, and is found at more than 0.5."""
    others = [name for name in sorted(images.PEOPLE) if name != person][:2]
    row = _answer(images.scene([person], seed=3), images.scene([others[0], person, others[1]], seed=4))["confidences"][
        0
    ]
    found = sorted(row)
    assert found[-1] > 0.5 > found[-2]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_orientations_are_applied(form: str, orientation: int) -> None:
    """EXIF is applied in each format that has a place for it, to the very same face."""
    body = _answer(images.scene(1, format=form, orientation=orientation), images.scene(1))
    assert body["max_confidence"] > 0.9


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pictures_need_auto_rotate(turn: int) -> None:
    """A picture that lies and does not say so is found with auto_rotate, and not without."""
    lying, one = images.scene(1, turn=turn), images.scene(1)
    assert _answer(lying, one)["status"] == "NO_FACE_DETECTED"
    assert _answer(lying, one, image_one_auto_rotate=b"true")["max_confidence"] > 0.9


@pytest.mark.parametrize("form", sorted(images.KINDS))
def test_sizes_and_breakage_are_seen(form: str) -> None:
    """Exact sizes, cut files and pictures without a face are judged in each format as the kit means them."""
    one = images.scene(1)
    whole = images.scene(1, format=form)
    statuses = {
        "OK": images.padded(whole, 5_000_000),
        "IMAGE_FILE_SIZE_TOO_BIG": images.padded(whole, 5 * 1024 * 1024 + 1),
        "CORRUPT_IMAGE": images.cut(whole, 0.5),
        "NO_FACE_DETECTED": images.landscape(format=form),
        "INVALID_IMAGE_FORMAT_OR_SIZE": images.bomb(form),
    }
    assert {status: _answer(picture, one)["status"] for status, picture in statuses.items()} == {
        status: status for status in statuses
    }


def test_faults_cover_the_clauses() -> None:
    """Each fault names clauses of the table, and each clause that can be red has a fault that it may see."""
    levels = {clause.id: clause.level for clause in contract.clauses().values()}
    named = {name for fault in FAULTS.values() for name in fault.ids}
    assert named == {name for name, level in levels.items() if level != "OBSERVE"}
