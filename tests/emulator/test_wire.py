"""The server on its socket: HTTP as friends, as strangers and as slow people speak it."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pytest_linkface.contract import PATH, STATUSES
from pytest_linkface.emulator import Emulator
from pytest_linkface.emulator._connection import Connection
from pytest_linkface.emulator._limits import Limits
from pytest_linkface.emulator._server import SLOTS, Server
from pytest_linkface.images import scene
from tests.emulator._asking import DEMO

GOOD = scene(1).make()
PAIR = {"image_one_file": GOOD, "image_two_file": GOOD}
HURRIED = Limits(idle_seconds=0.3, head_seconds=0.3, body_seconds=0.3, drain_seconds=0.3)


@pytest.fixture(scope="module")
def hurried(emulator: Emulator) -> Iterator[str]:
    """The url of a server with little patience."""
    with Server(emulator._front, limits=HURRIED) as server:
        yield server.url


def connect(url: str) -> socket.socket:
    """A plain connection."""
    parts = urlsplit(url)
    assert parts.hostname
    return socket.create_connection((parts.hostname, parts.port or 80), timeout=10)


def talk(url: str, *pieces: bytes) -> bytes:
    """Send pieces, and read until the server closes."""
    with connect(url) as sock:
        for piece in pieces:
            sock.sendall(piece)
        return b"".join(iter(lambda: sock.recv(65536), b""))


def parsed(wire: bytes) -> tuple[int, dict[str, Any]]:
    """Code and object of a raw answer."""
    head, _, body = wire.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def head(*lines: bytes, method: bytes = b"POST", target: bytes = PATH.encode()) -> bytes:
    """A request's head."""
    return b"\r\n".join([method + b" " + target + b" HTTP/1.1", b"Host: x", *lines, b"", b""])


