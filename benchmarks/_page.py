"""The tables of a page: each between two comments that name it, rewritten whole, the prose around them left alone."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable
from datetime import date

from benchmarks._peers import versions

_BLOCK = re.compile(r"(<!-- table: (\S+) -->\n).*?(<!-- end: \2 -->)", re.DOTALL)


def tables(page: str) -> dict[str, str]:
    """Name to what stands between its comments."""
    return {found[2]: found[0].removeprefix(found[1]).removesuffix(found[3]) for found in _BLOCK.finditer(page)}


def written(page: str, name: str, text: str) -> str:
    """The page with another text for one table.

    Raises:
        ValueError: the page has no place for it, or several.
    """
    if [found[2] for found in _BLOCK.finditer(page)].count(name) != 1:
        raise ValueError(f"the page needs `<!-- table: {name} -->` and `<!-- end: {name} -->`, once")
    return _BLOCK.sub(lambda found: f"{found[1]}\n{text.strip()}\n\n{found[3]}" if found[2] == name else found[0], page)


def stamp(shown: str, rounds: int | None, packages: Iterable[str], *, today: date) -> str:
    """What the figures were made by: command, day, rounds, Python and packages; and what was not there."""
    there, absent = versions(packages)
    python = f"Python {platform.python_version()} on {os.cpu_count()} cores"
    turns = {None: "", 1: "one round; "}.get(rounds, f"medians of {rounds} rounds in turn; ")
    missing = f" Not installed: {', '.join(absent)}." if absent else ""
    return f"`{shown}`, {today.day} {today:%B %Y}; {turns}{python}; {', '.join(there)}.{missing}\n"
