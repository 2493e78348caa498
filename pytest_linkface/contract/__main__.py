"""Prints the clauses: as the Markdown of ``docs/clauses.md``, or with ``--json`` as ``schemas/clauses.json`` says."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence

from pytest_linkface.contract import Clause, Unclaused, clauses, unclaused

PAGE = """\
# The clauses

What the manual's page of `POST /identity/compare_faces_in_two_images` promises, each promise with the manual's own
words and their line. Made by `python -m pytest_linkface.contract > docs/clauses.md`.

- **MUST**: the page says so.
- **SHOULD**: it follows so plainly that a service without it is broken.
- **OBSERVE**: the page is silent or contradicts itself. The answer is recorded and shown; it never fails a run.

| id | level | line | the manual | in English |
|---|---|---|---|---|
{clauses}

## Lines, or parts of lines, without a clause

| lines | why |
|---|---|
{unclaused}
"""


def as_markdown() -> str:
    """The page of the documentation."""
    return PAGE.format(
        clauses="\n".join(map(_clause_row, clauses().values())),
        unclaused="\n".join(map(_unclaused_row, unclaused())),
    )


def as_json() -> str:
    """The table as a list of objects; ``schemas/clauses.json`` describes it."""
    return json.dumps([_as_json(clause) for clause in clauses().values()], ensure_ascii=False, indent=2) + "\n"


def _as_json(clause: Clause) -> dict[str, object]:
    return clause._asdict() | {"quotes": [quote._asdict() for quote in clause.quotes]}


def _clause_row(clause: Clause) -> str:
    lines = _distinct(str(quote.line) for quote in clause.quotes)
    words = _distinct(f"`{quote.text}`" for quote in clause.quotes)
    gloss = f"{clause.gloss} Needs {clause.needs}." if clause.needs else clause.gloss
    return _row(clause.id, clause.level, ", ".join(lines), "<br>".join(words), gloss)


def _unclaused_row(row: Unclaused) -> str:
    lines = str(row.first) if row.first == row.last else f"{row.first} to {row.last}"
    return _row(lines, row.reason)


def _row(*cells: str) -> str:
    inside = " | ".join(cell.replace("|", r"\|") for cell in cells)
    return f"| {inside} |"


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print in UTF-8 with bare newlines on every system, so that a redirect makes the same file everywhere."""
    parser = ArgumentParser(prog="python -m pytest_linkface.contract", description="Print the clauses of the manual.")
    parser.add_argument("--json", action="store_true", help="as JSON that obeys schemas/clauses.json")
    text = as_json() if parser.parse_args(arguments).json else as_markdown()
    sys.stdout.buffer.write(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
