"""The public parts are typed as they are meant to be used."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


CHECKERS = {
    "mypy": [
        "--strict", "--warn-unused-ignores", "--cache-dir", str(ROOT / ".mypy_cache"), "--follow-imports", "silent",
    ],
    "pyright": ["--pythonpath", sys.executable],
}  # fmt: skip
"""The checkers that users have, with what makes them strict and quick."""


@pytest.mark.parametrize("checker", CHECKERS)
def test_the_public_parts_type_check_as_used(checker: str) -> None:
    """From a user's point of view, and what is meant to be refused is; pyright takes three seconds of a processor."""
    if importlib.util.find_spec(checker) is None:
        pytest.skip(f"{checker} is not installed: pip install {checker}")
    command = [sys.executable, "-m", checker, *CHECKERS[checker], "tests/typing/public.py"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"^(Success: no issues found in 1 source file|0 errors, 0 warnings)", run.stdout, re.MULTILINE)
