"""What a run remembers of the answers that it has judged."""

from __future__ import annotations

import json
import weakref

from pytest_linkface.checks import Expectation
from pytest_linkface.conformance._memory import Memory
from pytest_linkface.contract import SIDES
from pytest_linkface.exchange import Answer, Call, Exchange

_EXPECTED = Expectation("LF-ERR-NO-FACE-DETECTED", ("NO_FACE_DETECTED",))


def _refused(request_id: str, image: str = "") -> Exchange:
    named = {"image": image} if image else {}
    body = json.dumps({"request_id": request_id, "status": "NO_FACE_DETECTED", **named}).encode()
    return Exchange(Call((), (), ()), Answer(400, {"content-type": "application/json"}, body))


def test_an_answer_is_let_go_and_its_request_id_stays_known() -> None:
    """Somebody's eight megabytes do not stay for the rest of a run; an id that comes again is still seen."""
    memory = Memory()
    first = _refused("one\udc80")
    assert "LF-ANS-REQUEST-ID-FRESH" in memory.judge(first, _EXPECTED).kept
    assert "LF-ANS-REQUEST-ID-FRESH" in memory.judge(first, _EXPECTED).kept  # by another case
    kept = weakref.ref(first)
    del first
    assert kept() is None
    assert "LF-ANS-REQUEST-ID-FRESH" in memory.judge(_refused("one\udc80"), _EXPECTED).broken
    assert "LF-ANS-REQUEST-ID-FRESH" in memory.judge(_refused("two"), _EXPECTED).kept


def test_the_same_word_for_both_sides_is_seen() -> None:
    """What blamed image one cannot blame image two."""
    memory = Memory()
    sides = [Expectation("LF-ERR-NO-FACE-DETECTED", ("NO_FACE_DETECTED",), side) for side in SIDES]
    memory.judge(_refused("one", "first"), sides[0])
    assert "LF-ERR-IMAGE-SIDES" in memory.judge(_refused("two", "second"), sides[1]).kept
    assert "LF-ERR-IMAGE-SIDES" in memory.judge(_refused("three", "first"), sides[1]).broken
