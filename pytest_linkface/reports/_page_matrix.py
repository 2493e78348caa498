"""The clauses as rows that open, with the state that each run left them in, and the filters over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pytest_linkface.contract import Level
from pytest_linkface.reports._page_clause import inside
from pytest_linkface.reports._page_markup import Html, both, element, html
from pytest_linkface.reports._page_run import STATES, Run
from pytest_linkface.reports._page_words import badge, gloss, key, meaning, named, sign, small_badge

Rows = Sequence[tuple[str, str]]
"""Clauses with their levels."""


def matrix(rows: Rows, runs: Sequence[Run], *, full: dict[str, int]) -> Html:
    """Every clause under its level, those that need somebody first; of each so many findings in full."""
    return element("div", *_levels(rows, runs, full), class_="many" if len(runs) > 1 else "one")


def filters(rows: Rows, runs: Sequence[Run]) -> Html:
    """Check boxes for levels and states, a search, and with several runs one for what differs."""
    levels = Counter(level for _, level in rows)
    states = Counter(state for name, _ in rows for state in {run.state(name) for run in runs})
    groups = [
        _group(both("level", "级别"), [_chip("l", level, html(level), count) for level, count in levels.items()]),
        _group(
            both("state", "状态"),
            [_chip("s", key(one), html(f"{sign(one)} ", named(one)), states[one]) for one in STATES if states[one]],
        ),
    ]
    if len(runs) > 1:
        number = sum(_differs(name, runs) for name, _ in rows)
        box = element("input", type="checkbox", id="only-different")
        groups.append(element("label", box, both("only what differs", "只看不同"), f" {number}", class_="chip"))
    said = {"hidden": "", "role": "search", "aria_label": "Filter the clauses"}
    return element("form", *groups, _search(), _count(len(rows)), class_="filter", **said)


def _search() -> Html:
    """A field that only a script makes work, and shows."""
    field = element("input", type="search", id="search", placeholder="LF-IMG…")
    return element("label", element("span", both("Search", "搜索"), class_="sr"), field, class_="scripted", hidden="")


def _count(number: int) -> Html:
    shown = element("span", str(number), class_="shown")
    return element("span", shown, f" / {number}", class_="soft small scripted", hidden="")


def _group(title: Html, chips: list[Html]) -> Html:
    return element("fieldset", element("legend", title), *chips)


def _chip(kind: str, value: str, name: Html, count: int) -> Html:
    value = value.lower()
    box = element("input", type="checkbox", id=f"{kind}-{value}", value=value, checked="")
    return element("label", box, name, f" {count}", class_="chip")


def _levels(rows: Rows, runs: Sequence[Run], full: dict[str, int]) -> Iterator[Html]:
    for level in Level:
        found = sorted((name for name, its in rows if its == level), key=lambda name: _urgency(name, runs))
        if found:
            about = element("span", meaning(str(level)), class_="soft small")
            yield element("h3", str(level), " ", about, class_=f"l-{level.lower()}")
            for name in found:
                yield _row(name, str(level), runs, full.get(name, 0))


def _urgency(name: str, runs: Sequence[Run]) -> int:
    """What needs somebody in any run comes first; a state that this page does not know comes last."""
    return min(STATES.index(state) if (state := run.state(name)) in STATES else len(STATES) for run in runs)


def _row(name: str, level: str, runs: Sequence[Run], full: int) -> Html:
    states = [run.state(name) for run in runs]
    shown = [badge(states[0])] if len(runs) == 1 else [small_badge(run.state(name), run.letter) for run in runs]
    summary = element(
        "summary",
        element("span", *shown, class_="states"),
        element("span", f" {name} ", class_="id"),
        element("span", gloss(name), class_="gloss"),
    )
    marks = ["clause", f"l-{level.lower()}", *(f"s-{one}" for one in dict.fromkeys(map(key, states)))]
    marks.append("differs" if _differs(name, runs) else "same")
    return element("details", summary, inside(name, runs, full=full), class_=" ".join(marks))


def _differs(name: str, runs: Sequence[Run]) -> bool:
    return len({run.state(name) for run in runs}) > 1
