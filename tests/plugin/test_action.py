"""``action.yml``: valid, free of injection, and its scripts run as a runner runs them."""

import sys
from pathlib import Path
from subprocess import run

import pytest

from pytest_linkface.emulator import Emulator
from tests.plugin._runner import ACTION, ROOT, Ran, action, run_action
from tests.plugin._running import DEMO, report_in
from tests.plugin._targets import Counting, wrong_maximum
from tests.servers._serving import Served

FEW = "--linkface-effort=core\n-k\nLF-CALL-ENDPOINT or LF-ERR-NOT-FOUND"


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory, server: Emulator) -> tuple[Ran, Path]:
    """The action on a good server, in a repository that would stop pytest, asked for little."""
    folder = tmp_path_factory.mktemp("verified")
    (folder / "conftest.py").write_text("raise RuntimeError('not the gate's affair')")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    options = {"url": server.url, "fail_under": "2", "budget": "30", "args": f"{FEW}\n-q\n"}
    return run_action(folder, variables=DEMO | {"PYTEST_ADDOPTS": "-k nothing"}, **options), folder


def test_it_keeps_githubs_schema() -> None:
    """check-jsonschema, which ships the schema, finds no fault."""
    pytest.importorskip("check_jsonschema", reason="needs check-jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ACTION)]
    done = run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_expression_stands_within_a_script() -> None:
    """Inputs come as variables, whatever they hold."""
    scripts = [step["run"] for step in action()["runs"]["steps"] if "run" in step]
    assert len(scripts) == 3
    assert all("${{" not in script for script in scripts)


def test_a_good_server_is_verified(verified: tuple[Ran, Path]) -> None:
    """The step succeeds, with verdict, coverage and calls as outputs and the summary appended."""
    ran, folder = verified
    foot = report_in(folder / "linkface-report")["footer"]
    assert (ran.code, ran.steps["gate"]["verdict"], ran.steps["gate"]["code"]) == (0, "verified", "0"), ran.log
    assert float(ran.steps["gate"]["coverage"]) == foot["must_coverage"] > 2
    assert int(ran.steps["gate"]["calls"]) == foot["calls"] > 0
    assert ran.summary.startswith("## ✅ VERIFIED")
    assert ran.uploaded == [{"name": "linkface-report", "path": "linkface-report", "if-no-files-found": "ignore"}]


def test_the_kit_is_installed_from_the_action(verified: tuple[Ran, Path]) -> None:
    """pip is asked for the action's own folder, with what the emulator needs."""
    ran, _ = verified
    assert f"pip -m pip install --quiet {ROOT}[emulator]\n" in ran.log


def test_a_broken_promise_fails_the_job_after_the_upload(tmp_path: Path) -> None:
    """The report is uploaded, the outputs are set, the change is annotated, and only then the action fails with 1."""
    with Served(Counting(wrong_maximum)) as served:
        ran = run_action(tmp_path, variables=DEMO, url=served.url, args=FEW, artifact="mine", report="out put")
    assert (ran.code, ran.steps["gate"]["verdict"]) == (1, "broken")
    assert ran.uploaded == [{"name": "mine", "path": "out put", "if-no-files-found": "ignore"}]
    assert ran.summary.startswith("## ❌ BROKEN")
    assert "\n::error title=LF-OK-MAX MUST broken" in ran.log
    assert ran.log.endswith("Linkface contract: broken\n")


def test_a_wrong_input_is_no_verdict_and_no_code(tmp_path: Path) -> None:
    """What a shell would run is an argument like any other; pytest refuses it with 4, and an older report is gone."""
    (tmp_path / "linkface-report").mkdir()
    (tmp_path / "linkface-report" / "summary.md").write_text("## ✅ VERIFIED long ago")
    inputs = {"url": 'http://a/$(touch one)"; touch two #', "args": "`touch three`\n--no-such"}
    ran = run_action(tmp_path, variables=DEMO, **inputs)
    assert (ran.code, ran.steps["gate"]["verdict"], ran.steps["gate"]["calls"]) == (4, "none", "")
    assert {path.name for path in tmp_path.iterdir()} == {".runner", "linkface-report"}
    assert ran.summary == ""


def test_without_credentials_the_live_service_is_not_asked(tmp_path: Path) -> None:
    """Secrets come by the environment alone; without them the action fails and names the variables."""
    ran = run_action(tmp_path, variables={})
    assert (ran.code, ran.steps["gate"]["verdict"]) == (4, "none")
    assert "set LINKFACE_API_ID and LINKFACE_API_SECRET in the environment" in ran.log
