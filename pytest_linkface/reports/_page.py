"""The report as one HTML file that needs nothing else: no network, no other file, and no script to be read."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from pytest_linkface.reports._page_answer import answer
from pytest_linkface.reports._page_clause import drawn
from pytest_linkface.reports._page_exchanges import exchanges
from pytest_linkface.reports._page_markup import Html, both, element, html
from pytest_linkface.reports._page_matrix import filters, matrix
from pytest_linkface.reports._page_plots import cost, coverage
from pytest_linkface.reports._page_run import Run, rows, runs
from pytest_linkface.reports._page_thumbnails import portraits

_FULL, _FULL_IN_ALL = 3, 90
"""Findings that are told with their repetition: of one clause in one run, and in a page, which stays small."""
_HEAVIEST = 860_000
"""Bytes of a page without its portraits, its script and its styles, as far as exchanges can be left out for it."""
_POLICY = "img-src data:; base-uri 'none'; form-action 'none'"


def page(documents: Sequence[Mapping[str, Any]]) -> str:
    """The page of one ``report.json``, parsed, or of several side by side; a footer may be missing.

    It can be encoded as UTF-8 whatever servers have said.

    Raises:
        ValueError: there is no document.
    """
    if not documents:
        raise ValueError("a page needs at least one report.json")
    seen = runs(documents)
    clauses = list(rows(seen))
    full = _in_full([name for name, _ in clauses], seen)
    people = {who for name, number in full.items() for one in drawn(name, seen, full=number) for who in one.people}
    script, style = "".join(map(_data, ("exchanges.js", "page.js"))), _data("page.css")
    rows_of_clauses = matrix(clauses, seen, full=full)
    parts = {
        "answers": _answers(seen),
        "coverage": coverage(clauses, seen),
        "clauses": html(element("h2", both("Clauses", "条款")), filters(clauses, seen), rows_of_clauses),
        "cost": cost(clauses, seen),
    }
    store, others = exchanges(seen, room=_HEAVIEST - sum(len(part.encode()) for part in parts.values()))
    return Template(_data("page.html")).substitute(
        parts,
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; {_POLICY}",
        title=html(_title(seen)),
        style=style,
        portraits=portraits(people | others),
        heading=both("Linkface contract report", "Linkface 契约测试报告"),
        exchanges=store,
        footer=_footer(seen),
        script=script,
    )


def _in_full(names: list[str], seen: Sequence[Run]) -> dict[str, int]:
    """How many findings of each clause are told in full: as many as the page bears, each broken clause's first one."""
    left, found = _FULL_IN_ALL, {}
    for number in range(1, _FULL + 1):
        for name in names:
            here = sum(len(run.findings.get(name, [])) >= number for run in seen)
            if here and here <= left:
                left, found[name] = left - here, number
    return found


def _title(seen: Sequence[Run]) -> str:
    told = [str(run.footer["answer"]).partition(":")[0] if run.footer else "NO VERDICT" for run in seen]
    each = (f"{word}, {run.target:.80}" for word, run in zip(told, seen, strict=True))
    return f"{'; '.join(each)} · Linkface contract"


def _answers(seen: Sequence[Run]) -> Html:
    cards = [html(answer(run, beside=len(seen) - 1)) for run in seen]
    return element("div", *cards, class_="answers many" if len(seen) > 1 else "answers")


def _footer(seen: Sequence[Run]) -> Html:
    sets = {str(run.header["clause_set"]) for run in seen}
    mixed = both("These runs were judged by different sets of clauses. ", "这些运行所依据的条款集不同。")
    return html(
        mixed if len(sets) > 1 else "",
        both(
            "Written by pytest-linkface from report.json alone. Pictures are drawn from their recipes; "
            "the people in them never existed.",
            "由 pytest-linkface 仅依据 report.json 生成。图片按配方绘制,其中的人物并不存在。",
        ),
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _data(name: str) -> str:
    return (files("pytest_linkface.reports") / "page" / name).read_text("utf-8")
