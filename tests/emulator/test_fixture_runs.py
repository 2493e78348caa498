"""`linkface_emulator` in whole runs of pytest: its end, its neighbours, its workers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin._running import pytest_in, write

ASKING = """
import os, requests
import pytest
from pytest_linkface.contract import HOST, PATH

URL = HOST + PATH

@pytest.mark.parametrize("number", range(4))
def test_each_has_its_own(linkface_emulator, number):
    linkface_emulator.next("OUT_OF_QUOTA")
    assert requests.post(URL).json()["status"] == "OUT_OF_QUOTA"
    assert len(linkface_emulator.calls) == 1

def test_own_account(linkface_emulator):
    account = {"api_id": os.environ["LINKFACE_API_ID"], "api_secret": os.environ["LINKFACE_API_SECRET"]}
    assert requests.post(URL, data=account).json()["status"] == "INVALID_ARGUMENT"

def test_a_session_of_longer_life(linkface_emulator):
    assert SESSION.get(HOST + "/nowhere").json()["status"] == "NOT_FOUND"

SESSION = requests.Session()
ORIGINAL = requests.Session.get_adapter

@pytest.fixture(autouse=True)
def ends():
    yield
    assert requests.Session.get_adapter is ORIGINAL
"""


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "two workers"])
def test_every_test_has_its_own(tmp_path: Path, workers: tuple[str, ...]) -> None:
    """Nothing of an emulator outlives its test, in one process or in several, and warnings may be errors."""
    environment = {"LINKFACE_API_ID": "mine-1", "LINKFACE_API_SECRET": "my-secret-1"}
    ended = pytest_in(write(tmp_path, test_a=ASKING), "-W", "error", *workers, variables=environment)
    assert (ended.code, ended.count("passed")) == (0, 6), ended.text


def test_it_is_not_mixed_with_recordings(tmp_path: Path) -> None:
    """A test that would get answers from two sources is told to choose."""
    source = "def test_both(linkface_emulator, linkface_cassettes): pass"
    ended = pytest_in(write(tmp_path, test_a=source))
    assert ended.code == 1
    assert "a test has linkface_emulator or linkface_cassettes, not both" in ended.text


REFUSED = """
import socket
import pytest, requests
from pytest_linkface import images
from pytest_linkface.contract import HOST, PATH

def test_refused(linkface_emulator):
    account = {"api_id": "ours-41", "api_secret": "our-secret-41"}
    answer = requests.post(HOST + PATH, data=account, files={"image_one_file": images.scene(1).make()})
    assert answer.ok

def test_elsewhere(linkface_emulator):
    socket.getaddrinfo("localhost", 443)
    socket.getaddrinfo("cloudapi.linkface.cn", 443)

def test_other_hosts(linkface_emulator):
    with pytest.raises(OSError, match="Name or service|nodename|Temporary failure|getaddrinfo|No address"):
        socket.getaddrinfo("elsewhere.invalid", 80)
"""


def test_a_failed_test_shows_its_calls(tmp_path: Path) -> None:
    """Whatever the application makes of a refusal, the test's report has it with its reason; also that nobody asked.

    Whatever is no call of requests, and would reach the service itself, does not leave the machine.
    """
    ended = pytest_in(write(tmp_path, test_a=REFUSED), "-rA")
    first, second = ended.text.split("- Calls of linkface_emulator -")[1:]
    assert "1. was answered 401 UNAUTHORIZED" in first
    assert "     why   LF-CRED-ID; manual, line" in first
    assert "     sent  image_one_file: a file of 6,718 bytes (JPEG 240x280), sha256 " in first
    assert "knows the account in LINKFACE_API_ID and LINKFACE_API_SECRET, as they stood when the test began" in first
    assert "the endpoint was never called" in second
    assert "Give other clients the address linkface_emulator.url" in ended.text
    assert "knows the account" not in second
    assert not [secret for secret in ("ours-41", "our-secret-41") if secret in first.partition("test_elsewhere")[0]]
