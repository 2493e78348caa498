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

NAME = "report.json"


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
        "excused": [dict(zip(("clause", "case", "observed"), one, strict=True)) for one in verdict.excused],
        "clauses": [
            {"id": one.clause.id, "level": str(one.clause.level), "state": str(one.state), "note": one.note}
            for one in verdict.by_clause
        ],
    }


def document(head: dict[str, Any], results: Iterable[Result], foot: dict[str, Any] | None = None) -> dict[str, Any]:
    """The whole of a run."""
    return {"header": head, "results": [one.as_json() for one in results]} | ({} if foot is None else {"footer": foot})


def as_text(whole: dict[str, Any]) -> str:
    """The document for people to read too."""
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def so_far(head: dict[str, Any], rows: Iterable[str]) -> str:
    """The document of a run that goes on; its results come as JSON already, for it is written after each case."""
    between = ",\n"
    return f'{{"header": {json.dumps(head, ensure_ascii=False)}, "results": [\n{between.join(rows)}\n]}}\n'


def write(folder: Path, head: dict[str, Any], results: Iterable[Result], foot: dict[str, Any] | None = None) -> None:
    """Put ``report.json`` into a folder."""
    put(folder / NAME, as_text(document(head, results, foot)))


def put(path: Path, text: str) -> None:
    """Write a file in one stroke: whoever reads it sees the whole one before or the whole one after."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        draft.write_bytes(text.encode("utf-8", "backslashreplace"))  # a server may send half a surrogate pair: \ud800
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)  # Ctrl-C may come in between
