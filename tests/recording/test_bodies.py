"""Bodies read byte by byte, in every form in which requests takes them, and refused where they cannot be told."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from multipart import MultipartSegment, PushMultipartParser
from requests_toolbelt import MultipartEncoder

from pytest_linkface.contract import HOST, PATH
from pytest_linkface.exchange import Answer
from pytest_linkface.recording import Asked, CassetteAdapter, Desk, Folder, Mode, Settings, Tape, UnreadableRequest
from tests.recording._calls import ORIGIN, PICTURES, asked, body, matched

KIND = {"Content-Type": "multipart/form-data; boundary=b0undary"}
NASTY = st.sampled_from([b"\r\n", b"--", b"\r\n--b0undar", b"--b0undary", b"\r\n--b0undaryX", b"\0", b"\r", b"\n"])
CONTENT = st.lists(st.one_of(NASTY, st.binary(max_size=20)), max_size=8).map(b"".join)
SENDABLE = CONTENT.filter(lambda content: b"\r\n--b0undary" not in b"\r\n" + content)


@given(contents=st.lists(SENDABLE, min_size=1, max_size=5))
def test_every_byte_of_a_part_is_read(contents: list[bytes]) -> None:
    """Whatever stands in the parts, line ends and what resembles a boundary too, is told apart exactly."""
    parts = [(f"part{number}", content, "f") for number, content in enumerate(contents)]
    assert [one.content for one in asked(parts).sent] == contents


@given(content=CONTENT, edit=st.integers(0, 400), byte=st.binary(max_size=1))
def test_a_damaged_body_is_never_taken_for_the_whole_one(content: bytes, edit: int, byte: bytes) -> None:
    """One byte replaced or lost anywhere in a body makes it unreadable or another call, but for names and types."""
    whole = body([("one", content, "f"), ("two", b"two", "g")])
    damaged = whole[: edit % len(whole)] + byte + whole[edit % len(whole) + 1 :]
    try:
        read = Asked.read("POST", HOST + PATH, KIND["Content-Type"], damaged)
        original = Asked.read("POST", HOST + PATH, KIND["Content-Type"], whole)
    except UnreadableRequest:
        return
    if read.key == original.key:
        assert [one.content for one in read.sent] == [one.content for one in original.sent]


PIECES = st.sampled_from([
    b"--b0undary", b"\r\n", b"--", b'Content-Disposition: form-data; name="a"', b'; filename="f"', b"\r\n\r\n", b"x",
    b"Content-Length: 1", b"--b0undary--", b'--b0undary\r\nContent-Disposition: form-data; name="b"\r\n\r\n',
])  # fmt: skip


def by_library(content: bytes) -> list[tuple[str, bytes, bool]]:
    """The parts as the library of the multipart format reads them, from the first boundary to the last byte."""
    parser = PushMultipartParser("b0undary", header_charset="latin-1", strict=True)
    parts: list[tuple[str, bytes, bool]] = []
    for event in parser.parse(content):
        if isinstance(event, MultipartSegment):
            parts.append((event.name or "", b"", event.filename is not None))
        elif event:
            name, begun, is_file = parts.pop()
            parts.append((name, begun + event, is_file))
    parser.close()
    return parts


@settings(max_examples=400)
@given(content=st.lists(PIECES, max_size=14).map(b"".join).map(lambda text: b"--b0undary\r\n" + text))
def test_bodies_are_read_as_the_library_reads_them(content: bytes) -> None:
    """What is read of a body made of a body's pieces, in whatever order, is what the library reads; often nothing."""
    try:
        read = Asked.read("POST", HOST + PATH, KIND["Content-Type"], content).sent
    except UnreadableRequest:
        return
    found = [(one.name, bytes(one.content), one.is_file) for one in read]
    assert found == sorted(by_library(content), key=lambda part: part[0])


