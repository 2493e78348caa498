"""Canaries as credentials: recorded, replayed, missed and refused, no file and no line of output holds them."""

from pathlib import Path

import pytest

from tests._canary import CANARY, CANARY_ID, told
from tests.plugin._running import write
from tests.recording._running import Ended, cassettes, run

ENVIRONMENT = {"LINKFACE_API_ID": CANARY_ID, "LINKFACE_API_SECRET": CANARY}
TALKATIVE = (
    *("--junit-xml=junit.xml", "--log-file=run.log", "--log-level=DEBUG", "--log-cli-level=DEBUG"),
    *("-rA", "-vv", "--showlocals", "--tb=long", "-Wdefault"),
)
TEST = """
import os
import pytest
import requests
from pytest_linkface import images
from pytest_linkface.contract import HOST, PATH

ACCOUNT = {{"api_id": os.environ["LINKFACE_API_ID"], "api_secret": os.environ["LINKFACE_API_SECRET"]}}
PICTURE = images.scene(1).make()

def ask(place, url=HOST, picture=PICTURE, **fields):
    files = {{"image_one_file": picture, "image_two_file": PICTURE}}
    where = {{"params": ACCOUNT}} if place == "query" else {{"data": ACCOUNT}}
    return requests.post(url + PATH, files=files, timeout=5, **where)

@pytest.mark.parametrize("place", ["query", "form"])
def test_own(linkface_cassettes, place):
    answer = ask(place{change})
    print(answer.url, answer.request.body[:900])
    answer.raise_for_status()
    {then}

def test_client(linkface_client):
    linkface_client.compare_faces_in_two_images(PICTURE, PICTURE)
    {then}

@pytest.mark.parametrize("place", ["query", "form"])
def test_served(linkface_cassettes, linkface_url, place):
    ask(place, linkface_url{change}).raise_for_status()
    {then}
"""


def leaks(ended: Ended) -> list[str]:
    """Where a canary stands: the run's output, and every file of its folder, each with the spelling."""
    texts = {"output": ended.text}
    for path in ended.folder.rglob("*"):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            texts[path.name] = path.read_bytes().decode("utf-8", "backslashreplace")
    return [f"{name}: {one}" for name, text in texts.items() for one in told(text, CANARY, CANARY_ID)]


def asking(folder: Path, *, change: str = "", then: str = "pass") -> Path:
    """The project with its tests, which differ a little from what was recorded, or fail afterwards."""
    return write(folder, test_a=TEST.format(change=change, then=then))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """The project recorded from the embedded emulator with every printer on."""
    return run(
        asking(tmp_path_factory.mktemp("recorded")), "--linkface-record=once", *TALKATIVE, variables=ENVIRONMENT
    )


def test_recording_tells_no_secret(recorded: Ended) -> None:
    """Credentials in the query and in the form are in no cassette, and in nothing that the run printed."""
    assert recorded.count("passed") == 5
    assert len(cassettes(recorded.folder)) == 5
    assert leaks(recorded) == []


@pytest.mark.parametrize(
    ("change", "then", "failed"),
    [("", "pass", 0), ("", "assert requests is None", 5), (", picture=b'other'", "pass", 4)],
    ids=["passing", "failing", "missing"],
)
def test_replay_tells_no_secret(recorded: Ended, change: str, then: str, failed: int) -> None:
    """Passing, failing afterwards, or for want of a recording, with arguments and locals shown: not a trace."""
    asking(recorded.folder, change=change, then=then)
    ended = run(recorded.folder, *TALKATIVE, variables=ENVIRONMENT)
    assert ended.count("failed") == failed
    assert leaks(ended) == []


@pytest.mark.parametrize("place", ["nobody listens", "unauthorized"])
def test_a_recording_that_fails_tells_no_secret(tmp_path: Path, place: str) -> None:
    """A server that cannot be reached, and one that refuses, end in tracebacks without a trace of credentials."""
    from pytest_linkface.emulator import Emulator

    with Emulator() as emulator:
        url = emulator.url if place == "unauthorized" else "http://127.0.0.1:9"
        options = ("--linkface-record=new", f"--linkface-url={url}")
        ended = run(asking(tmp_path), *options, *TALKATIVE, variables=ENVIRONMENT)
    assert ended.count("failed") == 5
    assert leaks(ended) == []
