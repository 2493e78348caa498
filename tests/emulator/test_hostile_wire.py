"""The server before strangers: heads with two readings, people who are slow, answers that come before the body."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Emulator
from pytest_linkface.emulator._connection import Connection
from pytest_linkface.emulator._limits import Limits
from pytest_linkface.emulator._server import SLOTS, Server
from tests.emulator.test_wire import connect, head, parsed, talk

LARGE = bytes(12_000_000)


@pytest.mark.parametrize(
    "wire",
    [
        head(b"Content-Length: 3", b"Content-Length: 3") + b"x=1",
        head(b"content-length: 3", b"X: 1", b"CONTENT-LENGTH : 3") + b"x=1",
        head(b"Content-Length: 3, 3") + b"x=1",
        head(b"X: a", b" b", b"Content-Length: 3") + b"x=1",
        head(b"X: a", b"\tContent-Length: 0", b"Content-Length: 3") + b"x=1",
        head(b"Content-Length: 0") + head(b"Content-Length: 3", b"Content-Length: 3") + b"x=1",
        head(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
        head(b"Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n",
        head(b"Content-Length: 99999999999999999999999"),
        head(b"Host: y"),
        head().replace(b"\r\n", b"\n"),
        head().replace(b"HTTP/1.1", b"HTTP/2.0"),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /x\nHost: x\r\n\r\n",
        head(method=b"NOBODY"),
        head(b"Content-Type: multipart/form-data; boundary=" + b"b" * 71, b"Connection: close", b"Content-Length: 0"),
    ],
    ids=[
        "twice the same", "twice in other cases", "a list", "folded", "folded with a length", "in the second request",
        "chunked twice", "chunked and packed", "26 digits", "two hosts", "line feeds alone", "other version", "HTTP/2",
        "no version", "a method that nobody knows", "boundary of 71",
    ],
)  # fmt: skip
def test_heads_with_two_readings(emulator: Emulator, wire: bytes) -> None:
    """What the grammar forgives, and a proxy might read otherwise, is a bad request all the same."""
    answers = talk(emulator.url, wire).split(b"HTTP/1.1 ")[1:]
    assert answers[-1].startswith(b"400 ")
    assert b'"status":"INVALID_ARGUMENT"' in answers[-1]


@pytest.mark.parametrize(
    "endless", [b"1;" + b"x" * 300_000, b"0\r\nX: " + b"x" * 300_000], ids=["a chunk's extension", "a trailer"]
)
def test_chunks_that_bring_nothing(emulator: Emulator, endless: bytes) -> None:
    """What is not of the body is bounded, too, though it comes with the body."""
    wire = head(b"Transfer-Encoding: chunked", b"Content-Type: application/x-www-form-urlencoded")
    code, answer = parsed(talk(emulator.url, wire, endless))
    assert (code, answer["status"]) == (400, "INVALID_ARGUMENT")
    assert "chunks" in answer["reason"]


@pytest.mark.parametrize("behind", [head(), b"garbage", head(b"Upgrade: h2c", b"Connection: Upgrade")])
def test_what_comes_right_behind_chunks_is_not_answered(emulator: Emulator, behind: bytes) -> None:
    """The answer says that it is the last one, so that whoever sent more at once sends it again."""
    wire = head(b"Transfer-Encoding: chunked", b"Content-Type: application/x-www-form-urlencoded")
    answers = talk(emulator.url, wire + b"3\r\na=b\r\n0\r\n\r\n" + behind)
    assert parsed(answers)[0] == 401
    assert b"Connection: close" in answers


def test_one_length_in_any_spelling(emulator: Emulator) -> None:
    """A single length is a length, whatever stands in other fields."""
    wire = head(b"X-Content-Length: 7", b"content-LENGTH:   3", b"Y: content-length: 9", b"Connection: close")
    assert parsed(talk(emulator.url, wire + b"x=1"))[0] == 401


@pytest.fixture
def crowd(emulator: Emulator) -> Iterator[tuple[str, list[socket.socket]]]:
    """A server whose slots are all taken by clients that say nothing more after the begin of a body."""
    limits = Limits(crowded_seconds=0.5, body_seconds=60, head_seconds=60, idle_seconds=60)
    with Server(emulator._front, limits=limits) as server:
        slow = [connect(server.url) for _ in range(SLOTS)]
        yield server.url, slow
        for sock in slow:
            sock.close()


def test_slow_bodies_make_room_when_others_wait(crowd: tuple[str, list[socket.socket]]) -> None:
    """While somebody waits for a slot, who sends a byte now and then is let go long before the deadline."""
    url, slow = crowd
    for sock in slow:
        sock.sendall(head(b"Content-Length: 1000000") + b"x")
    begin = time.monotonic()
    assert requests.get(f"{url}/nowhere", timeout=20).status_code == 404
    assert time.monotonic() - begin < 10


def test_idle_connections_make_room_when_others_wait(crowd: tuple[str, list[socket.socket]]) -> None:
    """So are connections on which nothing was ever asked."""
    begin = time.monotonic()
    assert requests.get(f"{crowd[0]}/nowhere", timeout=20).status_code == 404
    assert time.monotonic() - begin < 10


def test_slow_reader() -> None:
    """Who asks and asks and does not read is let go when the system's buffers are full, and takes no thread along."""
    emulator = Emulator()
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with theirs:
        theirs.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            for _ in range(1000):
                theirs.send(head(target=b"/nowhere"))
        begin = time.monotonic()
        limits = Limits(send_seconds=0.3, idle_seconds=0.3, head_seconds=0.3)
        Connection(ours, emulator._front, limits, crowded=lambda: False).serve()
    assert time.monotonic() - begin < 8


