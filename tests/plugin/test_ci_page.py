"""``docs/ci.md``: its YAML keeps the platforms' schemas, and its scripts run as they stand, pip apart."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pytest_linkface.emulator import Emulator
from pytest_linkface.verdict import ExitCode
from tests.plugin._runner import ROOT, action
from tests.plugin._running import DEMO, environment

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
FEW = "--linkface-effort=smoke --linkface-fail-under=0 -p no:cacheprovider"


def block(heading: str, language: str) -> str:
    """The first example under a heading."""
    below = PAGE.partition(f"## {heading}\n")[2]
    return str(re.findall(rf"^```{language}\n(.*?)^```$", below, re.MULTILINE | re.DOTALL)[0])


def in_shell(script: str, folder: Path, url: str) -> tuple[int, str]:
    """A script run with this Python's commands first, asked for little."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = environment(**DEMO, LINKFACE_URL=url, PYTEST_ADDOPTS=FEW) | {"PATH": path}
    done = subprocess.run(
        ["bash", "-ec", script], cwd=folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.parametrize(("heading", "schema"), [("GitHub", "vendor.github-workflows"), ("GitLab", "vendor.gitlab-ci")])
def test_the_examples_keep_the_schemas(heading: str, schema: str, tmp_path: Path) -> None:
    """check-jsonschema, which ships the schemas, finds no fault."""
    pytest.importorskip("check_jsonschema", reason="needs check-jsonschema")
    example = tmp_path / "example.yml"
    example.write_text(block(heading, "yaml"), "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(example)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_workflow_names_inputs_and_outputs_of_the_action() -> None:
    """Whatever the example hands in and takes out, ``action.yml`` has."""
    workflow: dict[str, Any] = yaml.safe_load(block("GitHub", "yaml"))
    steps = workflow["jobs"]["contract"]["steps"]
    (step,) = [one for one in steps if one.get("id") == "contract"]
    assert step["with"].keys() <= action()["inputs"].keys()
    assert set(re.findall(r"steps\.contract\.outputs\.(\w+)", str(steps))) <= action()["outputs"].keys()


def test_gitlabs_script_writes_what_the_job_keeps(tmp_path: Path, server: Emulator) -> None:
    """The job's script ends with 0 on a good server, and every artifact that it names is there."""
    job = yaml.safe_load(block("GitLab", "yaml"))["linkface"]
    code, text = in_shell("\n".join(job["script"]), tmp_path, server.url)
    assert code == 0, text
    assert all((tmp_path / path).is_file() for path in job["artifacts"]["reports"].values())
    assert job["allow_failure"]["exit_codes"] == [ExitCode.TOO_LITTLE]


def test_jenkins_script_ends_as_the_gate_does(tmp_path: Path) -> None:
    """Where nobody listens, the script says that too little was verified and hands 10 on, with a JUnit file."""
    (script,) = re.findall(r"sh '''\n(.*?)'''", block("Jenkins", "groovy"), re.DOTALL)
    here = Path(sys.executable).parent
    bare = re.sub(r"^ *(python -m venv|linkface-env/bin/pip) .*\n", "", script, flags=re.MULTILINE)
    code, text = in_shell(bare.replace("linkface-env/bin", str(here)), tmp_path, "http://127.0.0.1:9")
    assert (code, text.splitlines()[-1]) == (10, "too little was verified"), text
    assert (tmp_path / "linkface-report" / "junit.xml").is_file()


def test_every_exit_code_is_told() -> None:
    """The table has the codes of the verdict and those that pytest may end with."""
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}
    assert told == {*map(int, ExitCode), 2, 3, 4}
