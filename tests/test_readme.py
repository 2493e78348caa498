"""The README does what it says."""

from __future__ import annotations

import re
from pathlib import Path

from tests.plugin._running import pytest_in

README = Path(__file__).parents[1] / "README.md"


def test_the_client_s_bug_is_caught_with_the_failure_that_is_shown(tmp_path: Path) -> None:
    """The example runs as printed, and its failure begins as printed."""
    text = README.read_text("utf-8")
    (code,) = re.findall(r"```python\n(import requests.*?)```", text, re.DOTALL)
    (tmp_path / "test_signup.py").write_text(code)

    ended = pytest_in(tmp_path, "-vv")

    assert ended.code == 1
    assert ended.count("failed") == 1
    assert "AssertionError: assert 'no face on your selfie' == 'no face on your document'" in ended.text


def test_the_commands_and_the_bug_stand_at_the_beginning() -> None:
    """Whoever reads thirty lines knows how to run it and what it is for."""
    beginning = README.read_text("utf-8").splitlines()[:30]

    assert sum("pip install" in line for line in beginning) == 2
    assert any("E       AssertionError" in line for line in beginning)


def test_both_languages_give_the_same_commands() -> None:
    """A reader of Chinese types what a reader of English types."""
    english, chinese = (_commands(path) for path in (README, README.with_name("README.zh-CN.md")))

    assert chinese
    assert chinese <= english


def _commands(path: Path) -> set[str]:
    return set(re.findall(r"^(?:python3 -m venv|\.venv/bin/pip) .*$", path.read_text("utf-8"), re.MULTILINE))
