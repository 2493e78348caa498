"""kill -9 at any moment: nothing that was complete is lost, nothing that was there is spoilt."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pytest_linkface.recording import read_cassette
from tests.plugin._running import command, environment
from tests.recording._running import cassettes, project, run

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked and killed as POSIX has it")
TEST = """
@__import__("pytest").mark.parametrize("number", range(8))
def test_own(linkface_cassettes, number):
    assert compare(note=str(number)).ok
"""


def test_two_hundred_kills_lose_nothing() -> None:
    """Killed 200 times while recording or putting into place, every file is whole and of a test that passed."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.recording.killing", "200"],
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("200 kills: ")


def test_a_killed_run_can_be_taken_up(tmp_path: Path) -> None:
    """A whole run that is killed leaves files that are whole; ``new`` records what is missing, and all replay."""
    folder = project(tmp_path, TEST)
    drawn = random.Random(7)
    for _ in range(3):
        line = command("-p", "no:cacheprovider", "--linkface-record=new")
        with subprocess.Popen(line, cwd=folder, env=environment(), stdout=subprocess.DEVNULL) as process:
            time.sleep(drawn.uniform(0.8, 1.6))
            process.send_signal(signal.SIGKILL)
        for path in folder.rglob("cassettes/**/*.json"):
            read_cassette(path.read_text("utf-8"), path.name)
    assert run(folder, "--linkface-record=new").count("passed") == 8
    assert len(cassettes(folder)) == 8
    assert run(folder).count("passed") == 8


def test_the_killing_sees_a_loss() -> None:
    """Promotion without its list, in which a kill leaves old and new side by side, is caught by the same kills."""
    broken = """
import pathlib, tempfile
from pytest_linkface.recording import Folder
from tests.recording.killing import kill_often

def promote(self, remove=()):
    for path in list(self._stage.glob("*.json")) if self._stage else ():
        path.replace(self.path / path.name)

Folder.path_made = property(lambda self: self.path.mkdir(parents=True, exist_ok=True))
original = Folder.keep
Folder.keep = lambda self, *told: (self.path_made, original(self, *told))
Folder.promote = promote
kill_often(pathlib.Path(tempfile.mkdtemp()), 200, seed=1)
"""
    ended = subprocess.run(
        [sys.executable, "-c", broken], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert "recordings of two runs stand side by side" in ended.stderr
