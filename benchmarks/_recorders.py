"""Each recorder as its users have it: a pytest plugin, the fixture or mark of its manual, and the modes of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pytest_linkface.contract import HOST

_MODULE = '''"""Written by the benchmark."""

import os

import pytest
import requests

from benchmarks import _recording_worker
{setup}

{mark}
def test_first({sessions}):
    _recording_worker.do({sessions})


{mark}
def test_second({sessions}):
    _recording_worker.do({sessions})
'''
_INI = "[pytest]\naddopts = -q -s -p no:cacheprovider\n"


@dataclass(frozen=True)
class Recorder:
    """A recorder with one setting of what it matches."""

    name: str
    matches: str
    plugin: str
    """The module that pytest loads, and no other plugin."""
    setup: str
    """Defines a fixture ``sessions``: a function that makes sessions which record or replay."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Of a run that records anew (``record``), what is missing (``add``), or nothing (``replay``)."""
    mark: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    """The environment of its runs."""
    host: str | None = None
    """What the application asks, where that need not be the server."""

    def write(self, folder: Path) -> None:
        """A project of two tests, each with its recording."""
        folder.mkdir(parents=True, exist_ok=True)
        module = _MODULE.format(setup=self.setup, mark=self.mark, sessions="sessions")
        (folder / "test_calls.py").write_text(module, "utf-8")
        (folder / "pytest.ini").write_text(_INI, "utf-8")


_OWN = '''
class Once(dict):
    """A call is answered as often as it was recorded; the others' recordings are allowed to repeat, too."""

    def __getitem__(self, key):
        return 1

@pytest.fixture
def sessions(linkface_cassettes):
    linkface_cassettes._asked = Once()
    return requests.Session
'''
_VCR = """
@pytest.fixture
def sessions(vcr):
    return requests.Session
"""
_BETAMAX = """
import betamax

MODES = {{"record": "all", "add": "new_episodes", "replay": "none"}}

os.makedirs("cassettes", exist_ok=True)
with betamax.Betamax.configure() as config:
    config.cassette_library_dir = "cassettes"
    config.preserve_exact_body_bytes = True
    config.default_cassette_options |= {{
        "record_mode": MODES[os.environ["BENCHMARK_MODE"]], "match_requests_on": {matched},
        "allow_playback_repeats": True,
    }}

@pytest.fixture
def sessions(betamax_session):
    return lambda: betamax_session
"""
_RESPONSES = '''
import responses
from responses import _recorder

REPLAYS = os.environ["BENCHMARK_MODE"] == "replay"
os.makedirs("cassettes", exist_ok=True)

@pytest.fixture
def sessions(request):
    if not REPLAYS:
        yield requests.Session
        return
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock._add_from_file(f"cassettes/{request.node.name}.yaml")
        yield requests.Session

def recorded(test):
    return test if REPLAYS else _recorder.record(file_path=f"cassettes/{test.__name__}.yaml")(test)
'''
_OWN_ACCOUNT = {"LINKFACE_API_ID": "benchmark-account", "LINKFACE_API_SECRET": "benchmark-canary-5ec12e7"}


def _vcr(matches: str, further: str) -> Recorder:
    options = {"record": "--record-mode=all", "add": "--record-mode=new_episodes", "replay": "--record-mode=none"}
    mark = f"@pytest.mark.vcr(allow_playback_repeats=True{further})"
    return Recorder("vcrpy by pytest-recording", matches, "pytest_recording.plugin", _VCR, options, mark)


def _betamax(matches: str, matched: tuple[str, ...]) -> Recorder:
    return Recorder("betamax", matches, "betamax.fixtures.pytest", _BETAMAX.format(matched=list(matched)))


RECORDERS = {
    "linkface": Recorder(
        "pytest-linkface", "every field and picture", "pytest_linkface.plugin", _OWN,
        {"record": "--linkface-record=all", "add": "--linkface-record=new", "replay": "--linkface-record=none"},
        variables=_OWN_ACCOUNT, host=HOST,
    ),
    "vcrpy": _vcr("default, no body", ""),
    "vcrpy-body": _vcr(
        "with the body", ", match_on=['method', 'scheme', 'host', 'port', 'path', 'query', 'body']"
    ),
    "betamax": _betamax("default, no body", ("method", "uri")),
    "betamax-body": _betamax("with the body", ("method", "uri", "body")),
    "responses": Recorder("responses recorder", "method and url", "", _RESPONSES, mark="@recorded"),
}  # fmt: skip
