"""The pages that benchmarks write into: every table is there, by its command, and prose is left alone."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks._catalogue import BENCHMARKS
from benchmarks._page import stamp, tables, written

PAGE = "before\n<!-- table: a -->\nold\n<!-- end: a -->\nbetween\n<!-- table: b -->\n<!-- end: b -->\nafter\n"
DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]+ 20\d\d\b")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_table_stands_on_its_page(name: str) -> None:
    """Filled, under the command that makes it, the day on which it did, and the Python."""
    text = tables(BENCHMARKS[name].page.read_text("utf-8"))[name]
    first = text.strip().splitlines()[0]
    assert first.startswith(f"`python -m benchmarks {name}")
    assert DATE.search(first)
    assert "Python 3." in first
    assert re.search(r"^\| ?---", text, re.MULTILINE)


def test_pages_hold_no_table_that_nothing_makes() -> None:
    """A table whose benchmark was renamed or deleted would stay as it is for ever."""
    for page in {one.page for one in BENCHMARKS.values()}:
        assert set(tables(page.read_text("utf-8"))) == {one.name for one in BENCHMARKS.values() if one.page == page}


def test_only_the_table_is_written() -> None:
    """Prose and other tables stay as they are, and so does the page when the same is written again."""
    once = written(PAGE, "a", "new \\1\n")
    assert once == PAGE.replace("\nold\n", "\n\nnew \\1\n\n")
    assert written(once, "a", "new \\1\n") == once


def test_a_table_without_a_place_is_no_silent_loss() -> None:
    """The page has to have its comments, once."""
    for page in ("nothing", PAGE + PAGE):
        with pytest.raises(ValueError, match="table: a"):
            written(page, "a", "new")


def test_whoever_is_absent_is_named() -> None:
    """A peer that is not installed does not vanish from the page."""
    text = stamp("python -m benchmarks a", 3, ("pytest", "no-such-peer", "npm:no-such-either"), today=date(2026, 1, 2))
    assert text.startswith("`python -m benchmarks a`, 2 January 2026; medians of 3 rounds in turn; Python 3.")
    assert f"pytest {pytest.__version__}" in text
    assert text.endswith("Not installed: no-such-peer, no-such-either.\n")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_is_a_module(name: str) -> None:
    """Its command runs one of this folder, with its rounds where it has any."""
    benchmark = BENCHMARKS[name]
    python, _, module, *arguments = benchmark.command(7)
    assert python == sys.executable
    assert (Path(__file__).parents[2] / Path(*module.split("."))).with_suffix(".py").is_file()
    assert ("7" in arguments) is (benchmark.rounds is not None)
