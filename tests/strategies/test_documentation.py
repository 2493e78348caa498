"""docs/strategies.md: its tests pass as they stand and find what they are for; its table names every strategy."""

from __future__ import annotations

import re
from pathlib import Path

from pytest_linkface import strategies
from tests.plugin._running import pytest_in, write

FORGETFUL = """
import pytest
from pytest_linkface.emulator import MUTANTS, Emulator

@pytest.fixture
def linkface_emulator():
    with Emulator(variant=MUTANTS["ids-work-once"]) as emulator:
        yield emulator
"""
PAGE = (Path(__file__).parents[2] / "docs" / "strategies.md").read_text("utf-8")


def test_its_test_passes(tmp_path: Path) -> None:
    """In a folder of its own; and fails where the application forgets the number of faces."""
    source, _ = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    passed = pytest_in(write(tmp_path, test_drawn=source))
    assert (passed.code, passed.count("passed")) == (0, 1), passed.text
    forgetful = source.replace(" and picture.faces <= 4", "")
    assert forgetful != source
    failed = pytest_in(write(tmp_path, test_drawn=forgetful))
    assert "picture=images.scene(faces=5)" in failed.text


def test_its_state_machine_passes_and_shrinks_a_finding(tmp_path: Path) -> None:
    """Against the emulator; and of a server that forgets ids it leaves what the page shows. Shrinking takes time."""
    _, source = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (shown,) = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    passed = pytest_in(write(tmp_path, test_histories=source))
    assert (passed.code, passed.count("passed")) == (0, 1), passed.text
    quicker = source.replace("strategies.images(", 'strategies.images(formats=["JPEG"], ')
    failed = pytest_in(write(tmp_path, conftest=FORGETFUL, test_histories=quicker))
    assert [line for line in shown.splitlines() if line not in failed.text] == []


def test_its_table_is_complete() -> None:
    """Every public strategy stands in it."""
    named = set(re.findall(r"`(\w+)\(\)`", "\n".join(line for line in PAGE.splitlines() if line.startswith("| `"))))
    assert named == set(strategies.__all__) - {"Asked", "Caller", "Example", "outcomes"}
