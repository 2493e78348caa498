"""Answers made by hand, and what is said of them."""

from __future__ import annotations

import json
from typing import Any

from pytest_linkface.checks import Expectation, Judgement, judge
from pytest_linkface.exchange import Account, Answer, Call, Exchange, ImageId

SECRET = "hand-made+secret/"
CALL = Call((ImageId("1"),), (ImageId("2"),), Account("an-account", SECRET).fields)

SUCCESS: dict[str, Any] = {
    "request_id": "TID1",
    "status": "OK",
    "confidences": [[0.25, 0.5], [0.75, 0.125]],
    "max_confidence": 0.75,
    "image_one": {"image_one_id": "6d1ac077"},
    "image_two": {"image_two_id": "44b0a59d"},
}
REFUSAL: dict[str, Any] = {"request_id": "TID1", "status": "NO_FACE_DETECTED", "image": "image_one"}
ARGUMENT: dict[str, Any] = {"request_id": "TID1", "status": "INVALID_ARGUMENT", "reason": "image_one is missing"}

GOOD = Expectation("LF-SRC-FILE", shape=(2, 2))
NO_FACE = Expectation("LF-ERR-NO-FACE-DETECTED", ("NO_FACE_DETECTED",), "one")
WRONG = Expectation("LF-SRC-REQUIRED", ("INVALID_ARGUMENT",))

JSON = {"content-type": "application/json;charset=utf-8"}


def changed(body: dict[str, Any], **fields: Any) -> bytes:
    """The body with other fields; those set to Ellipsis are left out."""
    return json.dumps({name: value for name, value in (body | fields).items() if value is not ...}).encode()


def judged(
    body: bytes, expectation: Expectation = GOOD, *, code: int = 200, headers: dict[str, str] = JSON
) -> Judgement:
    """What the checks say of one answer."""
    return judge(Exchange(CALL, Answer(code, headers, body)), expectation)


def broken(
    body: bytes, expectation: Expectation = GOOD, *, code: int = 200, headers: dict[str, str] = JSON
) -> set[str]:
    """The clauses that one answer breaks."""
    return set(judged(body, expectation, code=code, headers=headers).broken)
