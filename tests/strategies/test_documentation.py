"""docs/strategies.md: its test passes as it stands, and its table names every strategy."""

from __future__ import annotations

import re
from pathlib import Path

from pytest_linkface import strategies
from tests.plugin._running import pytest_in, write

PAGE = (Path(__file__).parents[2] / "docs" / "strategies.md").read_text("utf-8")


def test_its_test_passes(tmp_path: Path) -> None:
    """In a folder of its own; and fails where the application forgets the number of faces."""
    (source,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    passed = pytest_in(write(tmp_path, test_drawn=source))
    assert (passed.code, passed.count("passed")) == (0, 1), passed.text
    forgetful = source.replace(" and picture.faces <= 4", "")
    assert forgetful != source
    failed = pytest_in(write(tmp_path, test_drawn=forgetful))
    assert "picture=images.scene(faces=5)" in failed.text


def test_its_table_is_complete() -> None:
    """Every public strategy stands in it."""
    named = set(re.findall(r"`(\w+)\(\)`", "\n".join(line for line in PAGE.splitlines() if line.startswith("| `"))))
    assert named == set(strategies.__all__) - {"Asked", "Caller", "Example", "outcomes"}
