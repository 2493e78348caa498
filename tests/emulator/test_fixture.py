"""`linkface_emulator`: the endpoint's host, in process, for whatever uses requests."""

from __future__ import annotations

import hashlib
import io
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import responses
from requests_toolbelt import MultipartEncoder

from pytest_linkface.contract import HOST, PATH
from pytest_linkface.emulator import Emulator
from pytest_linkface.images import landscape, scene
from tests.emulator._asking import DEMO

URL = HOST + PATH
ONE, TWO = scene(1).make(), scene(1, seed=4).make()


def compare(**options: Any) -> requests.Response:
    """Compare two pictures as an application does."""
    return requests.post(URL, data=DEMO, files={"image_one_file": ONE, "image_two_file": TWO}, **options)


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever connects fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("a socket was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_sockets")
def test_pictures_are_looked_at(linkface_emulator: Emulator) -> None:
    """A call to the live host is answered from the bytes that it carries, and nothing connects."""
    answer = compare()
    assert (answer.status_code, answer.json()["status"]) == (200, "OK")
    assert answer.headers["Content-Type"] == "application/json;charset=utf-8"
    files = {"image_one_file": ONE, "image_two_file": landscape().make()}
    assert requests.post(URL, data=DEMO, files=files).json()["image"] == "image_two"
    assert requests.get(f"{HOST}/elsewhere").json()["status"] == "NOT_FOUND"


