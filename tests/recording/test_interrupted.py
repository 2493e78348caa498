"""What a run recorded that was killed: taken up by the next one, while that of a run at work is left alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_linkface.recording import Folder, Mode, Settings, Tape
from tests.recording._calls import ORIGIN, asked, matched

NAME = Path("test_module/test_it")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="asking for a process ends it there")


def begun(root: Path, process: int) -> None:
    """A recording as the process with this number leaves it when it is killed."""
    Tape(Folder(root, NAME), Settings(Mode.ONCE, lambda: ORIGIN)).answer(asked(), matched)
    (stage,) = (root / ".recording" / NAME).iterdir()
    stage.rename(stage.with_name(f"{process}-{stage.name.partition('-')[2]}"))


def test_what_a_killed_run_paid_for_is_not_asked_again(tmp_path: Path) -> None:
    """Its answer is kept as if it had been given now, and nothing of the killed run is left."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    begun(tmp_path, ended.pid)

    tape = Tape(Folder(tmp_path, NAME), Settings(Mode.ONCE, lambda: ORIGIN))
    assert tape.answer(asked(), lambda: pytest.fail("a server was asked")) == matched()
    tape.promote()

    assert len(list((tmp_path / NAME).glob("*.json"))) == 1
    assert not list((tmp_path / ".recording").rglob("*.json"))


def test_what_a_run_at_work_records_is_its_own(tmp_path: Path) -> None:
    """While the other process lives its answers are neither taken nor removed."""
    begun(tmp_path, os.getppid())

    tape = Tape(Folder(tmp_path, NAME), Settings(Mode.ONCE, lambda: ORIGIN))
    assert tape.answer(asked(), lambda: matched(0.25)) == matched(0.25)
    tape.promote()

    assert len(list((tmp_path / ".recording").rglob("*.json"))) == 1
