"""One application behind four doors: the core itself, requests' adapter, WSGI and a socket."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from pytest_linkface.contract import HOST, PATH
from pytest_linkface.emulator import Emulator
from pytest_linkface.emulator._head import Head
from pytest_linkface.images import landscape, scene
from tests.emulator._asking import DEMO, send

ONE, TWO = scene(2).make(), scene(1, seed=4).make()

Door = Callable[[Emulator, requests.PreparedRequest], tuple[int, str, Any]]


def by_core(emulator: Emulator, request: requests.PreparedRequest) -> tuple[int, str, Any]:
    """The core, fed a byte at a time where the body is short, else in chunks."""
    path, _, query = str(request.path_url).partition("?")
    fields = {name.lower(): value for name, value in request.headers.items()}
    incoming = emulator._front.incoming(Head(str(request.method), path.encode(), query.encode(), fields))
    body = _body(request)
    step = 1 if len(body) < 1000 else 1000
    for place in range(0, len(body), step):
        incoming.feed(body[place : place + step])
    reply = incoming.reply()
    return reply.http_code, reply.content_type, json.loads(reply.content)


def by_requests(emulator: Emulator, request: requests.PreparedRequest) -> tuple[int, str, Any]:
    """A session that the adapter is mounted on."""
    with requests.Session() as session:
        session.mount(HOST, emulator.adapter)
        answer = session.send(request)
    return answer.status_code, answer.headers["Content-Type"], answer.json()


def by_wsgi(emulator: Emulator, request: requests.PreparedRequest) -> tuple[int, str, Any]:
    """The WSGI application."""
    path, _, query = str(request.path_url).partition("?")
    kind = request.headers.get("Content-Type", "")
    reply = send(emulator.wsgi, _body(request), kind, path=path, query=query, method=str(request.method))
    return reply.code, reply.headers["Content-Type"], reply.json


def by_socket(emulator: Emulator, request: requests.PreparedRequest) -> tuple[int, str, Any]:
    """The server on loopback."""
    request.url = emulator.url + str(request.path_url)
    with requests.Session() as session:
        answer = session.send(request, timeout=20)
    return answer.status_code, answer.headers["Content-Type"], answer.json()


DOORS: dict[str, Door] = {"core": by_core, "requests": by_requests, "wsgi": by_wsgi, "socket": by_socket}


def _body(request: requests.PreparedRequest) -> bytes:
    body = request.body or b""
    return body.encode() if isinstance(body, str) else bytes(body)


def _post(path: str = PATH, **options: Any) -> requests.PreparedRequest:
    return requests.Request("POST", HOST + path, **options).prepare()


def _calls() -> Iterator[requests.PreparedRequest]:
    yield _post(data=DEMO, files={"image_one_file": ONE, "image_two_file": TWO})
    yield _post(params=DEMO, files={"image_one_file": ONE, "image_two_file": landscape().make()})
    yield _post(data=DEMO, files={"image_one_file": ONE, "image_two_file": b"no picture"})
    yield _post(data=DEMO | {"image_one_id": "0" * 32, "image_two_id": "0" * 32})
    yield _post(data=DEMO | {"image_one_url": "http://127.0.0.1/x", "image_two_id": "0" * 32})
    yield _post(data=DEMO)
    yield _post(data=DEMO | {"api_secret": "wrong"})
    yield _post(data=b"\xff=\xfe", headers={"Content-Type": "application/x-www-form-urlencoded"})
    yield _post(data=b"--b\r\nnonsense", headers={"Content-Type": "multipart/form-data; boundary=b"})
    yield _post(data=b"x", headers={"Content-Type": "text/plain", "Content-Encoding": "identity"})
    yield _post(data={"api_id": "linkface-expired", "api_secret": "linkface-expired-secret"})
    yield _post("/identity/elsewhere")
    yield _post(PATH.replace("faces", "%66aces"), data=DEMO)
    yield requests.Request("GET", HOST + PATH, params=DEMO).prepare()


def _answers(door: Door) -> list[tuple[int, str, Any]]:
    with Emulator() as emulator:
        found = [door(emulator, call) for call in _calls()]
    for _, _, answer in found:
        assert answer.pop("request_id").startswith("TID")
    return found


def test_doors_agree() -> None:
    """Every call is answered alike at every door: code, content type, scores, ids of pictures and reasons."""
    core = _answers(by_core)
    assert [answer["status"] for _, _, answer in core][:4] == [
        "OK", "NO_FACE_DETECTED", "CORRUPT_IMAGE", "IMAGE_ID_NOT_EXIST",
    ]  # fmt: skip
    for door in (by_requests, by_wsgi, by_socket):
        assert _answers(door) == core


def test_doors_note_alike() -> None:
    """What is known of a call afterwards does not depend on how it came; requests alone lets its verifying be seen."""
    noted = []
    for door in DOORS.values():
        with Emulator(clock=lambda: 5.0) as emulator:
            for call in _calls():
                door(emulator, call)
            apart = {"request_id": None, "tls_verified": None}
            noted.append([call.as_json() | apart for call in emulator.calls])
    assert noted[0] == noted[1] == noted[2] == noted[3]
    assert len(noted[0]) == len(list(_calls()))


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_errors_are_scripted_at_each(door: Door) -> None:
    """A scripted error comes in the documented form wherever one knocks, and costs the account nothing."""
    with Emulator() as emulator:
        emulator.next("OUT_OF_QUOTA", times=2)
        emulator.next("CORRUPT_IMAGE", side="two")
        answers = [door(emulator, next(_calls())) for _ in range(4)]
    assert [(code, answer["status"]) for code, _, answer in answers] == [
        (403, "OUT_OF_QUOTA"), (403, "OUT_OF_QUOTA"), (400, "CORRUPT_IMAGE"), (200, "OK"),
    ]  # fmt: skip
    assert answers[2][2]["image"] == "image_two"


def test_faults_happen_on_the_socket() -> None:
    """Over a socket each fault is what its name says, takes its time, and leaves the server as it was."""
    with Emulator() as emulator:
        url = emulator.url + PATH
        emulator.next(fault="reset")
        with pytest.raises(requests.ConnectionError, match=r"reset|Reset"):
            requests.post(url, timeout=10)
        emulator.next(fault="truncated")
        with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
            requests.post(url, timeout=10)
        emulator.next(fault="bad_gateway")
        page = requests.post(url, timeout=10)
        assert (page.status_code, page.headers["Content-Type"]) == (502, "text/html")
        emulator.next(latency=0.3)
        assert requests.post(url, timeout=10).elapsed.total_seconds() >= 0.3
        emulator.next(latency=5)
        with pytest.raises(requests.ReadTimeout):
            requests.post(url, timeout=0.2)
        emulator.next(drip=2)
        began = time.monotonic()
        assert requests.post(url, timeout=1.8).json()["status"] == "UNAUTHORIZED"
        assert time.monotonic() - began >= 1.8
        assert requests.post(url, timeout=10).json()["status"] == "UNAUTHORIZED"
        assert [call.fault for call in emulator.calls] == ["reset", "truncated", "bad_gateway", *[None] * 4]


def test_an_end_does_not_wait_for_the_slow() -> None:
    """Closing cuts an answer that was to come in a minute."""
    emulator = Emulator()
    emulator.next(latency=60)
    with pytest.raises(requests.ReadTimeout):
        requests.post(emulator.url + PATH, timeout=0.1)
    began = time.monotonic()
    emulator.close()
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(("fault", "part"), [("reset", 0), ("truncated", 0.5)])
def test_wsgi_cuts_off(fault: Any, part: float) -> None:
    """Under a foreign server a cut answer ends before the length that it promised."""
    emulator = Emulator()
    emulator.next(fault=fault)
    told: dict[str, str] = {}

    def start(_: str, fields: list[tuple[str, str]], __: object = None) -> Callable[[bytes], object]:
        told.update(fields)
        return lambda _: None

    body = b"".join(emulator.wsgi({"REQUEST_METHOD": "POST", "PATH_INFO": PATH}, start))
    assert len(body) == int(int(told["Content-Length"]) * part)
