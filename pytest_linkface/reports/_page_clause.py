"""What a clause opens to: the manual's words, why it came out so, its cases, and each finding with its repetition."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from itertools import groupby

from pytest_linkface.contract import clauses
from pytest_linkface.reports._page_markup import Html, both, clipped, element, html, visible
from pytest_linkface.reports._page_phrases import said
from pytest_linkface.reports._page_run import NO_VERDICT, Row, Run
from pytest_linkface.reports._page_thumbnails import Thumbnail, recipe_in, thumbnail
from pytest_linkface.reports._page_words import badge, named, sign
from pytest_linkface.verdict import State

_FULL = 3
"""Findings of one clause in one run that are told with their repetition; the report has all."""
_SOME = 3
"""Cases that are named of a clause that has none of its own."""
_NAMED = 12
"""Findings of one clause in one run that are named without being told."""
_LONGEST = 1_500
_LONGEST_LINE = 4_000
"""Characters of a command beyond which nobody pastes it out of a page."""


def inside(name: str, runs: Sequence[Run], *, full: int = _FULL) -> Html:
    """Everything about one clause; of each run's findings so many in full."""
    told = [_of_run(name, run, full=full, alone=len(runs) == 1) for run in runs]
    return element("div", _manual(name), *told, class_="inside", id=name)


def drawn(name: str, runs: Sequence[Run], *, full: int = _FULL) -> Iterator[Thumbnail]:
    """The drawings that ``inside`` of the same arguments holds."""
    for run in runs:
        for _, finding in run.findings.get(name, [])[:full]:
            for sent in finding["sent"].values():
                recipe = recipe_in(str(sent))
                if recipe and (found := thumbnail(recipe)):
                    yield found


def _manual(name: str) -> Html:
    clause = clauses().get(name)
    if clause is None:
        return html()
    said = groupby(clause.quotes, key=lambda quote: quote.text)
    return element("blockquote", *(_quote(text, [quote.line for quote in quotes]) for text, quotes in said))


def _quote(text: str, lines: list[int]) -> Html:
    numbers = f"{lines[0]}" if len(lines) == 1 else f"{lines[0]} – {lines[-1]}"
    place = element("span", both(f"manual, line {numbers}", f"手册第 {numbers} 行"), class_="soft small")
    return element("p", element("span", text, lang="zh-Hans"), " ", place)


def _of_run(name: str, run: Run, *, full: int, alone: bool) -> Html:
    letter = element("span", run.letter, class_="letter")
    title = html() if alone else element("h4", letter, clipped(run.target, 200), " ", badge(run.state(name)))
    return html(title, element("p", _reason(name, run)), *_findings(name, run, full), _cases(name, run))


def _reason(name: str, run: Run) -> Html:
    state, note = run.state(name), said(run.note(name), longest=_LONGEST)
    own, seen, findings = len(run.cases.get(name, [])), run.kept.get(name, 0), len(run.findings.get(name, []))
    if state == NO_VERDICT:
        return both("The run was interrupted before there was a verdict.", "运行在得出结论前中断。")
    if state == State.BROKEN:
        return both(f"Broken: {_several(findings, 'finding')}.", f"违反:{findings} 处发现。")
    if state == State.VERIFIED and own:
        return both(f"Verified: its {_several(own, 'case')} came out well.", f"已验证:{own} 个用例全部通过。")
    if state == State.VERIFIED:
        return both(f"Verified: the answers to {_several(seen, 'case')} kept it, and none broke it.",
                    f"已验证:{seen} 个用例的应答都遵守它,没有违反。")  # fmt: skip
    return html(named(state), ": ", note or both("no reason is given", "未注明原因"))


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _findings(name: str, run: Run, full: int) -> Iterator[Html]:
    found = run.findings.get(name, [])
    for case, finding in found[:full]:
        yield _finding(case, finding, run)
    if found[full:]:
        named = found[full : full + _NAMED]
        rest = [element("li", element("code", clipped(case, 200)), ": ", clipped(str(one["observed"]), 200))
                for case, one in named]  # fmt: skip
        number, beyond = len(found) - full, len(found) - full - len(named)
        rest += [element("li", both(f"and {beyond} others", f"以及其他 {beyond} 处"))] if beyond else []
        title = both(f"{number} more, with their lines in report.json", f"另外 {number} 处,命令见 report.json")
        yield html(element("p", title), element("ul", *rest))


