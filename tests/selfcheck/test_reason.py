"""An observation is cut down to why it is wrong."""

from __future__ import annotations

import pytest

from pytest_linkface.selfcheck import reason


@pytest.mark.parametrize(
    ("observed", "why"),
    [
        ("400 NO_FACE_DETECTED image='image_one'", "400 NO_FACE_DETECTED"),
        ("200 OK reason='send one of them'", "200 OK"),
        ("200 application/json;charset=utf-8: '{\"status\":\"ok\"", "200 application/json"),
        ("no answer: no complete answer within 10 s", "no answer: no complete answer within # s"),
        ("image: 'missing'", "image: missing"),
        ("image: ''", "image: empty"),
        ("image_one: {'image_two_id': 'fd95'}", "image_one: an object"),
        ("max_confidence: '0.9'", "max_confidence: a text"),
        ("request_id: 17", "request_id: a number"),
        ("image_two: None", "image_two: null"),
        ("3 x 1: [[0.41], [0.27]]", "a matrix of another shape"),
        ("0.0 for itself, 0.6137 for two people", "# for itself, # for two people"),
        ("'selfie' for a fault of image one", "... for a fault of image one"),
        ("max_confidence 0.34 with confidences [[0.3]]", "max_confidence # with confidences [...]"),
        ("max_confidence -0.0 with confidences [[6.8e-05]]", "max_confidence # with confidences [...]"),
        ("not UTF-8: b'x'", "not UTF-#: b..."),
        ("text/html", "text/html"),
    ],
)  # fmt: skip
def test_a_reason_holds_no_values(observed: str, why: str) -> None:
    """Outcome, field or words stay; what differs from run to run goes."""
    assert reason(observed) == why
