"""What a run's report says of the run itself, and where code scanning shows it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from pytest_linkface import images, reports
from pytest_linkface.client import Kept, suffix_of
from pytest_linkface.verdict import ExitCode

_NO_FILE = "linkface-contract"


def shown_in(config: pytest.Config) -> str:
    """The file beside which findings are shown, relative to the repository: the one that excuses them, or pytest's."""
    root = Path(os.environ.get("GITHUB_WORKSPACE") or config.rootpath).resolve()
    for given in (config.getoption("linkface_known_failures"), config.inipath):
        if given and Path(given).resolve().is_relative_to(root):
            return Path(given).resolve().relative_to(root).as_posix()
    return _NO_FILE


def faults_told(cases: Collection[str]) -> str:
    """Why there is no verdict when the kit itself failed; empty when it did not."""
    said = "an error of the kit, not of the target; please report it"
    return f"pytest-linkface itself failed in {_some(cases)}: {said}" if cases else ""


def unasked_told(cases: Collection[str]) -> str:
    """Why there is no verdict when pytest or a plugin failed around a case; empty when they did not."""
    return f"pytest could not run {_some(cases)} to the end: its own errors say why" if cases else ""


def other_end_told(ended: int, verdict: ExitCode) -> str:
    """Why pytest ends otherwise than the verdict; empty where it does not."""
    if ended == verdict:
        return ""
    return f"pytest ends with {int(ended)}, not {int(verdict)}: a test of your own failed, or could not be collected."


def _some(cases: Collection[str]) -> str:
    return ", ".join(sorted(cases)[:3]) + (", …" if len(cases) > 3 else "")


def kept_by(config: pytest.Config) -> Kept | None:
    """What keeps the pictures of findings beside the report; None unless that is wished."""
    if not config.getoption("linkface_keep"):
        return None
    pictures = reports.PictureFolder(Path(config.getoption("linkface_report")))
    return lambda upload: pictures.keep(upload.read(), suffix_of(upload))


def written_to(folder: Path) -> Iterator[str]:
    """Where to look further."""
    yield f"The whole report: {folder / 'report.html'}"
    if (folder / "pictures").is_dir():
        yield f"The curl lines work in {folder}: the pictures that they send are kept there."
        if images.cast_in_force():
            yield "They show portraits of yours: whoever gets the folder gets them."


def for_github(document: reports.Document) -> Iterator[str]:
    """What GitHub's runner reads from the log; nothing elsewhere."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        yield from reports.github_lines(document)
