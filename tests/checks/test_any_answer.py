"""Whatever a server sends, the checks return, and a broken success is never called a good one."""

from __future__ import annotations

import json
import math
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pytest_linkface.checks import Expectation
from pytest_linkface.contract import ERRORS, STATUSES, validator
from tests.checks._answers import GOOD, JSON, NO_FACE, SUCCESS, changed, judged

NUMBERS = st.floats() | st.integers() | st.integers(10**300, 10**320) | st.sampled_from([0, 1, 0.75])
NAMES = st.sampled_from([*SUCCESS, "image_one_id", "image", "reason"])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=5) | st.sampled_from(sorted(STATUSES)),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES, inner),
    max_leaves=12,
)
CODES = st.sampled_from([100, 200, 201, 302, 400, 401, 403, 404, 500, 502]) | st.integers(100, 999)
EXPECTATIONS = st.builds(
    Expectation,
    st.sampled_from(["LF-SRC-FILE", "LF-ERR-IMAGE", "LF-OK-STATUS"]),
    st.lists(st.sampled_from(sorted(STATUSES)), min_size=1, max_size=2, unique=True).map(tuple),
    st.sampled_from([None, "one", "two"]),
    st.sampled_from([None, (1, 1), (2, 2)]),
    st.sampled_from([frozenset(), frozenset({"one"}), frozenset({"one", "two"})]),
)
FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys((*SUCCESS, "image", "reason"), VALUES))


@settings(deadline=None)
@given(body=VALUES, code=CODES, expectation=EXPECTATIONS)
def test_any_json_is_judged(body: Any, code: int, expectation: Expectation) -> None:
    """Every value that Python can read, and each verdict names what it saw in bounded words."""
    judgement = judged(json.dumps(body).encode(), expectation, code=code)
    assert judgement.kept | judgement.broken.keys()
    assert all(len(expected) + len(observed) < 1000 for expected, observed in judgement.broken.values())


@settings(deadline=None)
@given(body=st.binary(max_size=200), code=CODES)
@example(b"[" * 900 + b"]" * 900, 200)
@example(b'{"status":"OK","confidences":' + b"[" * 900 + b"]" * 900 + b"}", 200)
@example(b'{"status":"OK","max_confidence":' + b"9" * 5000 + b"}", 200)
@example(b'{"status":"OK","max_confidence":1e999}', 200)
@example(b'{"status":"OK","status":"ok"}', 200)
@example(b'{"status":"NO_FACE_DETECTED","image":"\\ud800"}', 400)
def test_any_bytes_are_judged(body: bytes, code: int) -> None:
    """Bytes by chance are no success, and no accident of the checks either."""
    assert judged(body, GOOD, code=code).broken


@settings(deadline=None)
@given(fields=FIELDS)
@example({"confidences": [[math.nan]]})
@example({"confidences": [[10**310]], "max_confidence": 10**310})
@example({"image_one": None})
def test_what_the_schema_refuses_is_never_free_of_broken_clauses(fields: dict[str, Any]) -> None:
    """The checks may ask for more than the schema, not for less."""
    body = SUCCESS | fields
    refused = not validator("success").is_valid(json.loads(json.dumps(body)))
    if refused:
        assert judged(changed(body), GOOD).broken


@settings(deadline=None)
@given(fields=FIELDS, status=st.sampled_from(ERRORS))
def test_what_the_schema_of_errors_refuses_is_never_free_of_broken_clauses(fields: dict[str, Any], status: Any) -> None:
    """Likewise for each of the seventeen."""
    body = {"request_id": "TID1"} | fields | {"status": status.name}
    expectation = Expectation(NO_FACE.clause, (status.name,))
    if not validator("error").is_valid(json.loads(json.dumps(body))):
        assert judged(changed(body), expectation, code=status.http_code, headers=JSON).broken
