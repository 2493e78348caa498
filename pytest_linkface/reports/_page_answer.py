"""First the answer, then what to do: one card for each run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_linkface.contract import Level, clauses
from pytest_linkface.reports._page_markup import Html, both, clipped, element, html, joined
from pytest_linkface.reports._page_phrases import in_chinese, said
from pytest_linkface.reports._page_run import GAPS, Run
from pytest_linkface.reports._page_words import gloss
from pytest_linkface.verdict import State

_WORDS = {
    0: ("Verified", "已验证"),
    1: ("Broken", "有条款被违反"),
    10: ("Too little verified", "验证不足"),
    None: ("No verdict", "没有结论"),
}
_COUNTED = re.compile(r"\d of \d+ MUST|not one MUST clause")
_ACCOUNT = "an account in this condition in "
_LISTED = 8
_LONGEST = 600


def answer(run: Run, *, beside: int = 0) -> Html:
    """The card of a run; ``beside`` says how many others there are."""
    letter = element("span", run.letter, class_="letter") if beside else html()
    return element(
        "section",
        element("h2", letter, both(*_word(run)), class_="word"),
        element("p", *_sentence(run)),
        _facts(run),
        element("div", element("h3", both("What to do next", "下一步")), element("ul", *_steps(run)), class_="next"),
        class_=f"answer c{run.code}",
    )


def _word(run: Run) -> tuple[str, str]:
    if run.code == 1 and not run.counted(State.BROKEN):
        return "Known failures are stale", "已知问题清单已过时"
    return _WORDS.get(run.code, (f"Exit code {run.code}", f"退出码 {run.code}"))


def _sentence(run: Run) -> Iterator[Html]:
    if run.footer is None:
        yield both(
            f"The run was interrupted after {len(run.results)} cases: there is no verdict.",
            f"运行在 {len(run.results)} 个用例后中断,没有结论。",
        )
        return
    told = str(run.footer["answer"]).partition(": ")[2]
    yield both(clipped(told, _LONGEST), html(*_in_chinese(run, told)))


def _in_chinese(run: Run, told: str) -> Iterator[str]:
    """The same from the verdict itself, and why a target was lost as far as there is Chinese for it."""
    for level in run.header["judged"]:
        broken, whole = len(run.of(level, State.BROKEN)), len(run.of(level))
        also = f",违反 {broken} 条" if broken else ""
        yield f"{level} 条款 {whole} 条中验证了 {len(run.of(level, State.VERIFIED))} 条{also}。"
    _, then, trouble = told.partition(" Then ")
    trouble = trouble.removesuffix(".") if then else told if _is_lost(run) else ""
    if trouble and (chinese := in_chinese(trouble)):
        yield f"{clipped(chinese, _LONGEST)}。"
    elif trouble:
        yield element("span", f"(原文:{clipped(trouble, _LONGEST)})", lang="en", class_="soft")


def _facts(run: Run) -> Html:
    faces = run.header.get("faces")
    calls = run.calls if run.footer is None else run.footer["calls"]
    started = str(run.header["started"]).replace("T", " ").replace("+00:00", " UTC")
    facts = [
        html(both("asked: ", "被测:"), element("strong", clipped(run.target, _LONGEST))),
        html(both("on ", "时间:"), element("time", started)),
        both(f"{len(run.results)} cases, {calls} calls", f"{len(run.results)} 个用例,{calls} 次调用"),
        html(str(run.header["kit"]), both(", clauses ", ",条款集 "), element("code", str(run.header["clause_set"]))),
    ]
    if faces:
        facts.append(both(
            f"with portraits of yours (cast {faces}): drawn people are shown in their place, no photo is in this page",
            f"使用了您自己的人像(组 {faces}):此页以绘制的人物代替,不含任何照片",
        ))  # fmt: skip
    return element("ul", *(element("li", fact) for fact in facts), class_="facts")


def _steps(run: Run) -> Iterator[Html]:
    for step in _told(run):
        yield element("li", step)


def _told(run: Run) -> Iterator[Html]:
    """What ends the run otherwise; the most pressing comes first."""
    if run.footer is None:
        yield both("Run it again, to its end.", "请重新运行至结束。")
        if run.findings:
            yield html(both("Until then it had found something on ", "中断前已发现问题:"), _links(list(run.findings)))
        return
    if run.code == 0:
        yield both("Nothing has to be done.", "无需处理。")
    broken = run.counted(State.BROKEN)
    if broken:
        yield from _broken(run, broken)
    for entry in run.footer["stale"]:
        yield html(both("This known failure has to go: ", "此已知问题须删去:"), clipped(str(entry), _LONGEST))
    if run.code == 10:
        yield from _too_little(run)
    tolerated = [name for name in run.of(Level.SHOULD, State.BROKEN) if name not in broken]
    if tolerated:
        yield html(both("Broken, but this run did not judge SHOULD: ", "已违反,但本次不判 SHOULD:"), _links(tolerated))
    if not _is_lost(run):
        yield from _gaps(run)


def _broken(run: Run, broken: list[str]) -> Iterator[Html]:
    """Who breaks what, in what way, and what can be done about it."""
    rest = [element("li", _links(broken[_LISTED:]))] if broken[_LISTED:] else []
    who = clipped(run.target, 200)
    yield html(
        both(
            f"For whoever runs {who}: it breaks {_number(len(broken))}. "
            "Each opens to what was sent, and to lines that repeat it.",
            f"请交给 {who} 的维护者:违反了 {len(broken)} 条。点开可见发送的内容,以及可重现的命令。",
        ),
        element("ul", *(element("li", _breach(run, name)) for name in broken[:_LISTED]), *rest),
    )
    yield both(
        "To accept one for a while, put the entry that the run printed into the file of --linkface-known-failures.",
        "若要暂时接受,请把运行时打印的条目放进 --linkface-known-failures 的文件。",
    )


def _breach(run: Run, name: str) -> Html:
    found = [str(finding["observed"]) for _, finding in run.findings.get(name, [])]
    came = [both(" Came: ", " 收到:"), element("span", said(found[0], longest=160), class_="came")] if found else []
    return html(_links([name]), " ", gloss(name), *came)


def _too_little(run: Run) -> Iterator[Html]:
    told = str(run.footer["answer"]) if run.footer else ""
    share = f"{float(run.footer['must_coverage']):g}" if run.footer else "0"
    if "budget" in told:
        yield both("Allow more with --linkface-budget, or ask less with --linkface-effort.",
                   "用 --linkface-budget 允许更多调用,或用 --linkface-effort 少问一些。")  # fmt: skip
        return
    if _is_lost(run):
        yield both("Check the address, that the server runs there, and the account; then ask again.",
                   "请检查地址、服务是否在运行、账户是否有效,然后重试。")  # fmt: skip
        return
    asked = f"{float(run.header['fail_under']):g}"
    yield both(
        f"{share} % of the MUST clauses were verified, {asked} % are asked for: provide what is named below, "
        "or accept a part with --linkface-fail-under.",
        f"MUST 条款验证了 {share} %,要求 {asked} %:请提供下列条件,或用 --linkface-fail-under 接受一部分。",
    )


def _is_lost(run: Run) -> bool:
    """Whether the target could not be judged at all: then the answer says why, and not how many were verified."""
    told = str(run.footer["answer"]) if run.footer else ""
    return run.code == 10 and not _COUNTED.search(told)


def _gaps(run: Run) -> Iterator[Html]:
    """The clauses that nothing is known of, by what they would need."""
    by_need: dict[str, list[str]] = {}
    accounts: list[str] = []
    for name in run.counted(*GAPS):
        need = "" if run.state(name) == State.NOT_RUN else run.note(name)
        if need.startswith(_ACCOUNT):
            accounts.append(name)
        else:
            by_need.setdefault(need, []).append(name)
    if accounts:
        asked = both(
            f"{_number(len(accounts))} would need accounts in a special condition, each as id:secret in its variable: ",
            f"{len(accounts)} 条需要处于特定状态的账户,以 id:secret 放进各自的环境变量:",
        )
        yield html(asked, joined((_account(run, name) for name in accounts), ", "))
    for need, names in by_need.items():
        count = len(names)
        if not need:
            what = both("not run: deselected, left to a larger --linkface-effort, or the run ended before: ",
                        "未运行(未选中、留给更大的 --linkface-effort,或运行已提前结束):")  # fmt: skip
        elif any(name in clauses() and clauses()[name].needs == need for name in names):
            what = html(both("would need ", "需要 "), said(need, longest=_LONGEST), ": ")
        else:
            what = html(both("not exercised, ", "未检验,"), said(need, longest=_LONGEST), ": ")
        yield html(both(f"{_number(count)} ", f"{count} 条"), what, _links(names))


def _account(run: Run, name: str) -> Html:
    variable = run.note(name).removeprefix(_ACCOUNT).partition(" ")[0]
    return element("a", variable, href=f"#{name}", class_="id")


def _number(count: int) -> str:
    return "1 clause" if count == 1 else f"{count} clauses"


def _links(names: list[str]) -> Html:
    shown = [element("a", name, href=f"#{name}", class_="id") for name in names[:_LISTED]]
    more = len(names) - _LISTED
    return joined([*shown, *([both(f"{more} more", f"另外 {more} 条")] if more > 0 else [])], ", ")
