"""The unused plugin costs next to nothing: what a pytest run of somebody else's has loaded when it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugin._running import Ended, pytest_in, write

PRINTING = """
import sys

def pytest_unconfigure():
    print("\\nloaded", *sorted(sys.modules))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose conftest prints at the very end what was loaded."""
    return write(tmp_path, conftest=PRINTING)


def loaded(ended: Ended) -> set[str]:
    """The names that the conftest printed."""
    names = set(ended.text.partition("\nloaded ")[2].split())
    assert "_pytest.main" in names
    return names


@pytest.mark.parametrize("tests", ["", "def test_passes(): pass"], ids=["no test", "one test"])
def test_an_unused_plugin_loads_itself_alone(folder: Path, tests: str) -> None:
    """Against the same run without it, the plugin adds the package's door and itself, and no library at all."""
    write(folder, test_a=tests)
    added = loaded(pytest_in(folder)) - loaded(pytest_in(folder, "-p", "no:linkface"))
    assert added == {"pytest_linkface", "pytest_linkface.plugin"}


def test_an_unused_plugin_says_nothing(folder: Path) -> None:
    """Beside its name in pytest's list of plugins the output holds no word of it."""
    lines = pytest_in(write(folder, test_a="def test_passes(): pass"), "-v").text.partition("\nloaded ")[0].splitlines()
    assert [line for line in lines if "linkface" in line] == [line for line in lines if line.startswith("plugins: ")]


ANSWERING = """
import sys
from pytest_linkface.emulator import Emulator
with Emulator():
    print(*{"dataclasses", "inspect", "requests", "jsonschema", "cv2", "PIL", "httptools"} & set(sys.modules))
"""


def test_the_emulator_starts_without_what_it_has_no_use_for() -> None:
    """Somebody waits for its first answer: the modules behind dataclasses alone are a tenth of its start."""
    done = subprocess.run([sys.executable, "-c", ANSWERING], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["httptools"]


def test_a_used_plugin_is_seen_to_load_more(folder: Path) -> None:
    """The count can tell: with the suite selected, and nobody asked yet, the parts of ours are loaded."""
    ended = pytest_in(folder, "--linkface-contract", "--collect-only", "-q")
    assert {"pytest_linkface.session", "pytest_linkface.conformance", "requests"} <= loaded(ended)
