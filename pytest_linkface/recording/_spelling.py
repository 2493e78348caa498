"""An answer's body as something to read in a diff, from which the very same bytes can be made again."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

_STYLES: dict[str, dict[str, Any]] = {
    "compact": {"separators": (",", ":"), "ensure_ascii": False},
    "compact, ASCII": {"separators": (",", ":")},
    "spaced": {"ensure_ascii": False},
    "spaced, ASCII": {},
    "indented by 2": {"indent": 2, "ensure_ascii": False},
    "indented by 2, ASCII": {"indent": 2},
    "indented by 4": {"indent": 4, "ensure_ascii": False},
    "indented by 4, ASCII": {"indent": 4},
}


def spelled(body: bytes) -> dict[str, Any]:
    """The body as ``json`` and ``spelling`` where that gives it back exactly, else as ``lines``, else ``base64``."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}
    try:
        value = json.loads(text)
        spelling = next(name for name in _STYLES if _dumped(value, name) == text)
    except (ValueError, RecursionError, StopIteration):
        return {"lines": text.splitlines(keepends=True)}
    return {"json": value, "spelling": spelling}


def body_of(told: dict[str, Any]) -> bytes:
    """The bytes that ``spelled`` was given.

    Raises:
        ValueError: it was not made by ``spelled``.
    """
    try:
        if "json" in told:
            return _dumped(told["json"], told["spelling"]).encode()
        if "lines" in told:
            return "".join(told["lines"]).encode()
        return base64.b64decode(told["base64"], validate=True)
    except (KeyError, TypeError, binascii.Error) as error:
        raise ValueError(f"the answer's body cannot be made again: {error!r}") from None


def _dumped(value: Any, spelling: str) -> str:
    return json.dumps(value, allow_nan=False, **_STYLES[spelling])
