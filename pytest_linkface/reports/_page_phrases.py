"""Chinese for what the kit says of a case, put together from what it names; a server's own words stay as they are."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from pytest_linkface.contract import STATUSES, clauses
from pytest_linkface.reports._page_markup import Html, both, clipped, html

_OUTCOME = r"\d{3} [A-Z_]+"
_EXPECTED = re.compile(rf"({_OUTCOME}(?: or {_OUTCOME})*)(?: for image (one|two))?")
_CAME = re.compile(rf"({_OUTCOME})((?: (?:image|reason)=.*)?)", re.DOTALL)
_SIDES = {"one": "第一张", "two": "第二张"}
_LONGEST = 2_000
"""Characters of a text beyond which it is somebody else's."""


def said(text: str, *, longest: int) -> Html:
    """What the kit said, at most so many characters of it, with its Chinese where there is some."""
    shown = clipped(text, longest)
    chinese = in_chinese(text)
    return both(shown, clipped(chinese, longest)) if chinese and chinese != text else html(shown)


@cache
def in_chinese(text: str) -> str | None:
    """The Chinese of a text, or of those of its parts that have one; None where the words are none of the kit's."""
    if not text or len(text) > _LONGEST:
        return None
    parts = [_phrase(part) for part in text.split("; ")]
    if not any(parts):
        return None
    return ";".join(known or part for known, part in zip(parts, text.split("; "), strict=True))


def _phrase(text: str) -> str | None:
    if found := _EXPECTED.fullmatch(text):
        outcomes = " 或 ".join(map(_outcome, found[1].split(" or ")))
        return f"{outcomes},针对{_SIDES[found[2]]}图片" if found[2] else outcomes
    if found := _CAME.fullmatch(text):
        return f"{_outcome(found[1])}{found[2]}"
    for pattern, chinese in _phrases():
        if found := pattern.fullmatch(text):
            return chinese.format(*(in_chinese(part) or part for part in found.groups()))
    return None


def _outcome(text: str) -> str:
    """A documented status with the manual's own words for it."""
    _, _, status = text.partition(" ")
    meant = _meanings().get(status)
    return f"{text}({meant})" if meant else text


@cache
def _meanings() -> dict[str, str]:
    """Status to what the manual's table of errors says of it, as far as its first full stop."""
    rows = {status: clauses().get(f"LF-ERR-{status.replace('_', '-')}") for status in STATUSES}
    told = {status: clause.sentence.split("|") for status, clause in rows.items() if clause}
    return {status: cells[2].partition("。")[0].strip() for status, cells in told.items() if len(cells) > 2}


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each phrase of the table as a pattern, with its Chinese."""
    text = (files("pytest_linkface.reports") / "page" / "phrases.zh.toml").read_text("utf-8")
    return tuple((_pattern(english), chinese) for english, chinese in tomllib.loads(text).items())


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL)
