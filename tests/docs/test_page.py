"""The reader of pages misses nothing that a person would."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs._page import Block, Reader, changed, missing


@pytest.mark.parametrize(
    ("shown", "lost"),
    [
        ("one\nthree", []),
        ("o…e\n…\nth…", []),
        ("three\none", ["one"]),
        ("two words", ["two words"]),
        ("one\ntw", ["tw"]),
    ],
)
def test_lines_are_looked_for_in_their_order(shown: str, lost: list[str]) -> None:
    """A line that is missing, longer, shorter or in another place is found."""
    assert list(missing(shown, "one\n  two\nthree\n")) == lost


def test_a_change_that_fits_nowhere_is_told() -> None:
    """Lines change only where all of them stand, and stand once."""
    assert changed("a\nb\n\nc\n", " a\n-b\n+B\n\n") == "a\nB\n\nc\n"
    for text in ("a\nc\n", "a\nb\n\na\nb\n\n"):
        with pytest.raises(AssertionError, match="the change does not fit"):
            changed(text, " a\n-b\n+B\n\n")


def test_a_command_that_prints_something_else_fails(tmp_path: Path) -> None:
    """What is shown below a command has to come from it."""
    reader = Reader(tmp_path)
    reader.follow(Block("sh", "", "echo here; false\n"))
    assert reader.code == 1
    reader.follow(Block("text", "", "here\n"))
    with pytest.raises(AssertionError, match="'elsewhere' was not printed"):
        reader.follow(Block("text", "", "elsewhere\n"))
