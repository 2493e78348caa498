"""The workflows of CI and release: valid to GitHub, and asking for what is there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))


def jobs(name: str) -> dict[str, Any]:
    """The jobs of a workflow."""
    return dict(yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))["jobs"])


def sessions() -> set[str]:
    """The names of the noxfile's sessions."""
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return {node.name for node in functions if "nox.session" in "".join(map(ast.unparse, node.decorator_list))}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_keeps_githubs_schema(path: Path) -> None:
    """check-jsonschema, which ships the schema, finds no fault."""
    pytest.importorskip("check_jsonschema", reason="needs check-jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_ci_runs_everything_that_main_has_to_pass() -> None:
    """The script that every submission passes is a step of its own."""
    steps = [step.get("run") for job in jobs("ci").values() for step in job["steps"]]
    assert ".ci/run" in steps


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_each_session_that_is_asked_for_exists(path: Path) -> None:
    """What follows ``nox --session`` is a function of the noxfile."""
    asked = re.findall(r"nox .*--session((?: [a-z_]+)+)", path.read_text("utf-8"))
    assert asked
    assert {name for names in asked for name in names.split()} <= sessions()


def test_only_what_was_checked_and_attested_is_published() -> None:
    """Publishing waits for CI and the build, without a password, and nothing else may ask for an identity."""
    release = jobs("release")
    assert set(release["publish"]["needs"]) == {"ci", "build"}
    steps = release["publish"]["steps"]
    assert not [step for step in steps if "password" in step.get("with", {}) or "run" in step]
    uses = [step.get("uses", "").partition("@")[0] for step in release["build"]["steps"]]
    assert {"actions/attest-build-provenance", "actions/attest-sbom"} <= set(uses)
    assert {name for name, job in release.items() if "id-token" in job.get("permissions", {})} == {"build", "publish"}
    assert "secrets." not in (FOLDER / "release.yml").read_text("utf-8")
