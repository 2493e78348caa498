"""The seam for other engines: whatever finds faces and compares them will do."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pytest
from PIL import Image

from pytest_linkface.emulator import Emulator, Face, MissingExtraError
from tests.emulator._asking import compare
from tests.emulator.conftest import encoded


class ByColour:
    """One face for each fifty of red in the first pixel."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, ...]] = []

    def find(self, picture: Image.Image, *, turns: Sequence[int]) -> tuple[Face, ...]:
        """As many faces as the first pixel says."""
        self.asked.append(tuple(turns))
        pixel = picture.getpixel((0, 0))
        assert isinstance(pixel, tuple)
        return tuple(Face(0, 0, 1, 1, 0, bytes([number])) for number in range(pixel[0] // 50))

    def confidence(self, one: Face, two: Face) -> float:
        """The place in the matrix."""
        return (one.features[0] * 10 + two.features[0]) / 100


class Broken(ByColour):
    """An engine with a bug."""

    def find(self, picture: Image.Image, *, turns: Sequence[int]) -> tuple[Face, ...]:
        """Fail."""
        raise ZeroDivisionError(f"{picture.size} at {turns}")


class Unloadable(ByColour):
    """An engine whose library cannot be loaded."""

    def find(self, picture: Image.Image, *, turns: Sequence[int]) -> tuple[Face, ...]:
        """Fail as OpenCV's engine does."""
        raise MissingExtraError(f"OpenCV is installed and cannot be loaded: no {picture.mode} at {turns}")


def picture(faces: int) -> bytes:
    """A picture that the engine sees so many faces in."""
    return encoded(Image.new("RGB", (20, 20), (faces * 50, 0, 0)))


def test_matrix_is_what_the_engine_says() -> None:
    """Rows are image one's faces, columns image two's, and the best cell is the maximum."""
    reply = compare(Emulator(engine=ByColour()), picture(2), picture(3))
    assert reply.json["confidences"] == [[0.0, 0.01, 0.02], [0.1, 0.11, 0.12]]
    assert reply.json["max_confidence"] == 0.12


@pytest.mark.parametrize(("faces", "status"), [(0, "NO_FACE_DETECTED"), (1, "OK"), (4, "OK"), (5, "TOO_MANY_FACES")])
def test_faces_are_counted_by_the_emulator(faces: int, status: str) -> None:
    """Any engine may find as many as it likes: who counts them is the emulator."""
    assert compare(Emulator(engine=ByColour()), picture(1), picture(faces)).json["status"] == status


def test_turns_are_asked_for_one_side() -> None:
    """auto_rotate of one side is that side's alone, and a picture that is known is not looked at again."""
    engine = ByColour()
    emulator = Emulator(engine=engine)
    for _ in range(2):
        compare(emulator, picture(1), picture(2), image_two_auto_rotate="true")
    assert engine.asked == [(0,), (0, 90, 270, 180)]


def test_bug_is_an_internal_error(caplog: pytest.LogCaptureFixture) -> None:
    """A bug is answered as the manual has it, told to the log, and not to the client."""
    with caplog.at_level(logging.ERROR):
        reply = compare(Emulator(engine=Broken()), picture(1), picture(1))
    assert reply.verdict == (500, "INTERNAL_ERROR", None)
    assert reply.json.keys() == {"status", "request_id"}
    assert "ZeroDivisionError" in caplog.text


def test_detector_that_cannot_be_loaded_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever asks reads what cannot be loaded, in the answer and in one line of the log, and not a bug's traceback."""
    with caplog.at_level(logging.ERROR):
        reply = compare(Emulator(engine=Unloadable()), picture(1), picture(1))
    assert reply.verdict == (500, "INTERNAL_ERROR", None)
    assert reply.json["reason"] == "OpenCV is installed and cannot be loaded: no RGB at (0,)"
    assert [(record.exc_info, str(reply.json["reason"]) in record.getMessage()) for record in caplog.records] == [
        (None, True)
    ]
