"""Which requests are the same call, and which are not."""

import hashlib
import json
from typing import Any

import pytest

from pytest_linkface.contract import PATH
from tests.recording._calls import ACCOUNT, PICTURES, Part, asked, prepared

FORM: tuple[Part, ...] = tuple((name, value.encode(), None) for name, value in ACCOUNT.items())
QUERY = "&".join(f"{name}={value}" for name, value in ACCOUNT.items())
URL: tuple[Part, ...] = (PICTURES[0], ("image_two_url", b"http://a/b.jpg", None))


@pytest.mark.parametrize(
    "other",
    [
        asked(boundary="another"),
        asked(PICTURES[::-1]),
        asked([(name, content, "照片") for name, content, _ in PICTURES]),
        asked(kind="image/tiff"),
        asked(query=QUERY),
        asked([*FORM, *PICTURES]),
        asked([PICTURES[0], *FORM, PICTURES[1]]),
        asked([*FORM[:1], *PICTURES], query="api_secret=another"),
        asked(method="post"),
        asked(path=PATH.replace("two", "%74wo")),
    ],
    ids=["boundary", "order", "names", "types", "query", "form", "between", "both", "method", "escapes"],
)
def test_spelling_makes_no_difference(other: Any) -> None:
    """Boundary, order, file names, parts' content types, credentials and where they travel do not change a call."""
    assert other.key == asked().key


@pytest.mark.parametrize(
    "other",
    [
        asked([PICTURES[0], ("image_two_file", b"twO", "b.png")]),
        asked([PICTURES[0], ("image_two_file", b"two\n", "b.png")]),
        asked([("image_one_file", *PICTURES[1][1:]), ("image_two_file", *PICTURES[0][1:])]),
        asked(PICTURES[:1]),
        asked([*PICTURES, PICTURES[1]]),
        asked([*PICTURES, ("image_one_auto_rotate", b"true", None)]),
        asked([PICTURES[0], ("image_two_file", b"two", None)]),
        asked([PICTURES[0], ("image_two_url", b"two", "b.png")]),
        asked(query="image_one_auto_rotate=true"),
        asked(path="/identity"),
        asked(method="PUT"),
        asked([*PICTURES, ("", b"", None)]),
    ],
    ids=["byte", "end", "swap", "fewer", "twice", "field", "text", "name", "query", "path", "method", "nameless"],
)
def test_content_makes_a_difference(other: Any) -> None:
    """One byte, one field more or less, another side, path or method, or a text instead of a file is another call."""
    assert other.key != asked().key


def test_the_order_of_equal_names_counts() -> None:
    """Of two parts with one name a server takes the first or the last: their order is no spelling."""
    two = [("image_one_id", b"a", None), ("image_one_id", b"b", None)]
    assert asked(two).key != asked(two[::-1]).key


def test_values_do_not_run_into_names() -> None:
    """What one field holds can never be taken for another field."""
    joined = asked([("a", b'b","form","c', None)])
    assert joined.key != asked([("a", b"b", None), ("c", b"", None)]).key


def test_credentials_are_told_by_presence() -> None:
    """Of credentials nothing is told but whether they were there; an empty one is absent."""
    told = asked([*FORM[:1], *PICTURES], query="api_secret=").described()
    assert told.credentials == {"api_id": "present", "api_secret": "absent"}
    assert [entry.name for entry in told.entries] == ["image_one_file", "image_two_file"]


def test_urlencoded_fields_are_fields() -> None:
    """A call without files may be urlencoded; that is another request than a multipart one with the same fields."""
    fields = {"image_one_id": "你 好&=", "image_two_url": "http://a/b?c=d"}
    plain = prepared(data=fields | ACCOUNT)
    assert {entry.name: entry.text for entry in plain.described().entries} == {
        "image_one_id": "你 好&=",
        "image_two_url": "http://a/b?…",
    }
    assert plain.key == prepared(data=fields, params=ACCOUNT).key
    assert plain.key != prepared(files={name: (None, value) for name, value in fields.items()}).key


def test_a_recording_has_the_key_of_its_call() -> None:
    """What a cassette tells of a call leads to the same key as the call itself, as schemas/cassette.json says."""
    call = asked(URL)
    entries = [
        ["form", name, kind, hashlib.sha256(content).hexdigest()]
        for (name, content, _), kind in zip(URL, ("file", "text"), strict=True)
    ]
    text = json.dumps(["POST", PATH, "multipart/form-data", *entries], separators=(",", ":"))
    assert call.key == call.described().key == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("https://user:pass@host.example/a.jpg?signature=abc", "https://host.example/a.jpg?…"),
        ("http://host.example", "http://host.example"),
        ("x" * 500, "x" * 160 + "…"),
    ],
)
def test_texts_are_shown_without_what_may_be_secret(sent: str, shown: str) -> None:
    """A url is shown without account and query, which may be a signature; a long text is cut off."""
    assert asked([("image_one_url", sent.encode(), None)]).described().entries[0].text == shown


def test_a_call_shows_neither_pictures_nor_credentials_of_itself() -> None:
    """Where a call stands in a traceback or a log, the bytes and the account that were sent do not."""
    call = asked([*FORM, ("image_one_file", b"canary of a picture", "a.jpg")], query="image_two_url=http://a/canary")
    for shown in (repr(call), repr(call.sent), f"{call.sent[0]}"):
        assert "canary" not in shown
    assert "image_one_file" in repr(call.sent)
