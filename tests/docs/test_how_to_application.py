"""``docs/how-to/application.md``, followed from top to bottom: its bugs are found where it says, and mended."""

from __future__ import annotations

from pathlib import Path

from tests.docs._page import Reader, blocks

PAGE = "how-to/application.md"


def test_whoever_follows_the_page_sees_what_it_shows(tmp_path: Path) -> None:
    """Every command of the page prints what stands below it, and the application ends with all its tests green."""
    reader = Reader(tmp_path)
    for block in blocks(PAGE):
        reader.follow(block)
    assert reader.code == 0
    assert not list(tmp_path.rglob("*.jpg"))
