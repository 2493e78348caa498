"""``badge.json``: the verdict as shields.io's endpoint badge reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_COLOURS = {0: "brightgreen", 1: "red", 10: "orange"}


def badge(document: Mapping[str, Any]) -> str:
    """A document of https://shields.io/badges/endpoint-badge, from that of ``report.json``."""
    foot = document.get("footer")
    message, colour = ("interrupted", "lightgrey") if foot is None else (_message(foot), _COLOURS[foot["exit_code"]])
    values = {"schemaVersion": 1, "label": "linkface contract", "message": message, "color": colour}
    return json.dumps(values | ({} if foot and foot["exit_code"] == 0 else {"isError": True}), indent=1) + "\n"


def _message(foot: Mapping[str, Any]) -> str:
    must = [row["state"] for row in foot["clauses"] if row["level"] == "MUST"]
    if foot["exit_code"] == 0:
        return f"{must.count('verified')} of {len(must)} MUST verified"
    if foot["exit_code"] != 1:
        return "too little verified"
    broken = sum(row["state"] == "broken" for row in foot["clauses"])
    return f"{broken} broken" if broken else "known failures are stale"
