"""What changed between two answers to the same call in shape and meaning; not the digits, not the ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pytest_linkface.exchange import Answer

_TYPES = {
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "null",
}


def drift(before: Answer, now: Answer) -> tuple[str, ...]:
    """A line for each change: HTTP code, status, which image is at fault, keys, types, and the matrix's shape."""
    return tuple(_changes(before, now))


def _changes(before: Answer, now: Answer) -> Iterator[str]:
    if before.http_code != now.http_code:
        yield f"HTTP {before.http_code} became {now.http_code}"
    old, new = before.json(), now.json()
    if not isinstance(old, dict) or not isinstance(new, dict):
        if type(old) is not type(new) or (old is None and before.body != now.body):
            yield f"the body was {_type(old)} and is {_type(new)}" if old != new else "a body that is no JSON changed"
        return
    for name in ("status", "image"):
        if name in old and name in new and old[name] != new[name]:
            yield f"{name} {old[name]!r:.60} became {new[name]!r:.60}"
    yield from _shapes("", old, new)


def _shapes(place: str, old: Any, new: Any) -> Iterator[str]:
    """The changes below one place, which is spelled like ``image_one.image_one_id``."""
    if _type(old) != _type(new):
        yield f"{place} was {_type(old)} and is {_type(new)}"
    elif isinstance(old, dict):
        yield from (f"{_below(place, name)} is gone" for name in old if name not in new)
        yield from (f"{_below(place, name)} is new, {_type(new[name])}" for name in new if name not in old)
        for name in old:
            if name in new:
                yield from _shapes(_below(place, name), old[name], new[name])
    elif isinstance(old, list):
        yield from _lists(place, old, new)


def _lists(place: str, old: list[Any], new: list[Any]) -> Iterator[str]:
    if _measure(old) != _measure(new):
        yield f"{place} was {_measure(old)} and is {_measure(new)}"
    elif _cells(old) != _cells(new):
        yield f"{place} held {_cells(old)} and holds {_cells(new)}"


def _measure(rows: list[Any]) -> str:
    """``2 x 1`` for a matrix of two rows and one column, ``2 x (1, 3)`` where its rows differ, ``2`` for a list."""
    widths = [len(row) for row in rows if isinstance(row, list)]
    if not widths:
        return str(len(rows))
    told = str(widths[0]) if len(set(widths)) == 1 else f"({', '.join(map(str, widths))})"
    return f"{len(rows)} x {told}"


def _cells(rows: list[Any]) -> str:
    cells = [cell for row in rows for cell in (row if isinstance(row, list) else [row])]
    return " and ".join(sorted(set(map(_type, cells)))) or "nothing"


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _type(value: Any) -> str:
    return _TYPES[type(value)]
