"""Drawings in SVG for what a look tells sooner than reading: coverage, and what each clause costs in calls and time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pytest_linkface.reports._page_markup import Html, both, clipped, element, html, joined
from pytest_linkface.reports._page_run import STATES, Run
from pytest_linkface.reports._page_words import key, named, sign

_WIDTH, _LEFT = 960, 50
_PANEL, _GAP = 90, 26
_SQUARE = 12
_NAME = 150
"""What the longest name of a clause takes."""
_FILLS = {
    "broken": "#b3201b", "verified": "#1b6b3a", "known-failure": "#6d3f86", "not-exercised": "#855400",
    "observed": "#265a93", "A": "#265a93", "B": "#855400", "C": "#6d3f86", "D": "#1b6b3a",
}  # fmt: skip
_COMPARED = 4
"""Runs beyond which bars beside each other are too thin to be told apart."""


def coverage(rows: Sequence[tuple[str, str]], runs: Sequence[Run]) -> Html:
    """How much of each level came out how, as bars, and each clause as a square in its state's colour."""
    bars = [_bar(run, level) for run in runs for level in run.header["judged"] if run.of(level)]
    step = (_WIDTH - _LEFT) / max(len(rows), 1)
    squares = [
        _square(name, run, x=_LEFT + step * column, y=24 + (_SQUARE + 4) * line, width=step - 2)
        for line, run in enumerate(runs)
        for column, (name, _) in enumerate(rows)
    ]
    letters = [_text(run.letter, 4, 34 + (_SQUARE + 4) * line) for line, run in enumerate(runs) if len(runs) > 1]
    height = 28 + (_SQUARE + 4) * len(runs)
    title = both("Every clause: coverage", "全部条款:覆盖情况")
    seen = {run.state(name) for name, _ in rows for run in runs}
    drawing = [*_groups([name for name, _ in rows], step), *letters, *squares]
    return _figure(title, drawing, height, _legend(seen), *(bars if len(runs) == 1 else []))


def cost(rows: Sequence[tuple[str, str]], runs: Sequence[Run]) -> Html:
    """Calls, and milliseconds a call, of each clause's own cases."""
    compared = runs[:_COMPARED]
    names = [name for name, _ in rows if any(run.cases.get(name) for run in compared)]
    panels = [
        _Panel("calls", [[_calls(run, name) for name in names] for run in compared]),
        _Panel("ms / call", [[_latency(run, name) for name in names] for run in compared]),
    ]
    step = (_WIDTH - _LEFT) / max(len(names), 1)
    tops = [24 + number * (_PANEL + _GAP) for number in range(len(panels))]
    drawn = [part for top, panel in zip(tops, panels, strict=True) for part in panel.drawn(names, compared, top)]
    title = both("What each clause costs: calls, and time a call", "每条的代价:调用次数,每次调用的时间")
    told = [element("li", _swatch(_colour(run)), f"{run.letter}: {clipped(run.target, 80)}") for run in compared]
    legend = element("ul", *told, class_="legend") if len(runs) > 1 else html()
    return _figure(title, [*_groups(names, step), *drawn], 24 + 2 * (_PANEL + _GAP), legend)


@dataclass(frozen=True, slots=True)
class _Panel:
    """Columns over the clauses, for each run a list of their heights."""

    unit: str
    values: list[list[float]]

    def drawn(self, names: list[str], runs: Sequence[Run], top: int) -> Iterator[Html]:
        """The columns, the axis with its largest value, and the names of the three highest."""
        highest = max((value for one in self.values for value in one), default=0) or 1
        step = (_WIDTH - _LEFT) / max(len(names), 1)
        base = top + _GAP + _PANEL - 12
        axes = f"M{_LEFT} {base}H{_WIDTH}M{_LEFT} {top + _GAP - 12}V{base}"
        yield element("path", d=axes, class_="axis", fill="none")
        yield _text(f"{highest:,.0f}", 2, top + _GAP - 4)
        yield _text(self.unit, 2, base)
        thick = max(1.0, (step - 2) / len(runs))
        for number, (run, values) in enumerate(zip(runs, self.values, strict=True)):
            for column, (name, value) in enumerate(zip(names, values, strict=True)):
                high = (_PANEL - 12) * value / highest
                told = f"{run.letter + ': ' if len(runs) > 1 else ''}{name}: {value:,.0f} {self.unit}"
                bar = element(
                    "rect", element("title", told), x=f"{_LEFT + step * column + thick * number:.1f}",
                    y=f"{base - high:.1f}", width=f"{thick:.1f}", height=f"{high:.1f}", **_coloured(_colour(run)),
                )  # fmt: skip
                yield _link(name, bar) if value else html()
        yield from self._highest(names, base, highest, step)

    def _highest(self, names: list[str], base: float, highest: float, step: float) -> Iterator[Html]:
        best = [max(column) for column in zip(*self.values, strict=True)]
        taken: list[int] = []
        for column in sorted(range(len(names)), key=lambda one: -best[one])[:3]:
            x, y = _LEFT + step * column, base - (_PANEL - 12) * best[column] / highest - 4
            is_late = x > _WIDTH * 0.8
            if best[column] and not any(abs(column - other) * step < _NAME for other in taken):
                taken.append(column)
                anchor = "end" if is_late else "start"
                yield _link(names[column], _text(names[column], x + step * is_late, y, anchor=anchor))


