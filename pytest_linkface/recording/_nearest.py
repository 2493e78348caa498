"""Why a call matches no recording: the nearest one, and a table of what differs, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, zip_longest

from pytest_linkface.recording._asked import Described, Entry
from pytest_linkface.recording._cassette import Cassette

_MOST_ROWS = 10
_WIDEST = 72
_LONGEST_NAME = 32
Row = tuple[str, str, str]


def explanation(asked: Described, recorded: Sequence[Cassette]) -> str:
    """The nearest recording with the table, some hundred characters in all; no bytes."""
    if not recorded:
        return "Nothing is recorded for this test.\n" + _table([("", "asked"), *_whole(asked)])
    ranked = sorted(((differences(one.call, asked), one) for one in recorded), key=lambda pair: len(pair[0]))
    rows, nearest = ranked[0]
    head = f"Nearest of {len(recorded)}: {nearest.file_name}, {nearest.summary:.160}"
    return f"{head}\n{_table([('', 'recorded', 'asked'), *rows[:_MOST_ROWS]])}{_left(rows)}"


def differences(recorded: Described, asked: Described) -> list[Row]:
    """What differs between two calls: its name, as it was recorded, as it is asked."""
    rows = [
        (name, getattr(recorded, name), getattr(asked, name))
        for name in ("method", "path", "encoding")
        if getattr(recorded, name) != getattr(asked, name)
    ]
    old, new = _named(recorded), _named(asked)
    for name in sorted(old.keys() | new.keys()):
        for before, now in zip_longest(old.get(name, ()), new.get(name, ())):
            if before is None or now is None or _identity(before) != _identity(now):
                rows.append((name, *_told(before, now)))
    return rows


def _identity(entry: Entry) -> tuple[str, str, str]:
    return entry.place, entry.kind, entry.sha256


def _told(before: Entry | None, now: Entry | None) -> tuple[str, str]:
    """Both sides; what makes them different stands in them even where they look alike."""
    old, new = (_line(entry) for entry in (before, now))
    if before and now and before.place != now.place:
        old, new = f"in the {before.place}: {old}", f"in the {now.place}: {new}"
    if before and now and before.kind != now.kind:
        old, new = f"as {before.kind}: {old}", f"as {now.kind}: {new}"
    if before and now and old == new:
        old, new = (f"{entry.size:,} bytes, sha256 {entry.sha256[:12]}" for entry in (before, now))
    return old, new


def _line(entry: Entry | None) -> str:
    return "not sent" if entry is None else entry.described()


def _named(call: Described) -> dict[str, tuple[Entry, ...]]:
    ordered = sorted(call.entries, key=lambda entry: entry.name)
    return {name: tuple(group) for name, group in groupby(ordered, key=lambda entry: entry.name)}


def _whole(call: Described) -> list[tuple[str, str]]:
    return [(one.name, one.described()) for one in call.entries][:_MOST_ROWS]


def _left(rows: Sequence[Row]) -> str:
    return f"\n  … and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else ""


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    cut = [[_cut(name, _LONGEST_NAME), *(_cut(cell, _WIDEST) for cell in cells)] for name, *cells in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cut)
    return "\n".join(f"  {line.rstrip()}" for line in lines)


def _cut(text: str, widest: int) -> str:
    # repr: a field's name is the application's, and may hold anything
    plain = text if text.isprintable() else repr(text)
    return plain if len(plain) <= widest else f"{plain[: widest - 1]}…"
