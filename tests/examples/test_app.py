"""The example application passes its tests, and each bug in ``bugs/`` is caught by the tests that it names."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "examples" / "app"
BUGS = sorted((APP / "bugs").glob("*.patch"))


def failures(folder: Path, *tests: str) -> dict[str, str]:
    """The application's tests that fail in a copy of it, of all or of some, and the first line of what each says."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LINKFACE", "PYTEST"))}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-q", "-k", " or ".join(tests)],
        cwd=folder, env=environment | {"COLUMNS": "300"}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stdout + run.stderr
    return dict(re.findall(r"^FAILED \S+::(\w+)\S* - (.*)$", run.stdout, re.MULTILINE))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the application."""
    return Path(shutil.copytree(APP, tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__")))


def test_the_application_is_right(copy: Path) -> None:
    """As it stands nothing fails."""
    assert failures(copy) == {}


@pytest.mark.skipif(shutil.which("patch") is None, reason="the program patch is not installed")
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.stem)
def test_each_bug_is_caught(copy: Path, bug: Path) -> None:
    """With a bug those tests fail that the bug's file names, and say what it says they do."""
    subprocess.run(["patch", "-p1", "-s", "-i", bug], cwd=copy, check=True)
    named = re.findall(r"^Caught by (\w+): (.*)$", bug.read_text(), re.MULTILINE)
    found = failures(copy, *dict(named))
    assert {name: text in found.get(name, "") for name, text in named} == {name: True for name, _ in named}, found


def test_there_is_a_bug_for_each_that_callers_have() -> None:
    """Ten are known of real callers: file as text, sibling's name, raised too early, and so on."""
    assert len(BUGS) == 10
