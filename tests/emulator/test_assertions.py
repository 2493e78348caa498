"""`emulator.calls.assert_…`: one line of a test, and a failure that says what was sent instead."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from unittest.mock import ANY

import pytest
import requests

from pytest_linkface.contract import HOST, PATH
from pytest_linkface.emulator import Emulator
from pytest_linkface.images import landscape, scene
from tests._canary import CANARY, spellings
from tests.emulator._asking import DEMO

ONE, TWO = scene(1).make(), scene(1, seed=4).make()
SENT: dict[str, object] = {"image_one_file": ONE, "image_two_file": TWO, "image_two_auto_rotate": True}


@pytest.fixture
def asked(linkface_emulator: Emulator) -> Emulator:
    """An emulator that was asked once, with two files and a turn."""
    post({"image_one_file": ONE, "image_two_file": TWO}, image_two_auto_rotate="true")
    return linkface_emulator


def post(files: dict[str, object], **texts: str) -> None:
    """Ask as an application does."""
    requests.post(HOST + PATH, data=DEMO | texts, files=files, timeout=9)  # type: ignore[arg-type]  # as requests takes


def test_what_was_sent(asked: Emulator, tmp_path: Path) -> None:
    """Bytes, a path, a boolean and ANY stand for what was sent; credentials need not be named."""
    (tmp_path / "one.jpg").write_bytes(ONE)
    asked.calls.assert_called_with(image_one_file=ONE, image_two_file=TWO, image_two_auto_rotate=True)
    path = tmp_path / "one.jpg"
    asked.calls.assert_called_with(image_one_file=path, image_two_file=ANY, image_two_auto_rotate="true")


def test_ids_and_urls(linkface_emulator: Emulator) -> None:
    """References are given as they were sent; of a url the query is nobody's business."""
    post({}, image_one_url="http://127.0.0.1:9/a.jpg?key=1", image_two_id="0" * 32)
    linkface_emulator.calls.assert_called_with(image_one_url="http://127.0.0.1:9/a.jpg?key=1", image_two_id="0" * 32)
    with pytest.raises(AssertionError, match=r"expected  'http://127.0.0.1:9/b.jpg'\n    sent      'http://127.0.0.1:9"):
        linkface_emulator.calls.assert_called_with(image_one_url="http://127.0.0.1:9/b.jpg", image_two_id="0" * 32)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (SENT | {"image_one_file": None}, r"image_one_file\n    expected  None\n    sent      a file"),
        (SENT | {"image_one_file": TWO}, r"expected  a file .*\n    sent      a file"),
        (SENT | {"image_two_auto_rotate": False}, r"expected  false\n    sent      'true'"),
        ({}, r"image_one_file\n    expected  nothing\n    sent      a file"),
        ({"image_one_id": "7"}, r"image_one_id\n    expected  '7'\n    sent      nothing"),
    ],
)
def test_what_was_not_sent(asked: Emulator, expected: dict[str, object], text: str) -> None:
    """Whatever differs is shown field by field."""
    with pytest.raises(AssertionError, match=text):
        asked.calls.assert_called_with(**expected)


def test_a_name_that_the_manual_lacks(asked: Emulator) -> None:
    """In the test itself it is a slip; in the application it is told, with the name that was expected."""
    with pytest.raises(TypeError, match="the manual has no parameter image_1_file; it has image_one_file"):
        asked.calls.assert_called_with(image_1_file=ONE)
    post({"image_one_file": ONE, "image_2_file": TWO})
    with pytest.raises(AssertionError, match="the manual has no such parameter; image_two_file was expected"):
        asked.calls.assert_called_with(image_one_file=ONE, image_two_file=TWO)


def test_a_file_as_text(linkface_emulator: Emulator) -> None:
    """Whoever sends a picture as a form's text learns where it belongs."""
    post({"image_one_file": (None, ONE), "image_two_file": TWO})
    with pytest.raises(AssertionError, match="with requests it belongs into files=, not into data="):
        linkface_emulator.calls.assert_called_with(image_one_file=ONE, image_two_file=TWO)


def test_how_often(asked: Emulator) -> None:
    """Calls are counted, and told when there are more or fewer."""
    asked.calls.assert_called(times=1)
    with pytest.raises(AssertionError, match=r"expected 2 calls; there was 1\n  1. was answered 200 OK"):
        asked.calls.assert_called(times=2)
    with pytest.raises(AssertionError, match="no call was expected; there was 1"):
        asked.calls.assert_not_called()
    asked.reset()
    asked.calls.assert_not_called()
    with pytest.raises(AssertionError, match="the endpoint was never called"):
        asked.calls.assert_called_with()


def test_which_photo_was_blamed(asked: Emulator) -> None:
    """The status and the side of the last answer."""
    post({"image_one_file": ONE, "image_two_file": landscape().make()})
    asked.calls.assert_answered("NO_FACE_DETECTED", side="two")
    asked.calls.assert_answered("NO_FACE_DETECTED")
    with pytest.raises(AssertionError, match=r"for image one; the last call was answered 400 NO_FACE_DETECTED \("):
        asked.calls.assert_answered("NO_FACE_DETECTED", side="one")


