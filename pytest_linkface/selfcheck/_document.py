"""The matrix as files: JSON for machines, held to ``schemas/selfcheck.json``, and Markdown for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pytest_linkface.contract import clause_set, clauses
from pytest_linkface.selfcheck._matrix import JUDGED, Matrix, mark
from pytest_linkface.selfcheck._outcome import Fate, Outcome

NAME = "selfcheck"


def write(matrix: Matrix, folder: Path, battery: str) -> None:
    """Write ``selfcheck.json`` and ``selfcheck.md`` into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(as_json(matrix, battery), ensure_ascii=False, indent=1) + "\n"
    (folder / f"{NAME}.json").write_text(text, "utf-8", newline="\n")
    (folder / f"{NAME}.md").write_text("\n".join(as_markdown(matrix)) + "\n", "utf-8", newline="\n")


def as_json(matrix: Matrix, battery: str) -> dict[str, Any]:
    """Plain values."""
    return {
        "version": 1,
        "clause_set": clause_set(),
        "battery": battery,
        "only": matrix.only,
        "seeds": matrix.seeds,
        "exit_code": matrix.exit_code,
        "shares": [
            {
                "level": str(share.level), "mutants": share.mutants, "killed": share.killed,
                "clauses": share.clauses, "clauses_killed": share.clauses_killed,
            }
            for share in map(matrix.share, JUDGED)
        ],
        "by_clause": by_clause(matrix),
        "outcomes": [one.as_json() for one in matrix.outcomes],
    }  # fmt: skip


def by_clause(matrix: Matrix) -> dict[str, dict[str, list[str]]]:
    """Clause to its mutants by fate, and to those of other clauses that it was found broken by on the way."""
    found: dict[str, dict[str, list[str]]] = {}
    for clause in clauses().values():
        if clause.level in JUDGED and matrix.only in ("", clause.id):
            own = {str(fate): _named(matrix, fate, clause.id) for fate in (Fate.KILLED, *_FAILED)}
            aside = [one.name for one in matrix.mutants if clause.id in one.collateral]
            found[clause.id] = {fate: names for fate, names in own.items() if names} | {"collateral": aside}
    return found


_FAILED = (Fate.MISTAKEN, Fate.SURVIVED, Fate.VOID)


def _named(matrix: Matrix, fate: Fate, clause: str) -> list[str]:
    killed = fate is Fate.KILLED
    return [one.name for one in matrix.of(fate) if clause in (one.kills if killed else one.clauses)]


def as_markdown(matrix: Matrix) -> Iterator[str]:
    """Figures, then a row for each mutant, then what became of everything else."""
    yield "# Selfcheck"
    yield ""
    yield from (f"- {line}" for line in matrix.figures())
    yield ""
    yield "| mutant | its clauses | found by | observed | collateral |"
    yield "|---|---|---|---|---|"
    yield from map(_mutant, matrix.mutants)
    yield ""
    yield "| control or liar | | observed |"
    yield "|---|---|---|"
    for one in matrix.of(Fate.CLEAN, Fate.ACCUSED, Fate.JUDGED, Fate.MISJUDGED):
        yield _cells(one.name, str(one.fate), one.observed)


def _mutant(one: Outcome) -> str:
    own = ", ".join(f"{clause} {mark(one, clause)}" for clause in one.clauses)
    by = ", ".join(one.found[clause] for clause in one.kills)
    return _cells(one.name, own, by, one.reason, ", ".join(one.collateral))


def _cells(*texts: str) -> str:
    return "| " + " | ".join(" ".join(text.replace("|", "\\|").split()) for text in texts) + " |"
