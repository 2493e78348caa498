"""Where a test's recordings lie, and which folders belong to no test any more."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from pathlib import Path

import pytest

from pytest_linkface.recording import Folder

FOLDER = "cassettes"
_UNSAFE = re.compile(r"[^\w.\-\[\]]+")
_LONGEST = 80


def folder_of(item: pytest.Item) -> Folder:
    """``cassettes/<test module>/<test>`` beside the module."""
    return Folder(item.path.parent / FOLDER, Path(item.path.stem, _name(item)))


def orphans(session: pytest.Session) -> list[Path]:
    """Folders whose test was not collected, as far as modules were collected whole."""
    option = session.config.option
    picked = any("::" in argument for argument in session.config.args)
    if picked or option.keyword or option.markexpr or getattr(option, "lf", False) or option.deselect:
        return []
    tests: defaultdict[Path, set[str]] = defaultdict(set)
    for item in session.items:
        tests[item.path].add(_name(item))
    found = []
    for module, names in tests.items():
        folder = module.parent / FOLDER / module.stem
        found += [path for path in sorted(folder.glob("*")) if path.is_dir() and path.name not in names]
    return found


def _name(item: pytest.Item) -> str:
    """The test's name with its classes; a digest keeps apart what is cut off or would be spelled alike."""
    _, _, name = item.nodeid.partition("::")
    name = name.replace("::", ".") or item.name
    safe = _UNSAFE.sub("_", name)[:_LONGEST].rstrip(".")
    return safe if safe == name else f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
