"""Recordings from the live service, whose name leads to a server of ours here: nothing leaves this machine."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pytest_linkface.contract import HOST
from pytest_linkface.emulator import Emulator
from pytest_linkface.emulator._tls import throwaway
from tests.plugin._running import write
from tests.recording._running import DEMO, Ended, cassettes, project, run

CONFTEST = """
import socket
import sys

resolve = socket.getaddrinfo

def getaddrinfo(host, port, *arguments, **options):
    if (host, port) != ({host!r}, 443):
        return resolve(host, port, *arguments, **options)
    return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", {port}))]

def stay(event, arguments):
    if event == "socket.connect" and arguments[1][0] not in ("127.0.0.1", "::1"):
        raise SystemExit("a connection would have left this machine")

socket.getaddrinfo = getaddrinfo
sys.addaudithook(stay)
"""
ASKING = """
def test_own(linkface_cassettes):
    assert compare().json()["status"] == "OK"

def test_client(linkface_client):
    assert linkface_client.compare_faces_in_two_images(ONE, TWO).max_confidence < 1

def test_served(linkface_cassettes, linkface_url):
    assert compare(url=linkface_url).json()["status"] == "OK"
"""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Whom the runs trust."""
    return tmp_path_factory.mktemp("authority") / "ca.pem"


@pytest.fixture(scope="module")
def live(authority: Path) -> Iterator[Emulator]:
    """A server with a certificate for the service's name."""
    with Emulator(tls=throwaway(str(urlsplit(HOST).hostname), authority)) as emulator:
        assert emulator.url.startswith("https://127.0.0.1:")
        yield emulator


@pytest.fixture(scope="module")
def recorded(live: Emulator, authority: Path, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """Three tests, recorded from there."""
    folder = project(tmp_path_factory.mktemp("live"), ASKING)
    parts = urlsplit(live.url)
    write(folder, conftest=CONFTEST.format(host=urlsplit(HOST).hostname, port=parts.port))
    variables = DEMO | {"REQUESTS_CA_BUNDLE": str(authority)}
    return run(folder, "--linkface-record=once", "--linkface-live", variables=variables)


def test_a_cassette_says_that_it_is_live(recorded: Ended, live: Emulator) -> None:
    """The application's session, the kit's client and another client's address ask the service once each."""
    assert (recorded.code, recorded.count("passed")) == (0, 3)
    assert "linkface contract" not in recorded.text
    assert [told["recorded"]["source"] for told in cassettes(recorded.folder).values()] == ["live"] * 3
    assert len(live.calls) == 3


def test_what_was_live_replays_without_the_service(recorded: Ended, live: Emulator) -> None:
    """A later run needs neither credentials nor a certificate, and asks nobody."""
    before = len(live.calls)
    ended = run(recorded.folder)
    assert (ended.code, ended.count("passed")) == (0, 3)
    assert len(live.calls) == before


def test_a_stranger_is_not_believed(live: Emulator, tmp_path: Path) -> None:
    """A server whose certificate nobody vouches for is told nothing, and nothing is recorded."""
    folder = project(tmp_path, ASKING)
    write(folder, conftest=CONFTEST.format(host=urlsplit(HOST).hostname, port=urlsplit(live.url).port))
    before = len(live.calls)
    ended = run(folder, "--linkface-record=once", "--linkface-live", variables=DEMO)
    assert (ended.code, ended.count("failed")) == (1, 3)
    assert (cassettes(folder), len(live.calls)) == ({}, before)
    assert "certificate verify failed" in ended.text
