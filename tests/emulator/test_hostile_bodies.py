"""Bodies by which nobody should be impressed."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pytest_linkface.contract import STATUSES
from pytest_linkface.emulator import Emulator
from pytest_linkface.images import scene
from tests.emulator._asking import DEMO, multipart, send, text_part

FORM = "multipart/form-data; boundary=b"
HEAD = b'Content-Disposition: form-data; name="image_one_file"; filename="x"\r\n'
EMULATOR = Emulator()

MALFORMED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", FORM),
    "preamble for ever": (b"x" * 200_000, FORM),
    "cut in a head": (b"--b\r\nContent-Disp", FORM),
    "cut in a body": (b"--b\r\n" + HEAD + b"\r\nabc", FORM),
    "no last boundary": (b"--b\r\n" + HEAD + b"\r\nabc\r\n--b\r\n", FORM),
    "bare line feeds": (multipart(HEAD + b"\r\nx").replace(b"\r\n", b"\n"), FORM),
    "no disposition": (multipart(b"Content-Type: text/plain\r\n\r\nx"), FORM),
    "wrong disposition": (multipart(b'Content-Disposition: attachment; name="x"\r\n\r\nx'), FORM),
    "no colon": (multipart(b"Content-Disposition\r\n\r\nx"), FORM),
    "header line of 5 KB": (multipart(b"X-Long: " + b"x" * 5000 + b"\r\n" + HEAD + b"\r\nx"), FORM),
    "twenty header lines": (multipart(b"X-More: 1\r\n" * 20 + HEAD + b"\r\nx"), FORM),
    "forty parts": (multipart(*[text_part("x", b"1")] * 40), FORM),
    "lying part length": (multipart(HEAD + b"Content-Length: 5\r\n\r\nx"), FORM),
    "text of 65 KB": (multipart(text_part("note", b"x" * 65_537)), FORM),
    "no boundary": (multipart(HEAD + b"\r\nx"), "multipart/form-data"),
    "empty boundary": (multipart(HEAD + b"\r\nx"), 'multipart/form-data; boundary=""'),
    "another boundary": (multipart(HEAD + b"\r\nx"), "multipart/form-data; boundary=c"),
    "1000 fields": (b"x=1&" * 1000, "application/x-www-form-urlencoded"),
    "urlencoded 2 MB": (b"x" * 2_000_000, "application/x-www-form-urlencoded"),
    "urlencoded text of 65 KB": (b"x=" + b"y" * 65_537, "application/x-www-form-urlencoded"),
    "33 MiB of preamble": (b"x" * (33 << 20), FORM),
    "33 MiB of JSON": (b"1" * (33 << 20), "application/json"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_bodies(name: str) -> None:
    """A body that cannot be read is a bad request with a reason, never a server's error."""
    body, content_type = MALFORMED[name]
    reply = send(EMULATOR.wsgi, body, content_type)
    assert reply.verdict == (400, "INVALID_ARGUMENT", None)
    assert reply.json["reason"]


def test_picture_beyond_all_bounds() -> None:
    """A picture that fills the whole allowance is too big, on its side."""
    body = b"--b\r\n" + HEAD.replace(b"one", b"two") + b"\r\n" + b"x" * (33 << 20)
    assert send(EMULATOR.wsgi, body, FORM).verdict == (400, "IMAGE_FILE_SIZE_TOO_BIG", "image_two")


def test_compressed_body_is_not_inflated() -> None:
    """Three hundred kilobytes stay three hundred kilobytes."""
    body = gzip.compress(bytes(100_000_000), 1)
    reply = send(EMULATOR.wsgi, body, FORM, HTTP_CONTENT_ENCODING="gzip")
    assert reply.verdict == (400, "INVALID_ARGUMENT", None)


@pytest.mark.parametrize("content_type", ["", "application/json", "multipart/mixed; boundary=b", "\xff;;=;"])
def test_other_kinds_of_body(content_type: str) -> None:
    """A body that is no form is read and left alone: what decides is that nobody is named in it."""
    assert send(EMULATOR.wsgi, b'{"api_id": "linkface-demo"}', content_type).verdict == (401, "UNAUTHORIZED", None)


def test_too_long_a_query() -> None:
    """More fields than anybody needs are refused in the query too."""
    assert send(EMULATOR.wsgi, b"", "", query="x=1&" * 1000).json["status"] == "INVALID_ARGUMENT"


def test_epilogue_and_preamble_are_skipped() -> None:
    """What RFC 2046 allows around the parts is allowed."""
    pair = [HEAD.replace(b"one", side) + b"\r\n" + scene(1).make() for side in (b"one", b"two")]
    body = multipart(*(text_part(name, value.encode()) for name, value in DEMO.items()), *pair)
    assert send(EMULATOR.wsgi, b"preamble\r\n" + body + b"epilogue" * 50_000, FORM).json["status"] == "OK"


PIECES = st.sampled_from(
    [b"--b\r\n", b"--b--", b"\r\n", b"\r\n\r\n", b"--", HEAD, b"Content-Disposition: form-data; name=", b'"', b";"]
)
LATIN = st.text(st.characters(max_codepoint=255))  # what WSGI allows
TYPES = st.sampled_from([FORM, "multipart/form-data; boundary=", "application/x-www-form-urlencoded", ""])


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    body=st.binary(max_size=300) | st.lists(PIECES | st.binary(max_size=20)).map(b"".join),
    content_type=TYPES | st.text(),
)
@example(body=b"--b\r\n\r\n\r\n--b--", content_type=FORM)
@example(body=b"%", content_type="application/x-www-form-urlencoded")
def test_any_bytes(body: bytes, content_type: str) -> None:
    """Arbitrary bytes under any content type get a documented answer, and never an accidental 500."""
    reply = send(EMULATOR.wsgi, body, content_type)
    assert STATUSES[reply.json["status"]].http_code == reply.code != 500


@settings(max_examples=200, deadline=None, derandomize=True)
@given(query=LATIN, path=LATIN, method=st.text())
def test_any_head(query: str, path: str, method: str) -> None:
    """The same of the query, the path and the method."""
    reply = send(EMULATOR.wsgi, b"", "", query=query, path=path, method=method)
    assert STATUSES[reply.json["status"]].http_code == reply.code != 500
