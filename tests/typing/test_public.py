"""The public parts are typed as they are meant to be used."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="mypy is not installed: pip install mypy")
def test_the_public_parts_type_check_as_used() -> None:
    """Strictly, from a user's point of view, and what is meant to be refused is."""
    cache = ROOT / ".mypy_cache"
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--warn-unused-ignores", "--cache-dir", str(cache),
         "--follow-imports", "silent", "tests/typing/public.py"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.stdout.startswith("Success: no issues found in 1 source file"), run.stdout + run.stderr
