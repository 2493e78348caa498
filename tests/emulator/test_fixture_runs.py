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
