"""As much of GitHub's runner as a composite action of scripts needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.plugin._running import environment

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"


@dataclass
class Ran:
    """What an action did."""

    code: int = 0
    """That of the first step that failed."""
    log: str = ""
    summary: str = ""
    steps: dict[str, dict[str, str]] = field(default_factory=dict)
    """The outputs of each step with an id."""
    uploaded: list[Mapping[str, str]] = field(default_factory=list)
    """What was handed to actions/upload-artifact."""


def action() -> dict[str, Any]:
    """The action's document."""
    document: dict[str, Any] = yaml.safe_load(ACTION.read_text("utf-8"))
    return document


def run_action(workspace: Path, *, variables: Mapping[str, str], **given: str) -> Ran:
    """Run the action's scripts in a folder, with inputs whose names have ``_`` for ``-``."""
    document, ran = action(), Ran()
    inputs = {name: str(row.get("default", "")) for name, row in document["inputs"].items()}
    inputs |= {name.replace("_", "-"): value for name, value in given.items()}
    temp = workspace / ".runner"
    temp.mkdir()
    inputs["python"] = str(_python(temp))
    for step in document["runs"]["steps"]:
        if ran.code and "always()" not in step.get("if", ""):
            continue
        if "uses" in step:
            ran.uploaded.append({name: _filled(text, inputs, ran) for name, text in step["with"].items()})
            continue
        env = {name: _filled(text, inputs, ran) for name, text in step["env"].items()}
        _script(step, workspace, temp, env, ran, variables)
    return ran


def _script(
    step: Mapping[str, Any], workspace: Path, temp: Path, env: Mapping[str, str], ran: Ran, variables: Mapping[str, str]
) -> None:
    """One step with ``run``, as bash runs it there."""
    output, summary, script = (temp / name for name in ("output", "summary", "script.sh"))
    output.write_text("")
    summary.touch()
    script.write_text(step["run"], "utf-8")
    files = {"GITHUB_OUTPUT": output, "GITHUB_STEP_SUMMARY": summary, "RUNNER_TEMP": temp, "GITHUB_ACTION_PATH": ROOT}
    runner = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(workspace)} | {n: str(p) for n, p in files.items()}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], cwd=workspace, check=False, encoding="utf-8",
        env=environment(**variables) | runner | dict(env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    ran.log += done.stdout
    ran.code = ran.code or done.returncode
    ran.summary = summary.read_text("utf-8")
    if "id" in step:
        ran.steps[step["id"]] = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())


def _filled(text: str, inputs: Mapping[str, str], ran: Ran) -> str:
    """A value with its expressions evaluated: inputs, and outputs of steps."""

    def value(found: re.Match[str]) -> str:
        kind, *path = found[1].split(".")
        return inputs[path[0]] if kind == "inputs" else ran.steps[path[0]][path[2]]

    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", value, text)


def _python(temp: Path) -> Path:
    """A Python whose environments are this one and whose pip only notes what it is asked for: tests install nothing."""
    python = temp / "python3"
    python.write_text(f"""#!{os.environ.get("SHELL", "/bin/bash")}
if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && exit; fi
if [ "$1 $2" = "-m pip" ]; then echo "pip $*"; exit; fi
exec {sys.executable} "$@"
""")
    python.chmod(0o755)
    return python
