"""The text of a value that can be pasted back, with nothing in it that is a default."""

from __future__ import annotations

from dataclasses import MISSING, fields
from enum import Enum
from typing import Any


def recipe(value: Any) -> str:
    """``Caller(role='KEY_EXPIRED')`` for a dataclass; what has no default stands without its name."""
    texts = [
        _text(given) if field.default is MISSING else f"{field.name}={_text(given)}"
        for field, given in ((field, getattr(value, field.name)) for field in fields(value))
        if given != field.default
    ]
    return f"{type(value).__name__}({', '.join(texts)})"


def _text(value: object) -> str:
    return f"{type(value).__name__}.{value.name}" if isinstance(value, Enum) else repr(value)
