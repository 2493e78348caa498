"""JSON laid out for a diff: what fits into a line stands in one, so that a matrix has a line for each row."""

from __future__ import annotations

import json
from typing import Any

_WIDTH = 100


def laid_out(value: Any, depth: int = 0) -> str:
    """The value as JSON; every container that is too long for a line has a line for each of its elements."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if len(text) + 2 * depth <= _WIDTH or not value or not isinstance(value, dict | list):
        return text
    if isinstance(value, dict):
        inner = [f"{json.dumps(name, ensure_ascii=False)}: {laid_out(told, depth + 1)}" for name, told in value.items()]
        return _framed("{}", inner, depth)
    return _framed("[]", [laid_out(told, depth + 1) for told in value], depth)


def _framed(brackets: str, lines: list[str], depth: int) -> str:
    inner = ",\n".join("  " * (depth + 1) + line for line in lines)
    return f"{brackets[0]}\n{inner}\n{'  ' * depth}{brackets[1]}"