@pytest.mark.parametrize(
    "broken",
    [
        body(PICTURES)[:-3],
        body(PICTURES)[: len(body(PICTURES)) // 2],
        body(PICTURES, boundary="another"),
        body(PICTURES) + b"more",
        body(PICTURES) + body(PICTURES),
        b"--b0undary\r\n\r\nno headers\r\n--b0undary--\r\n",
        b'--b0undary\r\nContent-Disposition: form-data; filename="a"\r\n\r\nno name\r\n--b0undary--\r\n',
        b'--b0undary\r\nContent-Disposition: attachment; name="a"\r\n\r\n\r\n--b0undary--\r\n',
        b'--b0undary\r\nContent-Disposition: form-data; name="a"\r\nContent-Length: 2\r\n\r\nx\r\n--b0undary--\r\n',
        b'--b0undary\r\nContent-Length: 1--\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b0undary--\r\n',
        b"anything",
    ],
    ids=["cut", "half", "boundary", "epilogue", "two", "headers", "name", "disposition", "longer", "length", "text"],
)
def test_a_broken_multipart_body_matches_nothing(broken: bytes) -> None:
    """What is cut off, goes on after its end, or has a part without a name or of another length is refused."""
    with pytest.raises(UnreadableRequest, match="multipart body"):
        Asked.read("POST", HOST + PATH, KIND["Content-Type"], broken)


@pytest.mark.parametrize("kind", ["application/json", "", "multipart/mixed; boundary=b", "multipart/form-data"])
def test_a_body_of_another_kind_matches_nothing(kind: str) -> None:
    """A body that is no form is refused: it has no fields to be found by."""
    with pytest.raises(UnreadableRequest):
        Asked.read("POST", HOST + PATH, kind, b"{}")


def stream(content: bytes) -> Iterator[bytes]:
    """A body in pieces."""
    yield from (content[at : at + 7] for at in range(0, len(content), 7))


@pytest.fixture
def session(tmp_path: Path) -> requests.Session:
    """A session whose adapter knows one call, recorded from a body of bytes."""
    tape = Tape(Folder(tmp_path, Path("a/b")), Settings(Mode.ONCE, lambda: ORIGIN))
    tape.answer(asked(), matched)
    tape.promote()
    known = requests.Session()
    known.mount("https://", CassetteAdapter(Desk(Tape(Folder(tmp_path, Path("a/b")), Settings()))))
    return known


def begun(content: bytes) -> io.BytesIO:
    """A file that was read from already."""
    file = io.BytesIO(b"skipped" + content)
    file.seek(len(b"skipped"))
    return file


@pytest.mark.parametrize("form", [bytes, bytearray, begun, stream])
def test_every_form_of_a_body_is_read(session: requests.Session, form: Callable[[bytes], Any]) -> None:
    """Bytes, files from where they stand, and streams find the same recording."""
    response = session.post(HOST + PATH, data=form(body(PICTURES)), headers=KIND)
    assert response.json()["max_confidence"] == 0.5


def test_files_given_to_requests_are_read(session: requests.Session, tmp_path: Path) -> None:
    """Open files under ``files=`` find what bytes recorded."""
    for name, content, _ in PICTURES:
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "image_one_file").open("rb") as one, (tmp_path / "image_two_file").open("rb") as two:
        response = session.post(HOST + PATH, files={"image_two_file": two, "image_one_file": one})
    assert response.status_code == 200


def test_an_encoder_that_streams_is_read(session: requests.Session) -> None:
    """requests-toolbelt's streaming encoder finds what bytes recorded."""
    encoder = MultipartEncoder({name: ("x", content, "image/gif") for name, content, _ in PICTURES})
    assert session.post(HOST + PATH, data=encoder, headers={"Content-Type": encoder.content_type}).ok


def test_a_body_that_yields_no_bytes_is_refused(session: requests.Session) -> None:
    """A stream of anything but bytes matches nothing."""
    with pytest.raises(UnreadableRequest, match="yields int instead of bytes"):
        session.post(HOST + PATH, data=iter([1, 2]), headers=KIND)  # type: ignore[arg-type]  # that is the point


def test_an_answer_is_whole(tmp_path: Path) -> None:
    """A response has the code, the body and the content type that were recorded, streamed or not."""
    given = Answer(403, {"content-type": "text/html"}, b"<b>\xff</b>")
    tape = Tape(Folder(tmp_path, Path("a/b")), Settings(Mode.ONCE, lambda: ORIGIN))
    tape.answer(asked(), lambda: given)
    tape.promote()
    session = requests.Session()
    session.mount("https://", CassetteAdapter(Desk(Tape(Folder(tmp_path, Path("a/b")), Settings()))))
    response = session.post(HOST + PATH, data=body(PICTURES), headers=KIND, stream=True)
    assert (response.status_code, response.raw.read(), response.headers["Content-Type"]) == (
        403,
        b"<b>\xff</b>",
        "text/html",
    )