def test_connection_is_kept(emulator: Emulator) -> None:
    """One connection carries one request after another."""
    parts = urlsplit(emulator.url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.connect()
    port = connection.sock.getsockname()
    for _ in range(3):
        connection.request("POST", PATH, body=b"x=1", headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert json.load(connection.getresponse())["status"] == "UNAUTHORIZED"
        assert connection.sock.getsockname() == port
    connection.close()


def test_pipelined_requests(emulator: Emulator) -> None:
    """Requests sent in one go are answered in their order."""
    wire = talk(emulator.url, head(b"Content-Length: 0") + head(b"Connection: close", target=b"/x"))
    assert wire.index(b"UNAUTHORIZED") < wire.index(b"NOT_FOUND")


def test_pipelined_uploads(emulator: Emulator) -> None:
    """What comes behind a body of a told length is the next request, wherever the pieces are cut."""
    body = b"api_id=nobody&image_one_url=x"
    one = head(b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: %d" % len(body)) + body
    wire = one + one + head(b"Connection: close", target=b"/x")
    for cut in range(0, len(wire), 17):
        answers = talk(emulator.url, wire[:cut], wire[cut:])
        assert (answers.count(b"UNAUTHORIZED"), answers.count(b"NOT_FOUND"), answers.count(b"HTTP/1.1 ")) == (2, 1, 3)


def test_body_that_ends_too_soon(emulator: Emulator) -> None:
    """A client that sends less than it told, and then no more, gets INVALID_ARGUMENT and the end of the connection."""
    with connect(emulator.url) as sock:
        sock.sendall(head(b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: 100") + b"x=1")
        sock.shutdown(socket.SHUT_WR)
        code, told = parsed(b"".join(iter(lambda: sock.recv(65536), b"")))
    assert (code, told["status"]) == (400, "INVALID_ARGUMENT")
    assert "ended before the body" in told["reason"]


def test_chunked_upload(emulator: Emulator) -> None:
    """A body without a length, as generators are sent, is read like any other."""
    prepared = requests.Request("POST", emulator.url + PATH, data=DEMO, files=PAIR).prepare()
    body = prepared.body
    assert isinstance(body, bytes)
    pieces = (body[place : place + 1000] for place in range(0, len(body), 1000))
    kind = {"Content-Type": prepared.headers["Content-Type"]}
    answer = requests.post(emulator.url + PATH, data=pieces, headers=kind, timeout=10)
    assert answer.json()["status"] == "OK"


@pytest.mark.parametrize("framing", [b"Content-Length: 11", b"Transfer-Encoding: chunked"])
def test_another_protocol_is_not_taken_up(emulator: Emulator, framing: bytes) -> None:
    """Java's client offers HTTP/2 with its first call, whose body comes all the same."""
    kind = b"Content-Type: application/x-www-form-urlencoded"
    offer = (b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAEAAEAAAAIAAAAB")
    body = b"api_id=\xff&a=" if b"Length" in framing else b"b\r\napi_id=\xff&a=\r\n0\r\n\r\n"
    with connect(emulator.url) as sock:
        for _ in range(2):  # and the connection goes on
            sock.sendall(head(framing, kind, *offer) + body)
            assert b'"ENCODING_ERROR"' in sock.recv(1000)


def test_expect_continue(emulator: Emulator) -> None:
    """A client that asks before sending is told to go on, and one that need not send gets its answer at once."""
    expecting = [b"Content-Length: 3", b"Expect: 100-continue", b"Connection: close"]
    with connect(emulator.url) as sock:
        sock.sendall(head(*expecting))
        assert sock.recv(1000).startswith(b"HTTP/1.1 100 ")
        sock.sendall(b"x=1")
        assert sock.recv(1000).startswith(b"HTTP/1.1 401 ")
    with connect(emulator.url) as sock:
        sock.sendall(head(*expecting, target=b"/elsewhere"))
        assert sock.recv(1000).startswith(b"HTTP/1.1 404 ")


def test_head_request(emulator: Emulator) -> None:
    """HEAD has an answer's head and no body."""
    wire = talk(emulator.url, head(b"Connection: close", method=b"HEAD"))
    assert wire.startswith(b"HTTP/1.1 404 ")
    assert wire.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("target", ["http://x" + PATH, PATH.replace("faces", "%66aces"), PATH + "?a=b"])
def test_spellings_of_the_path(emulator: Emulator, target: str) -> None:
    """A whole url, escapes and a query lead to the endpoint too."""
    assert parsed(talk(emulator.url, head(b"Connection: close", target=target.encode())))[0] == 401


@pytest.mark.parametrize(
    "wire",
    [
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        head(b"Content-Length: 3", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
        head(b"Content-Length: 3", b"Content-Length: 4") + b"abcd",
        head(b"Content-Length: -1"),
        head(b"Content-Length: 1e3"),
        head(b"Transfer-Encoding: gzip"),
        head(b"Transfer-Encoding: chunked") + b"zz\r\n",
        head(b"Bad Name: 1"),
        head(b"X: \x00"),
        b"POST " + PATH.encode() + b" HTTP/1.1\r\n\r\n",
        head(*[b"X-%d: 1" % number for number in range(200)]),
        head(b"X: " + b"x" * 40_000),
        head(target=b"/" + b"x" * 9_000),
        head(b"X: " + b"x" * 1_000_000),
    ],
    ids=range(15),
)
def test_bad_http(emulator: Emulator, wire: bytes) -> None:
    """What is not HTTP, or is too much of it, gets the documented bad request, which reaches the client."""
    code, answer = parsed(talk(emulator.url, wire))
    assert (code, answer["status"]) == (400, "INVALID_ARGUMENT")
    assert answer["reason"]


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [b"POST "],
        [head(b"Content-Length: 100"), b"x=1"],
        [head(b"Transfer-Encoding: chunked"), b"5\r\nab"],
        [head(b"Content-Length: 0"), head(b"Content-Length: 100")],
    ],
    ids=["silence", "half a head", "half a body", "half a chunk", "half a second body"],
)
def test_slow_clients_are_let_go(hurried: str, pieces: list[bytes]) -> None:
    """Who stops in the middle is closed at the deadline of that phase."""
    begin = time.monotonic()
    talk(hurried, *pieces)
    assert time.monotonic() - begin < 4  # the usual deadlines are 5 s and more


def test_drop_by_drop(hurried: str) -> None:
    """A deadline is absolute: a byte now and then does not put it off."""
    with connect(hurried) as sock:
        sock.sendall(head(b"Content-Length: 10000"))
        sent = 0
        with contextlib.suppress(OSError):  # a reset or a broken pipe, whichever the system tells first
            while sent < 100:
                sock.sendall(b"x")
                sent += 1
                time.sleep(0.02)
    assert sent < 100


@pytest.mark.parametrize("megabytes", [30, 40])
def test_huge_body_is_answered(emulator: Emulator, megabytes: int) -> None:
    """A plain client that sends before it reads gets its answer, whether the body is read or only drained."""
    body = b"--b\r\nContent-Disposition: form-data; name=\"image_one_file\"; filename=\"x\"\r\n\r\n"
    connection = http.client.HTTPConnection(urlsplit(emulator.url).netloc, timeout=20)
    query = f"?api_id={DEMO['api_id']}&api_secret={DEMO['api_secret']}&image_two_id=x"
    content = body + bytes(megabytes * 1_000_000) + b"\r\n--b--\r\n"
    connection.request("POST", PATH + query, body=content, headers={"Content-Type": "multipart/form-data; boundary=b"})
    answer = json.load(connection.getresponse())
    assert (answer["status"], answer["image"]) == ("IMAGE_FILE_SIZE_TOO_BIG", "image_one")
    connection.close()


def test_upload_to_a_wrong_path(emulator: Emulator) -> None:
    """An answer that is settled before the body comes still reaches a client that sends all of it."""
    connection = http.client.HTTPConnection(urlsplit(emulator.url).netloc, timeout=20)
    connection.request("POST", "/elsewhere", body=bytes(10_000_000))
    assert json.load(connection.getresponse())["status"] == "NOT_FOUND"
    connection.close()


def test_client_that_hangs_up(emulator: Emulator) -> None:
    """Clients that leave in the middle leave nothing behind."""
    for piece in (head(b"Content-Length: 5000"), head(b"Content-Length: 0"), b""):
        connect(emulator.url).close()
        with connect(emulator.url) as sock:
            sock.sendall(piece)
    assert requests.post(emulator.url + PATH, timeout=10).status_code == 401


def test_more_clients_than_slots(emulator: Emulator) -> None:
    """When all slots are taken by the slow, others wait for the deadline and are then served."""
    limits = Limits(idle_seconds=0.5, head_seconds=0.5)
    with Server(emulator._front, limits=limits) as server:
        slow = [connect(server.url) for _ in range(SLOTS)]
        assert requests.get(f"{server.url}/nothing", timeout=10).status_code == 404
        for sock in slow:
            sock.close()


def test_full_house_keeps_nobody(emulator: Emulator) -> None:
    """While others may be waiting for a slot, an answer ends its connection."""
    with Server(emulator._front) as server:
        idle = [connect(server.url) for _ in range(SLOTS - 1)]
        with connect(server.url) as last:
            answers: list[bytes] = []
            while not answers or (b"connection: close" not in answers[-1] and len(answers) < 100):
                last.sendall(head(target=b"/"))
                answers.append(last.recv(1000).lower())
        assert b"connection: close" in answers[-1]
        for sock in idle:
            sock.close()


def test_answers_are_not_mixed_up(emulator: Emulator) -> None:
    """Clients in parallel each get the answer to what they sent."""
    portraits = [scene(count).make() for count in (1, 2, 3, 4)]

    def rows(number: int) -> int:
        files = {"image_one_file": portraits[number % 4], "image_two_file": GOOD}
        return len(requests.post(emulator.url + PATH, data=DEMO, files=files, timeout=20).json()["confidences"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(rows, range(40))) == [number % 4 + 1 for number in range(40)]


def test_start_and_stop_are_prompt(emulator: Emulator) -> None:
    """Start and stop take less than a twentieth of a second together, beside an idle client: the best of nine."""
    took = []
    for _ in range(9):
        begin = time.monotonic()
        with Server(emulator._front) as server, requests.Session() as client:
            between = time.monotonic()
            client.get(server.url, timeout=10)
            after = time.monotonic()
            server.stop()
            took.append(between - begin + time.monotonic() - after)
    assert min(took) < 0.05


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_connection_that_is_at_work_ends_after_its_answer(emulator: Emulator) -> None:
    """Told to end while it reads, it answers and waits for no other request, though it may: none is overlooked."""
    ours, theirs = socket.socketpair()
    connection = Connection(ours, emulator._front, Limits(), crowded=lambda: False)
    serving = threading.Thread(target=connection.serve)
    with theirs:
        theirs.settimeout(10)
        theirs.sendall(head(b"Content-Length: 3", b"Content-Type: application/x-www-form-urlencoded"))
        serving.start()
        _until(lambda: connection._message.left == 3)
        connection.end()
        theirs.sendall(b"a=b")
        answer = b"".join(iter(lambda: theirs.recv(65536), b""))
        serving.join(10)
    assert parsed(answer)[0] == 401
    assert b"connection: close" not in answer.lower()
    assert not serving.is_alive()


def test_stop_waits_for_work(emulator: Emulator) -> None:
    """A request that is being read when the server stops is still answered."""
    server = Server(emulator._front)
    with server, connect(server.url) as sock:
        sock.sendall(head(b"Content-Length: 3", b"Content-Type: application/x-www-form-urlencoded"))
        _until(lambda: [connection._message.left for connection in server._serving] == [3])
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        _until(lambda: next(iter(server._serving))._is_ending)
        sock.sendall(b"x=1")
        answer = sock.recv(1000)
        stopping.join()
    assert answer.startswith(b"HTTP/1.1 401 ")
    assert b"\r\nconnection: close\r\n" in answer.lower()


def test_used_port_is_an_error_at_once(emulator: Emulator) -> None:
    """The caller learns of it, not a thread."""
    with pytest.raises(OSError, match="in use"):
        Server(emulator._front, port=urlsplit(emulator.url).port or 0)


def test_server_starts_when_it_is_asked_for() -> None:
    """An emulator opens no socket before somebody wants its url, and none after it was closed."""
    emulator = Emulator()
    assert emulator._server is None
    url = emulator.url
    assert requests.get(f"{url}/nothing", timeout=10).json()["status"] == "NOT_FOUND"
    assert emulator.url == url
    emulator.close()
    with pytest.raises(OSError, match="refused"):
        connect(url)


WIRE = st.sampled_from(
    [head(), head(b"Content-Length: 5"), head(b"Transfer-Encoding: chunked"), b"0\r\n\r\n", b"5\r\nabcde\r\n", b"\r\n",
     b"GET / HTTP/1.0\r\n\r\n", head(method=b"CONNECT"), head(b"Upgrade: h2c", b"Connection: Upgrade"),
     head(b"Expect: 100-continue", b"Content-Length: 2")]
)  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True)
@given(wire=st.binary(max_size=200) | st.lists(WIRE | st.binary(max_size=10), max_size=5).map(b"".join))
@example(wire=head(method=b"CONNECT", target=b"x:1") + b"GET")
def test_any_bytes_on_the_wire(emulator: Emulator, wire: bytes) -> None:
    """Arbitrary bytes end in documented answers or a closed connection; nothing is raised and nothing hangs."""
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(wire)
        theirs.shutdown(socket.SHUT_WR)
        Connection(ours, emulator._front, HURRIED, crowded=lambda: False).serve()
        theirs.settimeout(1)
        answer = b"".join(iter(lambda: theirs.recv(65536), b""))
    for code in (int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]):
        assert code in {100, *(status.http_code for status in STATUSES.values())} - {500}
