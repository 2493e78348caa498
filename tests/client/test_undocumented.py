"""Answers that the manual does not know: told as such, in few words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_linkface.client import Client, decode
from pytest_linkface.errors import UndocumentedAnswer
from pytest_linkface.exchange import Answer
from tests._printed import PRINTED_SUCCESS
from tests.client._scripted import http, scripted

_DEEP = b'{"status":"OK","confidences":' + b"[" * 900 + b"]" * 900 + b"}"
_ABYSS = b"[" * 200_000
_BODIES: dict[str, tuple[int, bytes]] = {
    "a proxy's page": (502, b"<html><body>Bad Gateway</body></html>" * 100),
    "nothing": (200, b""),
    "a broken off object": (200, b'{"status": "OK", "confi'),
    "a list": (200, b'[{"status": "OK"}]'),
    "a text": (200, b'"OK"'),
    "null": (200, b"null"),
    "no status": (200, b'{"request_id": "TID1"}'),
    "a status that is no text": (200, b'{"status": ["OK"]}'),
    "another spelling": (200, b'{"status": "ok"}'),
    "an unknown status": (400, b'{"status": "CONCURRENCY_LIMIT"}'),
    "OK under an error's code": (400, json.dumps(PRINTED_SUCCESS).encode()),
    "an error under 200": (200, b'{"status": "NO_FACE_DETECTED", "image": "image_one"}'),
    "another error's code": (401, b'{"status": "OUT_OF_QUOTA"}'),
    "deep nesting": (200, _DEEP),
    "an abyss": (200, _ABYSS),
    "a number without end": (200, b'{"status": "OK", "max_confidence": ' + b"9" * 10_000 + b"}"),
    "bytes that are no text": (200, bytes(range(256)) * 10),
}


def printed(**fields: Any) -> bytes:
    """The printed success with other fields; those set to Ellipsis are left out."""
    return json.dumps({name: value for name, value in (PRINTED_SUCCESS | fields).items() if value is not ...}).encode()


@pytest.mark.parametrize("name", _BODIES)
def test_anything_else_is_undocumented(name: str) -> None:
    """Over the wire it becomes one exception, with the code, the beginning of the body, and never a page of text."""
    code, body = _BODIES[name]
    with (
        scripted(http(code, body)) as server,
        Client(server.url) as client,
        pytest.raises(UndocumentedAnswer) as error,
    ):
        client.compare_faces_in_two_images(b"1", b"2")
    assert error.value.http_code == code
    assert str(error.value).startswith(f"HTTP {code} with a body that the manual does not document: ")
    assert len(str(error.value)) < 1200


def test_a_proxys_page_is_shown_by_its_beginning() -> None:
    """What a reader needs to recognise who answered."""
    with pytest.raises(UndocumentedAnswer) as error:
        decode(Answer(502, {}, b"<html>\n<h1>502 Bad Gateway</h1>"))
    assert error.value.excerpt == r"'<html>\n<h1>502 Bad Gateway</h1>'"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (printed(confidences=...), "$ 'confidences' is a required property"),
        (printed(confidences=[]), "$.confidences [] should be non-empty"),
        (printed(confidences=[[]]), "$.confidences[0] [] should be non-empty"),
        (printed(confidences=[[1.5]]), "$.confidences[0][0] 1.5 is greater than the maximum of 1"),
        (printed(confidences=[["1"]]), "$.confidences[0][0] '1' is not of type 'number'"),
        (printed(confidences=[[float("nan")]]), "$.confidences[0][0] nan is not of type 'number'"),
        (printed(confidences=[[True]]), "$.confidences[0][0] True is not of type 'number'"),
        (printed(max_confidence=None), "$.max_confidence None is not of type 'number'"),
        (printed(request_id=...), "$ 'request_id' is a required property"),
        (printed(image_one={"image_two_id": "x"}), "$.image_one 'image_one_id' is a required property"),
    ],
)
def test_a_broken_success_is_told_by_its_place(body: bytes, place: str) -> None:
    """A 200 OK that cannot be trusted is no comparison, and the path leads to the fault."""
    with pytest.raises(UndocumentedAnswer) as error:
        decode(Answer(200, {}, body))
    assert error.value.excerpt == place


def test_a_ragged_matrix_is_no_comparison() -> None:
    """Rows of different lengths would give one face of image one another number of partners."""
    with pytest.raises(UndocumentedAnswer, match=r"\$\.confidences"):
        decode(Answer(200, {}, printed(confidences=[[0.1, 0.2], [0.3]])))
