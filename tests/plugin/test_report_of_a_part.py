"""The report of a run that did not come to its end: whatever stops it, what is there is whole and valid."""

import json
import signal
import subprocess
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

from pytest_linkface.contract import validator
from tests.plugin._running import DEMO, command, environment, pytest_in, report_in, write
from tests.plugin._targets import Counting, wrong_maximum

Serve = Callable[[Any], str]
FORMS = {"report.json", "report.html", "badge.json", "codequality.json", "results.sarif", "summary.md"}
_PATIENCE = 60


def stopped(folder: Path, number: signal.Signals) -> tuple[int, str]:
    """Begin a run in a folder, send it a signal once some results are there; its exit code and output."""
    run = command("--linkface-contract", "--linkface-report=report", "-p", "no:cacheprovider")
    process = subprocess.Popen(
        run, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        preexec_fn=_heed_ctrl_c,
    )  # fmt: skip
    deadline = time.monotonic() + _PATIENCE
    while not _results(folder / "report") and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(number)
    text, _ = process.communicate(timeout=_PATIENCE)
    return process.returncode, text


def _heed_ctrl_c() -> None:
    """A shell starts what runs in its background deaf to SIGINT, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _results(folder: Path) -> int:
    return len(report_in(folder)["results"]) if (folder / "report.json").exists() else 0


def test_an_interrupted_run_leaves_its_results(tmp_path: Path) -> None:
    """Ctrl-C ends with pytest's 2 and without a verdict; the report has the results so far and no footer."""
    code, text = stopped(tmp_path, signal.SIGINT)
    report = report_in(tmp_path / "report")
    validator("report").validate(report)
    assert (code, "footer" in report) == (2, False)
    assert len(report["results"]) > 0
    assert "\ninterrupted: no verdict\n" in text
    assert "VERIFIED" not in text
    assert {path.name for path in (tmp_path / "report").iterdir()} >= FORMS
    assert json.loads((tmp_path / "report" / "badge.json").read_bytes())["message"] == "interrupted"
    assert "interrupted: there is no verdict" in unescape((tmp_path / "report" / "summary.md").read_text("utf-8"))
    (run,) = json.loads((tmp_path / "report" / "results.sarif").read_bytes())["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_a_killed_run_leaves_its_results(tmp_path: Path) -> None:
    """A run that is killed leaves a whole document behind, never half a one, and no verdict of the run before it."""
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "badge.json").write_text('{"message": "49 of 49"}')
    code, _ = stopped(tmp_path, signal.SIGKILL)
    report = report_in(tmp_path / "report")
    validator("report").validate(report)
    assert (code, "footer" in report) == (-signal.SIGKILL, False)
    assert len(report["results"]) > 0
    assert not FORMS - {"report.json"} & {path.name for path in (tmp_path / "report").iterdir()}


def test_a_run_that_stops_at_the_first_failure_has_a_verdict(tmp_path: Path, serve: Serve) -> None:
    """-x is an end like any other: the report has the one result and the verdict."""
    options = f"--linkface-url={serve(Counting(wrong_maximum))}", "-x", "--linkface-report=report"
    report = pytest_in(tmp_path, *options, variables=DEMO).report()
    validator("report").validate(report)
    assert [result["state"] for result in report["results"]] == ["broken"]
    assert report["footer"]["exit_code"] == 1


def test_an_older_report_does_not_stand(tmp_path: Path) -> None:
    """A run that never came to ask, over an import that fails, takes the place of the report before it."""
    write(tmp_path, test_a="import no_such_module")
    options = "--linkface-contract", "-k", "LF-CALL-ENDPOINT", "--linkface-report=report"
    assert len(pytest_in(tmp_path, *options, "--linkface-only").report()["results"]) == 1
    report = pytest_in(tmp_path, *options).report()
    validator("report").validate(report)
    assert (report["results"], "footer" in report) == ([], False)
