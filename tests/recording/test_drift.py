"""What counts as a change between two answers to one call, and what does not."""

from typing import Any

import pytest

from pytest_linkface.exchange import Answer
from pytest_linkface.recording import drift
from tests.recording._calls import JSON, answer, matched

ROWS = [[0.1, 0.2], [0.3, 0.4]]
BEFORE = answer(confidences=ROWS, max_confidence=0.4, image_one={"image_one_id": "a"})


def after(**changes: Any) -> Answer:
    """The same answer with some values changed; None takes a value away."""
    values: dict[str, Any] = {"confidences": ROWS, "max_confidence": 0.4, "image_one": {"image_one_id": "a"}}
    return answer(**{name: value for name, value in (values | changes).items() if value is not None})


@pytest.mark.parametrize(
    "now",
    [
        after(request_id="TID2"),
        after(image_one={"image_one_id": "b"}),
        after(confidences=[[0.9, 0], [1, 0.4]], max_confidence=1),
        Answer(200, {"content-type": "text/plain"}, BEFORE.body.replace(b",", b", ")),
    ],
    ids=["request id", "image id", "scores", "spelling"],
)
def test_digits_and_ids_are_no_drift(now: Answer) -> None:
    """Other ids, other scores, an integer instead of a float and another spelling change nothing."""
    assert drift(BEFORE, now) == ()


@pytest.mark.parametrize(
    ("now", "lines"),
    [
        (
            answer(400, status="NO_FACE_DETECTED", image="image_one"),
            [
                "HTTP 200 became 400",
                "status 'OK' became 'NO_FACE_DETECTED'",
                "confidences is gone",
                "max_confidence is gone",
                "image_one is gone",
                "image is new, string",
            ],
        ),
        (after(confidences=[[0.1, 0.2]]), ["confidences was 2 x 2 and is 1 x 2"]),
        (after(confidences=[[0.1, 0.2], [0.3]]), ["confidences was 2 x 2 and is 2 x (2, 1)"]),
        (after(confidences=[["0.1", 0.2], [0.3, 0.4]]), ["confidences held number and holds number and string"]),
        (after(max_confidence="0.4"), ["max_confidence was number and is string"]),
        (after(image_one=None), ["image_one is gone"]),
        (after(image_one={"id": "a"}), ["image_one.image_one_id is gone", "image_one.id is new, string"]),
        (after(image_two={}), ["image_two is new, object"]),
        (Answer(200, JSON, b"<html>"), ["the body was object and is null"]),
        (Answer(502, JSON, BEFORE.body), ["HTTP 200 became 502"]),
    ],
    ids=["refusal", "rows", "ragged", "cells", "type", "gone", "renamed", "new", "html", "code"],
)
def test_shape_and_meaning_are_drift(now: Answer, lines: list[str]) -> None:
    """Codes, keys, types and the matrix's measures are told, each in a line that names its place."""
    assert list(drift(BEFORE, now)) == lines


def test_the_image_at_fault_is_meaning() -> None:
    """Another side at fault is told with both names; another reason is not."""
    one, two = (answer(400, status="DOWNLOAD_ERROR", image=f"image_{side}", reason=side) for side in ("one", "two"))
    assert drift(one, two) == ("image 'image_one' became 'image_two'",)


def test_bodies_that_are_no_json_drift_when_they_differ() -> None:
    """Two pages of a proxy are compared as they stand."""
    assert drift(Answer(502, {}, b"<a>"), Answer(502, {}, b"<a>")) == ()
    assert drift(Answer(502, {}, b"<a>"), Answer(502, {}, b"<b>")) == ("a body that is no JSON changed",)
    assert drift(Answer(502, {}, b"<a>"), matched())[1:] == ("the body was null and is object",)
