"""What counts as a difference on the wire."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_linkface.exchange import Answer, Call, Exchange, ImageId, Url
from pytest_linkface.selfcheck._wire import Wire

ONE, TWO, THREE = "a" * 32, "b" * 32, "c" * 32
_JSON = {"content-type": "application/json"}


def _call(url: str = "http://127.0.0.1:5000/x.jpg", id: str = ONE) -> Call:
    return Call((Url(url),), (ImageId(id),), (("api_id", "me"),))


def _answer(headers: dict[str, str] | None = None, code: int = 200, **body: Any) -> Answer:
    return Answer(code, headers or _JSON, json.dumps({"request_id": f"TID{ONE}", "status": "OK"} | body).encode())


def _wire(*exchanges: tuple[Call, Answer | None]) -> Wire:
    wire = Wire()
    for call, answer in exchanges:
        wire.note(Exchange(call, answer, "" if answer else "it broke off"))
    return wire


PLAIN = _wire((_call(), _answer()))


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (_call(), _answer(request_id=f"TID{TWO}")),
        (_call("http://127.0.0.1:6000/x.jpg"), _answer()),
        (_call(id=TWO), _answer()),
        (_call(), _answer(_JSON | {"date": "today", "content-length": "9"})),
        (_call("http://127.0.0.1:5000/other.jpg"), _answer(code=500)),
    ],
    ids=["request id", "port", "image id", "date", "another call"],
)
def test_what_changes_from_run_to_run_does_not_count(call: Call, answer: Answer) -> None:
    """Ports, letters of ids and times are no difference, and calls that only one was sent are not compared."""
    assert not _wire((call, answer)).differs(PLAIN)


@pytest.mark.parametrize(
    "answer",
    [_answer(code=201), _answer(status="ok"), _answer(_JSON | {"x-secret": "s"}), _answer(image=TWO), None],
    ids=["code", "body", "header", "a further id", "no answer"],
)
def test_what_a_caller_can_see_counts(answer: Answer | None) -> None:
    """Code, headers, body, and whether an answer came at all."""
    assert _wire((_call(), answer)).differs(PLAIN)


def test_an_id_given_twice_counts() -> None:
    """Two ids that are the same are told from two that are not; so is a request id that was used before."""
    apart, same = _answer(one=TWO, two=THREE), _answer(one=TWO, two=TWO)
    fresh = _wire((_call(), _answer()), (_call(), _answer(request_id=f"TID{TWO}")))
    stale = _wire((_call(), _answer()), (_call(), _answer()))

    assert _wire((_call(), apart)).differs(_wire((_call(), same)))
    assert stale.differs(fresh)