def _finding(case: str, finding: Row, run: Run) -> Html:
    rows = [
        (both("case", "用例"), element("code", clipped(case, 200))),
        (both("sent", "发送"), _sent(finding, run)),
        (both("expected", "应得"), said(str(finding["expected"]), longest=_LONGEST)),
        (both("came", "收到"), element("span", said(str(finding["observed"]), longest=_LONGEST), class_="came")),
    ]
    if finding["flaky"]:
        flaky = both("asked once more, it did not come again", "再问一次时没有重现")
        rows.append((both("flaky", "不稳定"), flaky))
    if run.excuses(case, finding):
        rows.append((both("known", "已知"), both("a known failure excuses it", "已列为已知问题")))
    if finding["curl"]:
        rows.append((both("repeat", "重现"), html(_repetition(finding), _replay(case))))
    listed = [html(element("dt", term), element("dd", value)) for term, value in rows]
    return element("div", element("dl", *listed), class_="finding")


def _sent(finding: Row, run: Run) -> Html:
    figures = [_figure(str(name), str(value), run) for name, value in finding["sent"].items()]
    return element("div", *figures, class_="sent") if figures else both("nothing but the account", "除账户外无")


def _figure(name: str, value: str, run: Run) -> Html:
    recipe = recipe_in(value)
    drawing = thumbnail(recipe) if recipe else None
    words = [element("strong", name), element("br"), element("code", clipped(value, _LONGEST))]
    if drawing is None:
        return element("figure", element("figcaption", *words))
    caption = [*words[:2], both(*drawing.captions), element("br"), words[2]]
    if run.header.get("faces") and drawing.people:
        caption += [element("br"), both("A portrait of yours was sent; this is the drawn person.",
                                        "实际发送的是您的人像;此处为绘制的人物。")]  # fmt: skip
    return element("figure", drawing.drawing, element("figcaption", *caption))


def _repetition(finding: Row) -> Html:
    text = "\n".join([*map(str, finding["pictures"]), str(finding["curl"])])
    if len(text) > _LONGEST_LINE or visible(text) != text:
        return both("The line is too long for a page, or holds what a page cannot show: take it from report.json.",
                    "命令过长,或含有页面无法显示的字符:请从 report.json 中取用。")  # fmt: skip
    return element("div", element("pre", text, tabindex=0), class_="copyable")


def _replay(case: str) -> Html:
    if len(case) > _LONGEST or visible(case) != case:
        return html()
    command = element("code", f"python -m pytest_linkface replay report.json {shlex.quote(case)}")
    return element("p", both("or, from the recipes: ", "或按配方重放:"), command, class_="small")


def _cases(name: str, run: Run) -> Html:
    """The clause's own cases; of one that has none, some whose answers kept it."""
    own = run.cases.get(name, [])
    found = own or [result for result in run.results if name in result["verified"]][:_SOME]
    if not found:
        return html()
    heads = [("case", "用例"), ("calls", "调用"), ("ms", "毫秒"), ("note, or what came", "备注或收到的应答")]
    titles = [element("th", both(*words), scope="col") for words in heads]
    title = both(f"Cases of {name}", f"{name} 的用例") if own else both("Some of them:", "其中几个:")
    return element(
        "table",
        element("caption", title, class_="sr" if own else None),
        element("thead", element("tr", *titles)),
        element("tbody", *(_case(name, one, run) for one in found)),
        class_="cases",
    )


def _case(name: str, result: Row, run: Run) -> Html:
    """A row, which the page's script lets open to the case's exchanges where the report has them."""
    whole, state = str(result["case"]), str(result["state"])
    short = whole.removeprefix(f"{name}[").removesuffix("]") if whole.startswith(f"{name}[") else whole
    mark = element("span", sign(state), role="img", aria_label=state)
    number = f"{run.letter}{run.numbers[whole]}" if result.get("exchanges") else None
    return element(
        "tr",
        element("td", mark, " ", clipped(short, 200)),
        element("td", f"{result['calls']}"),
        element("td", f"{1000 * float(result['seconds']):.0f}"),
        element("td", said(str(result["note"]), longest=300) or clipped(_last(result), 300)),
        data_of=number,
    )


def _last(result: Row) -> str:
    """What the last answer said that something was expected of."""
    judged = [str(one["came"]) for one in result.get("exchanges", ()) if one["expected"]]
    return judged[-1] if judged else ""
