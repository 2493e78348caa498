"""The verdict as one JSON document: header, results, and a footer that only a finished run has."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pytest_linkface.contract import clause_set
from pytest_linkface.reports._terminal import answer
from pytest_linkface.verdict import Result, Verdict


def header(*, target: str, version: str, started: str, judged: Iterable[str], fail_under: float) -> dict[str, Any]:
    """What is known before the first call; ``started`` is a time by ISO 8601."""
    return {
        "kit": f"pytest-linkface {version}",
        "clause_set": clause_set(),
        "target": target,
        "started": started,
        "judged": [str(level) for level in judged],
        "fail_under": fail_under,
    }


def footer(verdict: Verdict) -> dict[str, Any]:
    """What only the end of a run knows."""
    return {
        "answer": answer(verdict),
        "exit_code": int(verdict.exit_code),
        "must_coverage": round(verdict.coverage, 2),
        "calls": verdict.calls,
        "stale": [f"{entry}: {why}" for entry, why in verdict.stale],
        "clauses": [
            {"id": one.clause.id, "level": str(one.clause.level), "state": str(one.state), "note": one.note}
            for one in verdict.by_clause
        ],
    }


def write(folder: Path, head: dict[str, Any], results: Iterable[Result], foot: dict[str, Any] | None = None) -> None:
    """Put ``report.json`` into a folder in one stroke: whoever reads it sees a whole document."""
    document: dict[str, Any] = {"header": head, "results": [result.as_json() for result in results]}
    if foot is not None:
        document["footer"] = foot
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".report.{os.getpid()}.json"
    indent = 1 if foot is not None else None  # written after each case until then: indenting takes ten times as long
    text = json.dumps(document, ensure_ascii=False, indent=indent) + "\n"
    try:
        draft.write_bytes(text.encode("utf-8", "backslashreplace"))  # a server may send half a surrogate pair: \ud800
        draft.replace(folder / "report.json")
    finally:
        draft.unlink(missing_ok=True)  # Ctrl-C may come in between