def _pieces() -> Iterator[bytes]:
    yield b"api_id=linkface-demo&"
    yield b"api_secret=linkface-demo-secret"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"".join(_pieces()), "INVALID_ARGUMENT"),
        (b"".join(_pieces()).decode(), "INVALID_ARGUMENT"),
        (io.BytesIO(b"".join(_pieces())), "INVALID_ARGUMENT"),
        (io.StringIO(b"".join(_pieces()).decode()), "INVALID_ARGUMENT"),
        (_pieces(), "INVALID_ARGUMENT"),
        (None, "UNAUTHORIZED"),
    ],
    ids=["bytes", "text", "file", "text file", "stream", "nothing"],
)
def test_bodies_of_every_kind(linkface_emulator: Emulator, body: Any, status: str) -> None:
    """Whatever requests can send is read."""
    answer = requests.post(URL, data=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.json()["status"] == status


def test_streamed_form(linkface_emulator: Emulator) -> None:
    """A form that is encoded while it is sent is read as it comes."""
    files = {"image_one_file": ("1", io.BytesIO(ONE)), "image_two_file": ("2", io.BytesIO(TWO))}
    form = MultipartEncoder(DEMO | files)
    assert requests.post(URL, data=form, headers={"Content-Type": form.content_type}).json()["status"] == "OK"


@responses.activate
def test_users_mocks_go_on_working(linkface_emulator: Emulator) -> None:
    """What a test mocks itself, with responses, is answered by its mock."""
    responses.add(responses.GET, "https://example.org/", json={"mine": True})
    assert requests.get("https://example.org/").json() == {"mine": True}
    assert compare().json()["status"] == "OK"
    with pytest.raises(requests.ConnectionError, match="refused by Responses"):
        requests.get("https://example.org/other")


def test_other_hosts_are_left_alone(linkface_emulator: Emulator, emulator: Emulator) -> None:
    """A real server is reached as ever, and so is the emulator's own address."""
    assert requests.post(emulator.url + PATH, timeout=10).json()["status"] == "UNAUTHORIZED"
    assert requests.post(linkface_emulator.url + PATH, timeout=10).json()["status"] == "UNAUTHORIZED"
    assert [call.status for call in linkface_emulator.calls] == ["UNAUTHORIZED"]


def test_errors_that_were_asked_for(linkface_emulator: Emulator) -> None:
    """So many calls get the error, and the next one what it deserves."""
    linkface_emulator.next(status="RATE_LIMIT_EXCEEDED", times=2)
    linkface_emulator.next("NO_FACE_DETECTED", side="two")
    linkface_emulator.next("KEY_EXPIRED", reason="expired yesterday")
    answers = [compare() for _ in range(5)]
    assert [answer.status_code for answer in answers] == [403, 403, 400, 401, 200]
    assert answers[1].json().keys() == {"status", "request_id"}
    assert answers[2].json()["image"] == "image_two"
    assert answers[3].json()["reason"] == "expired yesterday"


def test_faults_of_the_wire_are_exceptions(linkface_emulator: Emulator) -> None:
    """Each fault is the exception that requests raises for it on a real wire."""
    linkface_emulator.next(fault="reset")
    with pytest.raises(requests.ConnectionError, match="Connection reset by peer"):
        compare()
    linkface_emulator.next(fault="truncated")
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        compare()
    linkface_emulator.next(fault="bad_gateway")
    assert (compare().status_code, compare().status_code) == (502, 200)


def test_nobody_waits(linkface_emulator: Emulator) -> None:
    """A latency beyond the timeout is a timeout at once, one within it takes no time."""
    for timeout in (5, (3, 5)):
        linkface_emulator.next(latency=30)
        with pytest.raises(requests.ReadTimeout):
            compare(timeout=timeout)
    linkface_emulator.next(drip=60)
    with pytest.raises(requests.ConnectionError, match="timed out"):
        compare(timeout=0.1)
    linkface_emulator.next(latency=30, drip=30)
    assert compare(timeout=40).elapsed.total_seconds() < 10


def test_calls_tell_what_was_asked(linkface_emulator: Emulator) -> None:
    """Of a call the names, the pictures' headers and digests and the answer are known."""
    answer = compare().json()
    (call,) = linkface_emulator.calls
    assert (call.number, call.method, call.path, call.http_code, call.status) == (1, "POST", PATH, 200, "OK")
    assert call.fields == (("api_id", "present"), ("api_secret", "present"))
    assert call.request_id == answer["request_id"]
    one, two = call.pictures
    assert (one.field, one.side, one.size) == ("image_one_file", "one", len(ONE))
    assert two.sha256 == hashlib.sha256(TWO).hexdigest()
    assert one.header
    assert one.header.startswith("JPEG ")
    assert call.clause == "LF-OK-STATUS"


def test_time_can_be_moved(linkface_emulator: Emulator) -> None:
    """The clock that accounts live by goes on when it is told to."""
    before = linkface_emulator.clock()
    linkface_emulator.clock.move(3600)
    assert linkface_emulator.clock() - before >= 3600
    with pytest.raises(ValueError, match="0 or more"):
        linkface_emulator.clock.move(-1)


def test_faces_that_were_stated(linkface_emulator: Emulator) -> None:
    """Who was said to be on a picture is on it: same name high, other name low, in a matrix of the right shape."""
    one, two = landscape().make(), landscape(seed=2).make()
    linkface_emulator.recognise(one, faces=["ana", "bo"])
    linkface_emulator.recognise(two, faces=["bo"])
    files = {"image_one_file": one, "image_two_file": two}
    confidences = requests.post(URL, data=DEMO, files=files).json()["confidences"]
    assert [[cell > 0.9 for cell in row] for row in confidences] == [[False], [True]]
    assert confidences[0][0] < 0.4
    same = requests.post(URL, data=DEMO, files=files | {"image_two_file": one}).json()["confidences"]
    assert [same[0][0], same[1][1]] == [1.0, 1.0]
    linkface_emulator.recognise(one, faces=[])
    assert requests.post(URL, data=DEMO, files=files).json()["status"] == "NO_FACE_DETECTED"
    linkface_emulator.recognise(one, faces=list("abcde"))
    assert requests.post(URL, data=DEMO, files=files).json()["status"] == "TOO_MANY_FACES"


def test_a_test_begins_anew(linkface_emulator: Emulator) -> None:
    """Whatever was said before is forgotten by a reset, and every test has an emulator of its own."""
    assert linkface_emulator.calls == ()
    linkface_emulator.next("UNAUTHORIZED", times=9)
    linkface_emulator.clock.move(10)
    linkface_emulator.recognise(ONE, faces=[])
    name = requests.post(URL, data=DEMO | {"image_one_url": "x"}).json()["request_id"]
    assert name
    linkface_emulator.reset()
    assert linkface_emulator.calls == ()
    assert compare().json()["status"] == "OK"
    assert repr(linkface_emulator.clock) == "Clock(moved=0)"


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"status": "RATE_LIMIT"}, "did you mean RATE_LIMIT_EXCEEDED"),
        ({"fault": "truncate"}, "did you mean truncated"),
        ({"side": "three"}, "expected one of one, two"),
        ({"latency": -1}, "latency: expected seconds from 0 to 60"),
        ({"drip": "long"}, "drip: expected seconds"),
        ({"times": 0}, "times: expected a number from 1"),
        ({"reason": 5}, "reason: expected a text"),
    ],
)
def test_slips_are_told(linkface_emulator: Emulator, asked: dict[str, Any], text: str) -> None:
    """What cannot be meant is an error where it is said, with what was expected."""
    with pytest.raises(ValueError, match=text):
        linkface_emulator.next(**asked)
