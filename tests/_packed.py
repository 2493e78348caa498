"""What a page keeps packed, as its script unpacks it."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any


def unpacked(page: str) -> str:
    """The texts of a page's exchanges; empty where it has none, or where it is no page."""
    found = re.search(r'<template id="exchanges">.*?<p>([^<]+)</p></template>', page, re.DOTALL)
    return zlib.decompress(base64.b64decode(found[1])).decode() if found else ""


def exchanges(page: str) -> dict[str, Any]:
    """The same as values."""
    values: dict[str, Any] = json.loads(unpacked(page) or "{}")
    return values
