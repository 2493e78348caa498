"""``summary.md``: the verdict for a reader of GitHub's or GitLab's Markdown, within a bound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from pytest_linkface.contract import Level
from pytest_linkface.reports._document import Document, Shown, answer_of, broken, is_judged, shown
from pytest_linkface.reports._plain import plain

_MOST = 96 * 1024
"""Bytes: GitHub drops all summaries of a step that takes more than 1 MiB."""
_LONGEST = 400
"""Characters of one text; ``report.json`` has the whole."""
_MARKS = {0: "✅", 1: "❌", 10: "⚠️"}


def summary(document: Document) -> str:
    """The answer, the broken clauses with what repeats them, MUST first, and what nothing is known of."""
    return _bounded([*_head(document), *map(_broken, broken(document)), *_counts(document), *_open(document)])


def _bounded(blocks: Iterable[str]) -> str:
    """As many blocks as there is room for, and how many there was none for."""
    kept, room, left = [], _MOST, 0
    for block in blocks:
        size = len(block.encode()) + 1
        if left or size > room:
            left += 1
            continue
        kept.append(block)
        room -= size
    if left:
        kept.append(f"… and {left} more parts: see `report.html` or `report.json` of this run.\n")
    return "\n".join(kept)


def _head(document: Document) -> Iterator[str]:
    head, foot = document["header"], document.get("footer")
    mark = _MARKS[foot["exit_code"]] if foot else "⚠️"
    calls = foot["calls"] if foot else sum(row["calls"] for row in document["results"])
    yield f"## {mark} {_text(answer_of(document))}\n"
    yield f"Linkface contract of {_code(head['target'])}, {calls} calls, {_text(head['kit'])}, {head['started']}.\n"
    if foot is None:
        yield f"It was broken off after {len(document['results'])} cases; what they found stands below.\n"
    red = [one for one in broken(document) if is_judged(document, one.clause.level)]
    if red:
        yield "| broken | | |\n|---|---|---|"
        yield from (f"| {_code(one.clause.id)} | {one.clause.level} | {_text(one.clause.gloss)} |" for one in red)
        yield ""


def _broken(one: Shown) -> str:
    """A clause with its first finding."""
    clause = one.clause
    lines = [f"### {clause.id} {clause.level}", "", _text(clause.gloss), ""]
    lines += [f"> {_text(clause.sentence)} (manual, line {clause.line})", ""]
    for case, finding in one.findings[:1]:
        lines += list(_finding(case, finding))
    if len(one.findings) > 1:
        others = ", ".join(dict.fromkeys(_code(case) for case, _ in one.findings[1:9]))
        lines += [f"{len(one.findings) - 1} more findings: {others}", ""]
    return "\n".join(lines)


def _finding(case: str, finding: Mapping[str, Any]) -> Iterator[str]:
    rows = [("case", case), *finding["sent"].items(), ("expected", finding["expected"]), ("came", finding["observed"])]
    yield "| | |\n|---|---|"
    yield from (f"| {_text(name)} | {_code(text)} |" for name, text in rows)
    if finding["flaky"]:
        yield "| flaky | asked once more, it did not come again |"
    yield ""
    yield _block([*finding["pictures"], finding["curl"]])


def _counts(document: Document) -> Iterator[str]:
    """A row for each level: how many clauses came out how."""
    if "footer" not in document:
        return
    lines = ["| level | clauses | |", "|---|---|---|"]
    for level in Level:
        states = Counter(one.state for one in shown(document) if one.clause.level is level)
        told = ", ".join(f"{number} {state}" for state, number in states.items())
        lines.append(f"| {level} | {states.total()} | {told} |")
    yield "\n".join([*lines, ""])
    yield from (f"Known failure that has to go: {_code(entry)}\n" for entry in document["footer"]["stale"])


def _open(document: Document) -> Iterator[str]:
    """The clauses that were not verified, those with the same reason together."""
    states = ("not exercised", "not applicable", "not run", "known failure")
    found = sorted((one for one in shown(document) if one.state in states), key=lambda one: (one.state, one.note))
    if found:
        yield "<details><summary>Not verified</summary>\n"
    for (state, note), group in groupby(found, key=lambda one: (one.state, one.note)):
        ids = ", ".join(_code(one.clause.id) for one in group)
        yield f"- {ids}: {state}{f', {_text(note)}' if note else ''}"
    if found:
        yield "\n</details>\n"


def _text(text: str) -> str:
    """A text in which Markdown and HTML find nothing to obey: signs as the entities that show them."""
    cut = plain(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
    return re.sub(r"[#$&*:<>@\[\\\]^_`|~]|(?<=www)\.", lambda sign: f"&#{ord(sign[0])};", cut)


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"


def _block(lines: Iterable[str]) -> str:
    """A fence that is longer than any within."""
    text = "\n".join(plain(line) for line in lines)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}sh\n{text}\n{fence}\n"
