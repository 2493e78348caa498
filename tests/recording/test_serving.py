"""Recordings on loopback: for clients that are not requests, in a test or from the command line."""

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from pytest_linkface.contract import PATH
from pytest_linkface.recording import Folder, Mode, Served, Settings, Shelf, Tape
from tests.plugin._running import environment
from tests.recording._calls import ACCOUNT, ORIGIN, PICTURES, answer, asked, body, matched
from tests.recording._running import cassettes, project, run

FILES = {name: (file_name, content) for name, content, file_name in PICTURES}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Recordings of two tests, one of which made a call twice."""
    for name, given in (("a", [matched(0.25), matched(0.75)]), ("b", [answer(400, status="NO_FACE_DETECTED")])):
        tape = Tape(Folder(tmp_path, Path("test_module", name)), Settings(Mode.ONCE, lambda: ORIGIN))
        for one in given:
            tape.answer(asked(PICTURES if name == "a" else PICTURES[:1]), lambda one=one: one)  # type: ignore[misc]  # mypy infers no default
        tape.promote()
    return tmp_path


@pytest.fixture
def url(folder: Path) -> Iterator[str]:
    """They are served."""
    with Served(Shelf(folder)) as served:
        yield served.url + PATH


def test_another_client_is_answered(url: str) -> None:
    """httpx, with its own boundary and order, gets the answers in turn, and again from the first."""
    with httpx.Client() as client:
        got = [client.post(url, files=dict(reversed(FILES.items())), data=ACCOUNT).json() for _ in range(3)]
    assert [one["max_confidence"] for one in got] == [0.25, 0.75, 0.25]


def test_a_refusal_is_answered(url: str) -> None:
    """Codes and headers are those of the recording."""
    kind = {"Content-Type": "multipart/form-data; boundary=b0undary"}
    request = urllib.request.Request(url, body(PICTURES[:1]), kind)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    with refused.value as response:
        assert (response.code, response.headers["Content-Type"]) == (400, "application/json;charset=utf-8")
        assert json.loads(response.read())["status"] == "NO_FACE_DETECTED"


def test_another_photo_is_not_served(url: str) -> None:
    """What was never recorded is answered with 501 and the nearest recording, in words."""
    response = httpx.post(url, files=FILES | {"image_two_file": ("b", b"other")}, params=ACCOUNT)
    assert response.status_code == 501
    assert "Nearest of 3: " in response.text
    assert ACCOUNT["api_secret"] not in response.text


def test_a_stream_is_answered(url: str) -> None:
    """A body that comes in chunks is the same call as one with a length, and the connection stays usable."""
    whole, kind = body(PICTURES), {"Content-Type": "multipart/form-data; boundary=b0undary"}
    with httpx.Client() as client:
        streamed = client.post(url, content=iter([whole[:7], whole[7:90], whole[90:]]), headers=kind)
        again = client.post(url, content=whole, headers=kind)
    assert [one.json()["max_confidence"] for one in (streamed, again)] == [0.25, 0.75]


BROKEN = {
    "cut off": b"Transfer-Encoding: chunked\r\n\r\n9\r\nhalf",
    "no chunks": b"Transfer-Encoding: chunked\r\n\r\nnone\r\n",
    "another coding": b"Transfer-Encoding: gzip\r\n\r\n",
    "no length": b"Content-Length: many\r\n\r\n",
    "endless": b"Content-Length: 99999999999\r\n\r\n",
}


@pytest.mark.parametrize("sent", BROKEN.values(), ids=BROKEN)
def test_a_body_that_cannot_be_read_is_refused(url: str, sent: bytes) -> None:
    """It is answered with 400 and a reason, never taken for an empty body, and nothing is read any more."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=5) as sock:
        sock.sendall(b"POST %b HTTP/1.1\r\nHost: x\r\n%b" % (PATH.encode(), sent))
        sock.shutdown(socket.SHUT_WR)
        got = b"".join(iter(lambda: sock.recv(65536), b""))
    assert got.startswith(b"HTTP/1.1 400 ")
    assert got.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
def test_every_method_is_answered(url: str, method: str) -> None:
    """A method that was never recorded is a call that was never recorded."""
    assert httpx.request(method, url).status_code == 501


def test_the_fixture_serves_a_tests_recordings(tmp_path: Path) -> None:
    """With ``linkface_cassettes`` beside it ``linkface_url`` records and replays what any client sends there."""
    test = """
import httpx

def ask(url, picture):
    files = {"image_one_file": ONE, "image_two_file": picture}
    return httpx.post(url + PATH, data=ACCOUNT, files=files, timeout=10)

def test_own(linkface_cassettes, linkface_url):
    assert ask(linkface_url, TWO).json()["status"] == "OK"

def test_missing(linkface_cassettes, linkface_url):
    assert ask(linkface_url, ONE).status_code in (200, 501)
"""
    folder = project(tmp_path, test)
    assert run(folder, "--linkface-record=once", "-k", "own").code == 0
    assert len(cassettes(folder)) == 1
    ended = run(folder)
    assert (ended.count("passed"), ended.count("failed")) == (1, 1)
    assert "was never recorded" in ended.text


def test_the_fixture_alone_is_the_emulator(tmp_path: Path) -> None:
    """Without ``linkface_cassettes`` the url is that of the emulator, which needs no recording."""
    assert run(project(tmp_path, "def test_own(linkface_url): assert compare(url=linkface_url).ok")).code == 0


def command(*arguments: str | Path) -> "subprocess.Popen[str]":
    """The command, begun."""
    line = [sys.executable, "-m", "pytest_linkface", "serve", "--cassettes", *map(str, arguments)]
    return subprocess.Popen(line, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_command_serves_a_folder(folder: Path) -> None:
    """``serve --cassettes DIR`` says where, answers, and ends with 0 when asked to end."""
    with command(folder) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("3 recordings on http://127.0.0.1:")
        response = httpx.post(said.split()[-1] + PATH, files=FILES)
        process.terminate()
        assert (process.wait(10), response.json()["max_confidence"]) == (0, 0.25)


@pytest.mark.parametrize("content", [None, "{"])
def test_the_command_serves_nothing_doubtful(folder: Path, content: str | None) -> None:
    """An empty folder, or one with a damaged file, is refused with 2 and a reason."""
    bad = folder / "bad"
    bad.mkdir()
    if content:
        (bad / "0123456789abcdef-1.json").write_text(content, "utf-8")
    with command(bad) as process:
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 2
    assert ("no cassettes in" in errors) == (content is None)
    assert "Traceback" not in errors
