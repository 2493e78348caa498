"""Calls and answers as values: what is sent under which name, and what can be read from whatever came."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pytest_linkface.contract import PATH
from pytest_linkface.exchange import Account, Answer, Call, Exchange, ImageId, Placement, Upload, Url
from pytest_linkface.images import scene

PICTURE = scene(("ada",))


def answer(body: bytes | object, code: int = 200, **headers: str) -> Answer:
    """An answer of bytes, or of a value as JSON."""
    return Answer(code, headers, body if isinstance(body, bytes) else json.dumps(body).encode())


def test_sources_are_sent_under_the_manuals_names() -> None:
    """Side one first, each source under its own parameter, further parameters last."""
    file = Upload.of(PICTURE)
    call = Call((file, Url("http://a")), (ImageId("1"),), (), extra=(("image_one_auto_rotate", "true"),))
    assert list(call.parameters()) == [
        ("image_one_file", file),
        ("image_one_url", "http://a"),
        ("image_two_id", "1"),
        ("image_one_auto_rotate", "true"),
    ]


def test_a_call_is_the_documented_one_unless_something_else_is_said() -> None:
    """A POST to the manual's path with the credentials where its first sample has them."""
    call = Call((), (), ())
    assert (call.method, call.path, call.placement) == ("POST", PATH, Placement.QUERY)


def test_a_call_is_described_without_pictures_and_credentials() -> None:
    """Recipes and names stand for bytes; what is no UTF-8 is spelled out."""
    call = Call((Upload.of(PICTURE, file_name="安.jpg"),), (ImageId(b"\xff"),), Account("an-id", "a-secret").fields)
    file = f"{PICTURE.recipe} as '安.jpg', image/jpeg"
    assert call.described() == {"image_one_file": file, "image_two_id": r"b'\xff'"}


def test_what_is_sent_twice_is_described_twice() -> None:
    """Two sources of one kind on a side are two lines of the description."""
    call = Call((ImageId("a"), ImageId("b")), (ImageId("c"),), ())
    assert call.described() == {"image_one_id": "a", "image_one_id (2)": "b", "image_two_id": "c"}


def test_two_uploads_of_one_recipe_are_equal() -> None:
    """Values are compared by what they are and not by the function that builds their bytes."""
    assert Upload.of(PICTURE) == Upload.of(scene(("ada",)))
    assert Upload.of(PICTURE) != Upload.of(PICTURE, file_name="other.jpg")


def test_accounts_are_equal_by_what_they_hold() -> None:
    """Id, secret and what is shown in their stead; equal ones hash alike."""
    assert Account("a", "b") == Account("a", "b")
    assert hash(Account("a", "b")) == hash(Account("a", "b"))
    assert Account("a", "b") != Account("a", "c")
    assert Account("a", "b") != Account("a", "b", shown_id="x")


def test_an_account_shows_variables() -> None:
    """Under the manual's parameters, in its order."""
    account = Account("a", "b")
    assert account.fields == (("api_id", "a"), ("api_secret", "b"))
    assert account.shown == (("api_id", "$LINKFACE_API_ID"), ("api_secret", "$LINKFACE_API_SECRET"))


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'{"a": "caf\xe9"}', {"a": "caf\N{REPLACEMENT CHARACTER}"}),
        (b'{"a": Infinity}', {"a": float("inf")}),
        (b"[1]", [1]),
        (b"", None),
        (b"<html>", None),
        (b'{"a"', None),
        (b"[" * 100_000, None),
        (b"[" * 65 + b"]" * 65, None),
        (b'{"a": ' + b"9" * 5000 + b"}", None),
    ],
)
def test_a_body_is_read_as_leniently_as_can_be(body: bytes, value: object) -> None:
    """A mark, another encoding or Infinity do not hide the rest; what no reader could use is None."""
    assert answer(body).json() == value


def test_nesting_that_somebody_might_need_is_read() -> None:
    """The limit lies far beyond what the contract has."""
    assert answer(b"[" * 64 + b"]" * 64).json() is not None


@pytest.mark.parametrize(
    ("body", "status"), [({"status": "OK"}, "OK"), ({"status": 1}, None), ({}, None), ([], None), (b"x", None)]
)
def test_a_status_is_a_text_or_none(body: object, status: str | None) -> None:
    """Whatever stands in its place."""
    assert answer(body).status == status


@pytest.mark.parametrize(
    ("given", "summary"),
    [
        (answer({"status": "OK"}), "200 OK"),
        (
            answer({"status": "NO_FACE_DETECTED", "image": "image_one"}, 400),
            "400 NO_FACE_DETECTED image='image_one'",
        ),
        (answer({"status": "INVALID_ARGUMENT", "reason": "因为"}, 400), "400 INVALID_ARGUMENT reason='因为'"),
        (answer(b"<h1>Bad", 502, **{"content-type": "text/html"}), "502 text/html: '<h1>Bad'"),
        (answer(b"", 204), "204 without content type: ''"),
        (answer({"status": "odd\n\x1b[31m"}), "200 without content type: " + repr(r"status='odd\n\x1b[31m'")),
        (answer({"request_id": "TID7f", "status": "ok"}), """200 without content type: "status='ok', request_id\""""),
        (answer({}), "200 without content type: '{}'"),
    ],
)
def test_an_answer_in_one_line(given: Answer, summary: str) -> None:
    """Code and status with what accompanies them, no id that changes; of what is no JSON object the beginning."""
    assert given.summary() == summary


def test_no_answer_in_one_line() -> None:
    """And why."""
    assert Exchange(Call((), (), ()), None, "connection refused").summary() == "no answer: connection refused"


@settings(deadline=None)
@given(body=st.binary(max_size=100) | st.text(max_size=50).map(lambda text: json.dumps({"status": text}).encode()))
@example(b'{"status": "\\ud800"}')
@example(b'{"status": "OK", "reason": "\\ud800\\n"}')
def test_a_summary_is_one_printable_line_of_any_body(body: bytes) -> None:
    """No newline, no escape sequence, nothing that a terminal or a file in UTF-8 would stumble over."""
    summary = Exchange(Call((), (), ()), answer(body)).summary()
    assert summary.isprintable()
    assert len(summary) < 800
