"""docs/emulator.md: its code does what the page says."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from pytest_linkface.emulator import Emulator
from pytest_linkface.emulator._accounts_file import read_accounts
from pytest_linkface.images import scene
from tests.plugin._running import pytest_in, write

PAGE = (Path(__file__).parents[2] / "docs" / "emulator.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The page's pieces of code in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_first_test_passes(tmp_path: Path) -> None:
    """The page's test passes in a folder of its own, and fails with an application that does not repeat its call."""
    source = blocks("python")[0]
    passed = pytest_in(write(tmp_path, test_application=source))
    assert (passed.code, "1 passed" in passed.text) == (0, True), passed.text
    broken = source.replace('== "RATE_LIMIT_EXCEEDED":', '== "RATE_LIMIT":')
    assert broken != source
    failed = pytest_in(write(tmp_path, test_application=broken))
    assert (failed.code, "assert False" in failed.text) == (1, True), failed.text


def test_without_pytest() -> None:
    """The page's emulator with accounts of its own answers as it asserts."""
    exec(compile(blocks("python")[-1], "docs/emulator.md", "exec"), {})


def test_accounts_file(tmp_path: Path) -> None:
    """The page's accounts can be read."""
    (tmp_path / "accounts.toml").write_text(blocks("toml")[0], "utf-8")
    good, old = read_accounts(tmp_path / "accounts.toml")
    assert (good.quota, old.api_id) == (1000, "old")


def test_control_by_curl(tmp_path: Path, emulator: Emulator) -> None:
    """Each of the page's lines of control is understood."""
    (tmp_path / "one.jpg").write_bytes(scene(1).make())
    lines = blocks("sh")[1].splitlines()
    assert len(lines) == 7
    for line in lines:
        done = subprocess.run(
            line, shell=True, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=20,
            env=os.environ | {"URL": f"{emulator.url}/_emulator/in/documentation"},
        )  # fmt: skip
        assert "error" not in json.loads(done.stdout), line


@pytest.mark.parametrize("flag", sorted(set(re.findall(r"--[a-z][a-z-]+", PAGE)) - {"--help"}))
def test_flags_exist(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The page names no flag that `serve` does not have."""
    from pytest_linkface.emulator._command import main

    with pytest.raises(SystemExit):
        main(["--help"])
    assert flag in capsys.readouterr().out
