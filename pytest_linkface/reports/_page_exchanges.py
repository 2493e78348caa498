"""What every case sent and got: each text held once, packed, and put together by the page's script when asked for.

Unpacked, the exchanges of a thousand cases are larger than all the rest of the page.
"""

from __future__ import annotations

import base64
import json
import re
import shlex
import zlib
from collections.abc import Iterable, Sequence

from pytest_linkface.reports._page_markup import Html, element, html, visible
from pytest_linkface.reports._page_phrases import in_chinese
from pytest_linkface.reports._page_run import Row, Run
from pytest_linkface.reports._page_thumbnails import Thumbnail, recipe_in, thumbnail

_SIZES = ((8, 1_000), (8, 400), (4, 300), (2, 240), (1, 120))
"""Exchanges of a case and characters of a body that are shown: the most that there is room for."""
_PIECES = re.compile(r"""(?= -F )|(?= --form-string )|(?<=picture ")|(?=" image_)|(?= as ')""")
"""Where commands and uploads begin to differ from each other: around recipes, and before each part of a form."""

Text = int | list[int]
"""A text by the numbers of its pieces."""


def exchanges(runs: Sequence[Run], *, room: int) -> tuple[Html, set[str]]:
    """The store that the script reads, of at most ``room`` bytes, and the people whose portraits its drawings need."""
    for most, longest in _SIZES:
        store = Store()
        for run in runs:
            store.add(run, most=most, longest=longest)
        made = store.made()
        if len(made.encode()) <= room:
            return made, store.people
    return html(), set()


class Store:
    """Collects texts and drawings, equal ones once."""

    def __init__(self) -> None:
        self.people: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._chinese: dict[int, str] = {}
        self._drawings: dict[Html, int] = {}
        self._drawn: dict[int, tuple[int, Text, Text]] = {}
        self._cases: dict[str, list[object]] = {}

    def add(self, run: Run, *, most: int, longest: int) -> None:
        """The exchanges of a run's cases, so many of each, with so much of each body."""
        for number, result in enumerate(run.results):
            told = result.get("exchanges", ())
            if told:
                rows = [self._exchange(one, run, longest) for one in told[:most]]
                left = len(told[most:]) + int(result.get("untold", 0))
                self._cases[f"{run.letter}{number}"] = [self._text(_replay(str(result["case"]))), left, *rows]

    def made(self) -> Html:
        """An element that shows nothing: the drawings, and the texts as JSON, deflated, in base64."""
        if not self._cases:
            return html()
        values = {"texts": list(self._numbers), "zh": self._chinese, "drawn": self._drawn, "cases": self._cases}
        drawings = [element("div", drawing, id=f"d{number}") for drawing, number in self._drawings.items()]
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        packed = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
        return element("template", *drawings, element("p", packed), id="exchanges")

    def _exchange(self, one: Row, run: Run, longest: int) -> list[object]:
        sent = [[self._text(str(name)), self._sent(str(value), run)] for name, value in one["sent"].items()]
        told = [self._text(str(one["request"])), sent, self._said(str(one["expected"])), self._said(str(one["came"]))]
        body = str(one["body"])
        cut = body if len(body) <= longest else f"{body[:longest]}…"
        return [*told, self._text(str(one["content_type"])), self._whole(cut), self._command(one)]

    def _sent(self, value: str, run: Run) -> Text:
        recipe = recipe_in(value)
        found = thumbnail(recipe) if recipe else None
        text = self._text(value)
        if found:
            self._draw(text, found, by_other_faces=bool(run.header.get("faces") and found.people))
        return text

    def _draw(self, text: Text, found: Thumbnail, *, by_other_faces: bool) -> None:
        first = text if isinstance(text, int) else text[0]
        number = self._drawings.setdefault(found.drawing, len(self._drawings))
        note = "; a portrait of yours was sent, this is the drawn person", ";实际发送的是您的人像,此处为绘制的人物"
        more = note if by_other_faces else ("", "")
        captions = [self._whole(f"{caption}{end}") for caption, end in zip(found.captions, more, strict=True)]
        self._drawn[first] = number, captions[0], captions[1]
        self.people.update(found.people)

    def _command(self, one: Row) -> list[Text]:
        """The lines that repeat an exchange; none where a page cannot show one as it is."""
        lines = [*map(str, one["pictures"]), str(one["curl"])]
        can_be_shown = all(visible(line) == line for line in lines)
        return [self._text(line) for line in lines] if one["curl"] and can_be_shown else []

    def _said(self, text: str) -> int:
        number = self._whole(text)
        chinese = in_chinese(text)
        if chinese and chinese != text:
            self._chinese[number] = visible(chinese)
        return number

    def _text(self, text: str) -> Text:
        pieces = _numbered(self._numbers, filter(None, _PIECES.split(visible(text))))
        return pieces[0] if len(pieces) == 1 else pieces

    def _whole(self, text: str) -> int:
        return _numbered(self._numbers, [visible(text)])[0]


def _numbered(numbers: dict[str, int], pieces: Iterable[str]) -> list[int]:
    return [numbers.setdefault(piece, len(numbers)) for piece in pieces]


def _replay(case: str) -> str:
    """The command that asks a case again; empty where a page cannot show it as it is."""
    return f"python -m pytest_linkface replay report.json {shlex.quote(case)}" if visible(case) == case else ""
