"""The page's vocabulary in both languages: states with their signs, levels, and the clauses in Chinese."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pytest_linkface.contract import Level, clauses
from pytest_linkface.reports._page_markup import Html, both, element, html
from pytest_linkface.reports._page_run import NO_VERDICT

_STATES = {
    "broken": ("✗", "违反"),
    "known failure": ("≈", "已知问题"),
    "not exercised": ("○", "未检验"),
    "not run": ("–", "未运行"),
    NO_VERDICT: ("?", "无结论"),
    "not applicable": ("∅", "不适用"),
    "verified": ("✓", "已验证"),
    "observed": ("●", "已记录"),
}
_LEVELS = {
    "MUST": ("The manual says so", "手册明文规定"),
    "SHOULD": ("It plainly follows from the manual", "由手册显然可推知"),
    "OBSERVE": ("The manual leaves it open: recorded, never red", "手册未作规定:只记录,不判错"),
}


def key(state: str) -> str:
    """What a state is called in ids, classes and addresses."""
    return state.replace(" ", "-") if state in _STATES else "other"


def sign(state: str) -> str:
    """One character, for states have to be told apart without colours."""
    return _STATES.get(state, ("·", ""))[0]


def named(state: str) -> Html:
    """A state in words."""
    return both(state, _STATES.get(state, ("", state))[1])


def badge(state: str) -> Html:
    """A state as a coloured sign with its name."""
    mark = element("span", f"{sign(state)} ", aria_hidden="true")
    return element("span", html(mark, named(state)), class_=f"state t-{key(state)}")


def small_badge(state: str, letter: str) -> Html:
    """A state as one character under a run's letter; its name is there for those who hear the page."""
    mark = element("span", f"{letter} {sign(state)}", aria_hidden="true")
    said = element("span", f"{letter}: ", named(state), class_="sr")
    return element("span", html(mark, said), class_=f"state t-{key(state)}", title=f"{letter}: {state}")


def meaning(level: str) -> Html:
    """What it means that a clause is of a level."""
    return both(*_LEVELS[level]) if level in Level.__members__ else html()


def gloss(clause: str) -> Html:
    """What a clause says."""
    if clause not in clauses():
        return both("Not a clause of this version of the kit.", "此版本的工具中没有这一条。")
    return both(clauses()[clause].gloss, _glosses()[clause])


@cache
def _glosses() -> dict[str, str]:
    return tomllib.loads((files("pytest_linkface.reports") / "page" / "clauses.zh.toml").read_text("utf-8"))
