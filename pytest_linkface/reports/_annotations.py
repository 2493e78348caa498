"""The verdict as commands that GitHub's runner reads from a log, and shows beside a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pytest_linkface.reports._document import Document, Shown, answer_of, broken, is_judged
from pytest_linkface.reports._plain import plain

_MOST = 10
"""Errors, and likewise warnings, that GitHub shows of one step; it drops the others without a word."""


def github_lines(document: Document) -> Iterator[str]:
    """Lines to print: errors for what makes the run red, MUST before SHOULD, and warnings for what does not."""
    found = broken(document)
    red = [_clause(one) for one in found if is_judged(document, one.clause.level)]
    yield from _commands("error", [*red, *_other(document, is_red=bool(red))])
    yield from _commands("warning", [_clause(one) for one in found if not is_judged(document, one.clause.level)])


def _clause(one: Shown) -> tuple[str, str]:
    case, finding = one.findings[0] if one.findings else ("", {"expected": "", "observed": one.note, "curl": ""})
    lines = [one.clause.gloss, f"expected {finding['expected']}", f"came {finding['observed']}", finding["curl"]]
    return f"{one.clause.id} {one.clause.level} broken: {case}", "\n".join(plain(line) for line in lines if line)


def _other(document: Document, *, is_red: bool) -> Iterator[tuple[str, str]]:
    """What makes a run fail and is no broken clause."""
    foot: Mapping[str, Any] = document.get("footer", {"exit_code": 2, "stale": ()})
    for entry in foot["stale"]:
        yield "known failure that has to go", plain(entry)
    if foot["exit_code"] and not is_red and not foot["stale"]:
        yield "linkface contract", plain(answer_of(document))


def _commands(kind: str, told: list[tuple[str, str]]) -> Iterator[str]:
    kept = told if len(told) <= _MOST else told[: _MOST - 1]
    for title, text in kept:
        yield f"::{kind} title={_property(title)}::{_data(text)}"
    if rest := told[len(kept) :]:
        yield f"::{kind} title={len(rest)} more::{_data('; '.join(title for title, _ in rest))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
