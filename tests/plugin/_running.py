"""A pytest run in another process, and what there is to read of it afterwards."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEMO = {"LINKFACE_API_ID": "linkface-demo", "LINKFACE_API_SECRET": "linkface-demo-secret"}
"""The emulator's default account, as the environment gives it."""
_SECONDS = 120


@dataclass(frozen=True)
class Ended:
    """A run that has ended: its exit code, its two streams together, and the folder that it ran in."""

    code: int
    text: str
    folder: Path

    @property
    def section(self) -> list[str]:
        """The lines under the heading of the kit's own section, up to pytest's next heading."""
        _, _, after = self.text.partition("= linkface contract: ")
        return re.split(r"^=+ .* =+$", after, maxsplit=1, flags=re.MULTILINE)[0].splitlines()[1:]

    @property
    def answer(self) -> str:
        """The first line of that section."""
        return self.section[0]

    def count(self, outcome: str) -> int:
        """How many tests pytest counts as passed, failed, skipped, deselected."""
        found = re.findall(rf"(\d+) {outcome}", self.text.splitlines()[-1])
        return int(found[0]) if found else 0

    @property
    def calls(self) -> int:
        """How many calls the section says were sent."""
        return int(re.findall(r"^(\d+) calls were sent\.$", self.text, re.MULTILINE)[-1])

    def report(self, folder: str = "report") -> dict[str, Any]:
        """The report that it wrote."""
        return report_in(self.folder / folder)

    def files(self) -> set[str]:
        """Every file and folder in its folder, by name; the caches of pytest and Python left out."""
        return {path.name for path in self.folder.iterdir()} - {".pytest_cache", "__pycache__"}


def report_in(folder: Path) -> dict[str, Any]:
    """A report as it stands in a folder."""
    document: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    return document


def command(*arguments: str | Path) -> list[str]:
    """The command line of a run, whose tests go in the order in which they stand, whatever order ours are in."""
    return [sys.executable, "-m", "pytest", "-p", "no:randomly", *map(str, arguments)]


def environment(**variables: str) -> dict[str, str]:
    """What a run needs of this process's environment, and nothing that could tell it of this run."""
    kept = ("PATH", "PYTHONPATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "COVERAGE_PROCESS_CONFIG")
    ours = {name: os.environ[name] for name in kept if name in os.environ}
    return ours | variables


def pytest_in(folder: Path, *arguments: str | Path, variables: Mapping[str, str] | None = None) -> Ended:
    """Run pytest in a folder to its end; without credentials unless they are given."""
    ended = subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(**(variables or {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_SECONDS,
        check=False,
        encoding="utf-8",
    )
    sys.stdout.write(ended.stdout)  # pytest shows it where a test fails
    return Ended(ended.returncode, ended.stdout, folder)


def write(folder: Path, **sources: str) -> Path:
    """Put modules of the user's into a folder."""
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source, "utf-8")
    return folder
