"""Follows a page as its reader does: writes its files, makes its changes, runs its commands, compares what they print.

A fenced block is a file where it has a ``title``, a change to that file where its language is ``diff``, a script where
it is ``sh``. A ``text`` block is what the script before it prints: each of its lines, in this order, ``…`` standing for
anything. Blocks without a title in other languages are only read.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.plugin._running import environment

DOCS = Path(__file__).parents[2] / "docs"
INSTALLS = re.compile(r"^(?:python3 -m venv|\. \.venv/bin/activate|pip install).*$", re.MULTILINE)
"""Lines that a test leaves out: it runs in the environment that it has."""
_BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECONDS = 100
_PYTEST = {
    "PYTEST_ADDOPTS": "-p no:cacheprovider",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTEST_PLUGINS": "pytest_linkface.plugin",
}
"""A newcomer's environment has no plugin but this one."""


@dataclass(frozen=True)
class Block:
    """One fenced block."""

    language: str
    title: str
    text: str


def blocks(page: str) -> list[Block]:
    """The blocks of a page, named by its path in ``docs``, from top to bottom."""
    return [Block(*found) for found in _BLOCK.findall((DOCS / page).read_text("utf-8"))]


def changed(text: str, diff: str) -> str:
    """A text after a diff without line numbers: its blank and minus lines stand there once, and make way."""
    lines = diff.splitlines(keepends=True)
    old, new = ("".join(line[1:] or "\n" for line in lines if line[0] in f" {sign}\n") for sign in "-+")
    assert text.count(old) == 1, f"the change does not fit:\n{diff}"
    return text.replace(old, new)


def missing(shown: str, printed: str) -> Iterator[str]:
    """The lines of a ``text`` block that were not printed, or not in this order."""
    remaining = iter(printed.splitlines())
    for line in filter(None, map(str.strip, shown.splitlines())):
        pattern = re.compile(".*".join(map(re.escape, line.split("…"))))
        if line != "…" and not any(pattern.fullmatch(one.strip()) for one in remaining):
            yield line
            return


class Reader:
    """Follows pages in one folder; ``instead`` says which texts stand for the page's here, such as ports
    and days."""

    def __init__(self, folder: Path, *, instead: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.instead = dict(instead or {})
        self.variables: dict[str, str] = {}
        self.printed = ""
        self.code = 0

    def follow(self, block: Block) -> None:
        """Do what one block says.

        Raises:
            AssertionError: a change does not fit, or a command does not print what the page shows.
        """
        path = self.folder / block.title
        if block.language == "diff":
            path.write_text(changed(path.read_text("utf-8"), block.text), "utf-8")
        elif block.title:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self._here(block.text), "utf-8")
        elif block.language == "sh":
            self.run(block.text)
        elif block.language == "text":
            lost = list(missing(self._here(block.text), self.printed))
            assert not lost, f"{lost[0]!r} was not printed:\n{self.printed}"

    def run(self, script: str) -> None:
        """Run a script by the shell, with this Python's commands first; its variables are kept for the next."""
        kept = self.folder / ".variables"
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        script = self._here(INSTALLS.sub("", script))
        done = subprocess.run(
            ["bash", "-c", f"{script}\ncode=$?; export -p | grep LINKFACE_ > {kept.name}; exit $code"],
            cwd=self.folder, env=environment(**self.variables, **_PYTEST) | {"PATH": path},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False, timeout=_SECONDS,
        )  # fmt: skip
        self.variables = dict(re.findall(r'^declare -x (\w+)="(.*)"$', kept.read_text("utf-8"), re.MULTILINE))
        self.printed, self.code = done.stdout, done.returncode

    def _here(self, text: str) -> str:
        for shown, here in self.instead.items():
            text = text.replace(shown, here)
        return text
