"""What peers are installed, and in which version: what is not there is named, never left out in silence."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks._emulator_peers import NODE_MODULES

_NPM = "npm:"
"""Tells the names of what npm installs from those of PyPI, as in ``npm:wiremock``."""


def schemathesis() -> str | None:
    """Its command: that of this environment, or else any."""
    own = Path(sys.executable).with_name("st")
    return str(own) if own.exists() else shutil.which("st")


def versions(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Those that are there with their versions, and those that are not."""
    found = {name.removeprefix(_NPM): _version(name) for name in names}
    there = [f"{name} {number}" for name, number in found.items() if number]
    return there, [name for name, number in found.items() if not number]


def _version(name: str) -> str | None:
    if name.startswith(_NPM):
        path = NODE_MODULES / name.removeprefix(_NPM) / "package.json"
        return str(json.loads(path.read_text("utf-8"))["version"]) if path.exists() else None
    try:
        return version(name)
    except PackageNotFoundError:
        return None
