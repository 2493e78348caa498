"""The command selfcheck: spawned processes, a report, an exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_linkface.selfcheck._command import main


def test_the_command_runs_in_processes_of_its_own(tmp_path: Path) -> None:
    """Confined to one clause, all is killed at each seed, controls are clean, and the report says the same."""
    command = [sys.executable, "-m", "pytest_linkface", "selfcheck", "--only", "LF-IMG-BMP"]
    options = ["--jobs", "2", "--seeds", "2", "--report", str(tmp_path)]
    ran = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    document = json.loads((tmp_path / "selfcheck.json").read_text("utf-8"))

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "MUST: 2 of 2 mutants killed; 1 of 1 clauses with a killed mutant (100.0 %)" in ran.stdout
    assert "seed 1: 2 of 2 mutants killed" in ran.stdout
    assert (document["only"], document["seeds"]) == ("LF-IMG-BMP", [0, 1])
    assert {one["fate"] for one in document["outcomes"]} == {"killed", "clean"}


REFUSED = [["--only", "LF-NO-SUCH"], ["--only", "LF-OBS-FRAMES"], ["--jobs", "0"], ["--seeds", "0"], ["--battery", "x"]]


@pytest.mark.parametrize("arguments", REFUSED)
def test_what_cannot_be_checked_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown clause, one that is only observed, no process, no seed and no battery end with 2."""
    with pytest.raises(SystemExit) as end:
        main(arguments)

    assert end.value.code == 2
    assert "usage: python -m pytest_linkface selfcheck" in capsys.readouterr().err
