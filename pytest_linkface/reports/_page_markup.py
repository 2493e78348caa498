"""HTML that cannot be anything else: whatever was not made here is text, and is escaped when it is put in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_UNSEEN = re.compile(
    r"[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\uffff]"
)
"""Characters that no page can hold, that nobody sees, or that turn the order of what is read around."""
_VOID = frozenset({"br", "input", "meta"})


class Html(str):
    """Markup of ours; a plain ``str`` is text, perhaps of a server that means ill."""

    __slots__ = ()


def visible(text: str) -> str:
    r"""A text with what cannot be seen spelled out, such as ``\u202e``; tabs and ends of lines stay."""
    return _UNSEEN.sub(lambda found: rf"\u{ord(found[0]):04x}", text)


def html(*children: str) -> Html:
    """Markup and texts one after the other."""
    return Html("".join(one if isinstance(one, Html) else escape(visible(one), quote=False) for one in children))


def element(tag: str, *children: str, **attributes: str | int | float | None) -> Html:
    """One element. ``class_`` is ``class``, other underscores are hyphens; an empty text is a bare attribute."""
    named = "".join(_attribute(name, value) for name, value in attributes.items() if value is not None)
    return Html(f"<{tag}{named}>" if tag in _VOID else f"<{tag}{named}>{html(*children)}</{tag}>")


def joined(parts: Iterable[str], by: str = "") -> Html:
    """Markup and texts with something in between."""
    between = html(by)
    return Html(between.join(html(part) for part in parts))


def both(english: str, chinese: str) -> Html:
    """The same in two languages, of which the page shows one; the English one where it has no style sheet."""
    first = element("span", english, class_="en", lang="en")
    return html(first, element("span", chinese, class_="zh", lang="zh-Hans", hidden=""))


def clipped(text: str, length: int) -> str:
    """At most so many characters of a text, and how many there were."""
    return text if len(text) <= length else f"{text[:length]} … ({len(text):,} characters, all in report.json)"


def _attribute(name: str, value: str | int | float) -> str:
    spelled = name.rstrip("_").replace("_", "-")
    return f' {spelled}="{escape(visible(str(value)))}"' if value != "" else f" {spelled}"
