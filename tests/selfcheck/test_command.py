"""The command selfcheck: spawned processes, a report, an exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_linkface.selfcheck._command import main


def test_the_command_runs_in_processes_of_its_own(tmp_path: Path) -> None:
    """Confined to one clause, all of it is killed, all controls are clean, and the report says the same."""
    command = [sys.executable, "-m", "pytest_linkface", "selfcheck", "--only", "LF-IMG-BMP", "--jobs", "2"]
    ran = subprocess.run([*command, "--report", str(tmp_path)], capture_output=True, text=True, check=False)
    document = json.loads((tmp_path / "selfcheck.json").read_text("utf-8"))

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "MUST: 2 of 2 mutants killed; 1 of 1 clauses with a killed mutant (100.0 %)" in ran.stdout
    assert document["only"] == "LF-IMG-BMP"
    assert {one["fate"] for one in document["outcomes"]} == {"killed", "clean"}


@pytest.mark.parametrize("arguments", [["--only", "LF-NO-SUCH"], ["--only", "LF-OBS-FRAMES"], ["--jobs", "0"]])
def test_what_cannot_be_checked_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown clause, one that is only observed, and no process at all end with 2."""
    with pytest.raises(SystemExit) as end:
        main(arguments)

    assert end.value.code == 2
    assert "usage: python -m pytest_linkface selfcheck" in capsys.readouterr().err