def test_repetitions(linkface_emulator: Emulator) -> None:
    """The same call after a status is a repetition, another one is not; a pause counts by the emulator's clock."""
    linkface_emulator.next("OUT_OF_QUOTA", times=2)
    post({"image_one_file": ONE, "image_two_file": TWO})
    post({"image_one_file": TWO, "image_two_file": TWO})
    linkface_emulator.calls.assert_not_repeated_after("OUT_OF_QUOTA")
    linkface_emulator.clock.move(5)
    post({"image_one_file": ONE, "image_two_file": TWO})
    with pytest.raises(AssertionError, match=r"call 3 repeats call 1 5\.?\d* s later, although that was answered 403"):
        linkface_emulator.calls.assert_not_repeated_after("OUT_OF_QUOTA")
    linkface_emulator.calls.assert_paused_after("OUT_OF_QUOTA", seconds=5)
    with pytest.raises(AssertionError, match="expected a pause of 6 s"):
        linkface_emulator.calls.assert_paused_after("OUT_OF_QUOTA", seconds=6)
    with pytest.raises(ValueError, match="there is no status QUOTA"):
        linkface_emulator.calls.assert_not_repeated_after("QUOTA")


def test_all_at_a_glance(linkface_emulator: Emulator) -> None:
    """Printed, the calls say one after another how each was answered, why, and what was sent; the last ten of many."""
    assert str(linkface_emulator.calls) == "the endpoint was never called"
    linkface_emulator.next("OUT_OF_QUOTA")
    post({"image_one_file": ONE, "image_two_file": b""}, image_two_auto_rotate="true")
    post({"image_one_file": ONE, "image_two_file": b""})
    first, second = str(linkface_emulator.calls).split("2. ")
    assert first.splitlines()[0] == "1. was answered 403 OUT_OF_QUOTA"
    assert first.splitlines()[1].endswith("; a script asked for it")
    assert first.splitlines()[2].startswith("     sent  image_one_file: a file of 6,718 bytes (JPEG 240x280), sha256 ")
    assert first.splitlines()[3:] == [
        "     sent  image_two_auto_rotate: 'true'",
        f"     sent  image_two_file: a file of 0 bytes (no picture), sha256 {sha256(b'').hexdigest()[:12]}…",
    ]
    assert second.startswith("was answered 400 CORRUPT_IMAGE (image_two)\n     why   LF-")
    for _ in range(11):
        requests.get(HOST + "/nowhere", timeout=9)
    assert str(linkface_emulator.calls).splitlines()[:2] == ["… 3 before", "4. was answered 404 NOT_FOUND"]


def test_a_failure_points_to_the_test(asked: Emulator) -> None:
    """The traceback ends where the test asserts, and so shows no picture among the arguments of the kit's lines."""
    with pytest.raises(AssertionError) as failure:
        asked.calls.assert_called_with(image_one_file=TWO)
    shown = failure.traceback.filter(failure)
    assert [Path(str(entry.path)).name for entry in shown] == ["test_assertions.py"]


@pytest.mark.filterwarnings("ignore:Unverified HTTPS")
def test_certificates(asked: Emulator) -> None:
    """Switching verification off is seen in process; over a socket nobody can see it, and it is said."""
    asked.calls.assert_tls_verified()
    requests.post(HOST + PATH, data=DEMO, timeout=9, verify=False)
    with pytest.raises(AssertionError, match="call 2 was sent with verify=False"):
        asked.calls.assert_tls_verified()
    asked.reset()
    requests.post(asked.url + PATH, data=DEMO, timeout=9)
    with pytest.raises(AssertionError, match="call 1 came over a socket"):
        asked.calls.assert_tls_verified()


Assertion = Callable[[Emulator], None]


@pytest.mark.parametrize(
    "assertion",
    [
        lambda emulator: emulator.calls.assert_called_with(image_one_file=ONE),
        lambda emulator: emulator.calls.assert_called(times=7),
        lambda emulator: emulator.calls.assert_answered("OK"),
        lambda emulator: emulator.calls.assert_not_repeated_after("UNAUTHORIZED"),
        lambda emulator: pytest.fail(str(emulator.calls)),
    ],
)
def test_no_secret_in_a_failure(linkface_emulator: Emulator, assertion: Assertion) -> None:
    """No text of a failure holds what was sent as a credential, wherever else it was put too."""
    for _ in range(2):
        form = {"api_id": CANARY, "api_secret": CANARY, "note": CANARY, "image_two_id": CANARY}
        requests.post(HOST + PATH, data=form, timeout=9)
    with pytest.raises((AssertionError, pytest.fail.Exception)) as failure:
        assertion(linkface_emulator)
    assert not [name for name, spelling in spellings(CANARY).items() if spelling in str(failure.value)]
