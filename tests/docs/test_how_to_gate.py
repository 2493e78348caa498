"""``docs/how-to/gate.md``, followed from top to bottom against a server that breaks a promise, and then keeps it."""

from __future__ import annotations

import shlex
import socket
from argparse import ArgumentParser
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import yaml

from pytest_linkface.emulator import MUTANTS, Emulator
from tests.docs._page import Block, Reader, blocks
from tests.plugin._runner import action

PAGE = "how-to/gate.md"
SHELL = "in another shell"


def served(block: Block, port: int) -> Emulator:
    """The server that the page starts in another shell."""
    parser = ArgumentParser()
    parser.add_argument("--mutant")
    mutant = parser.parse_known_args(shlex.split(block.text))[0].mutant
    return Emulator(port=port, allow_hosts=["127.0.0.1"], variant=MUTANTS[mutant] if mutant else None)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_whoever_follows_the_page_sees_what_it_shows(tmp_path: Path) -> None:
    """Every command prints what stands below it, and the report's folder has what the page names."""
    port = free_port()
    today = date.today()
    days = {"2026-11-22": f"{today}", "2026-12-22": f"{today + timedelta(days=30)}"}
    reader = Reader(tmp_path, instead=days | {"127.0.0.1:8000": f"127.0.0.1:{port}"})
    with ExitStack() as stack:
        for block in blocks(PAGE):
            if block.title == SHELL:
                stack.pop_all().close()
                stack.enter_context(served(block, port))
            else:
                reader.follow(block)
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written >= {"report.html", "report.json", "junit.xml", "summary.md"}


def test_the_pipeline_gives_the_action_what_it_takes() -> None:
    """Every input of the workflow is one of ``action.yml``, and every account comes from the secrets."""
    (workflow,) = [yaml.safe_load(block.text) for block in blocks(PAGE) if block.language == "yaml"]
    every = [step for job in workflow["jobs"].values() for step in job["steps"]]
    ours = [step for step in every if "pytest-linkface" in step.get("uses", "")]
    assert len(ours) == 2
    for step in ours:
        assert step["with"].keys() <= action()["inputs"].keys()
        assert all(value.startswith("${{ secrets.") for value in step["env"].values())