def test_answer_before_the_body_reaches_requests(emulator: Emulator) -> None:
    """An answer that is settled early comes through a client that first sends everything."""
    assert requests.post(f"{emulator.url}/nowhere", data=LARGE, timeout=20).json()["status"] == "NOT_FOUND"
    answer = requests.post(emulator.url + PATH, data=LARGE, headers={"Content-Encoding": "gzip"}, timeout=20)
    assert answer.json()["reason"] == "a body under Content-Encoding is not read: send it as it is"


def test_answer_before_the_body_reaches_urllib(emulator: Emulator) -> None:
    """So it does through urllib."""
    asked = urllib.request.Request(emulator.url + PATH, data=LARGE, headers={"Content-Encoding": "deflate"})
    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.urlopen(asked, timeout=20)
    with told.value as answer:
        assert b"INVALID_ARGUMENT" in answer.read()


def test_answer_before_the_body_reaches_curl(emulator: Emulator, tmp_path: Path) -> None:
    """So it does through curl, without a word on standard error."""
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    (tmp_path / "large").write_bytes(LARGE)
    for extra in ([], ["-H", "Expect:"], ["-H", "Transfer-Encoding: chunked"]):
        command = ["curl", "-sS", *extra, "--data-binary", f"@{tmp_path / 'large'}", f"{emulator.url}/nowhere"]
        done = subprocess.run(command, capture_output=True, timeout=30, check=True)
        assert b"NOT_FOUND" in done.stdout
        assert done.stderr == b""


JAVA = """
import java.net.*; import java.net.http.*; import java.net.http.HttpRequest.*; import java.net.http.HttpResponse.*;
public class Early {
    public static void main(String[] told) throws Exception {
        HttpRequest asked = HttpRequest.newBuilder(URI.create(told[0]))
            .POST(BodyPublishers.ofByteArray(new byte[12_000_000])).build();
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        System.out.print(client.send(asked, BodyHandlers.ofString()).body());
    }
}
"""


def test_answer_before_the_body_reaches_java(emulator: Emulator, tmp_path: Path) -> None:
    """So it does through the client of the JDK."""
    if shutil.which("java") is None:
        pytest.skip("needs java 17")
    (tmp_path / "Early.java").write_text(JAVA, "utf-8")
    command = ["java", str(tmp_path / "Early.java"), f"{emulator.url}/nowhere"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert b"NOT_FOUND" in done.stdout, done.stderr