def _calls(run: Run, name: str) -> float:
    return sum(int(one["calls"]) for one in run.cases.get(name, []))


def _latency(run: Run, name: str) -> float:
    calls = _calls(run, name)
    return 1000 * sum(float(one["seconds"]) for one in run.cases.get(name, [])) / calls if calls else 0.0


def _bar(run: Run, level: str) -> Html:
    whole, x, parts = len(run.of(level)), 0.0, []
    for state in sorted(STATES, key=lambda one: one != "verified"):
        count = len(run.of(level, state))
        width = 100 * count / whole
        place = {"x": f"{x:.2f}", "width": f"{width:.2f}", "height": "6"}
        parts.append(element("rect", element("title", f"{state}: {count}"), **_coloured(key(state)), **place))
        x += width
    counted = {state: len(run.of(level, state)) for state in STATES if run.of(level, state)}
    label = ", ".join(f"{state} {count}" for state, count in counted.items())
    whole_bar = {"viewBox": "0 0 100 6", "preserveAspectRatio": "none", "role": "img"}
    svg = element("svg", *parts, class_="bar", aria_label=f"{level}: {label}", **whole_bar)
    told = joined([html(named(state), f" {count}") for state, count in counted.items()], ", ")
    return html(element("p", element("strong", level), " ", element("span", told, class_="soft small")), svg)


def _square(name: str, run: Run, *, x: float, y: float, width: float) -> Html:
    state = run.state(name)
    place = {"x": f"{x:.1f}", "y": f"{y:g}", "width": f"{width:.1f}", "height": f"{_SQUARE}", "rx": "2"}
    return _link(name, element("rect", element("title", f"{name}: {state}"), **_coloured(key(state)), **place))


def _link(name: str, inside: Html) -> Html:
    return element("a", inside, href=f"#{name}", tabindex=-1)


def _groups(names: list[str], step: float) -> Iterator[Html]:
    """The second word of the ids over the clauses that share it."""
    at = 0
    for family, members in groupby(names, key=lambda name: name.removeprefix("LF-").partition("-")[0]):
        count = len(list(members))
        if step * count > 9 * len(family) * 0.8:
            yield _text(family, _LEFT + step * at, 14)
        at += count


def _text(words: str, x: float, y: float, *, anchor: str = "start") -> Html:
    return element("text", words, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor if anchor != "start" else None)


def _figure(title: Html, drawing: list[Html], height: float, legend: Html, *above: Html) -> Html:
    svg = element("svg", *drawing, viewBox=f"0 0 {_WIDTH} {height}", aria_hidden="true")
    about = "a plot; each clause tells the same in words"
    region = element("div", svg, class_="scroll", tabindex=0, role="group", aria_label=about)
    return element("div", element("h2", title), *above, region, legend, class_="plot")


def _legend(states: set[str]) -> Html:
    present = [one for one in STATES if one in states]
    told = [element("li", _swatch(key(one)), f"{sign(one)} ", named(one)) for one in present]
    return element("ul", *told, class_="legend")


def _swatch(kind: str) -> Html:
    square = element("rect", width=10, height=10, rx=2, **_coloured(kind))
    return element("svg", square, width=10, height=10, aria_hidden="true")


def _coloured(kind: str) -> dict[str, str]:
    """The style sheet's colour by day and by night, and one for where style sheets are forbidden."""
    return {"class_": f"f-{kind}", "fill": _FILLS.get(kind, "#59616b")}


def _colour(run: Run) -> str:
    return run.letter if run.letter in "ABCD" else "0"
