"""The text of a call that can be pasted back, with nothing in it that is a default."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache


def recipe(function: Callable[..., object], **given: object) -> str:
    """``images.flat(9, 9, format='GIF')`` for the function ``flat`` and all its arguments by name."""
    defaults = _defaults(function)
    texts = [
        repr(value) if defaults[name] is inspect.Parameter.empty else f"{name}={value!r}"
        for name, value in given.items()
        if value != defaults[name]
    ]
    return f"images.{function.__name__}({', '.join(texts)})"


@cache
def _defaults(function: Callable[..., object]) -> dict[str, object]:
    return {name: parameter.default for name, parameter in inspect.signature(function).parameters.items()}
