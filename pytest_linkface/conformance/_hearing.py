"""What a case sent and got, turned into evidence: the first exchanges of it, without secrets and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pytest_linkface.client import curl_line, picture_lines
from pytest_linkface.evidence import Evidence
from pytest_linkface.exchange import Answer, Call, Exchange, Placement

if TYPE_CHECKING:
    from pytest_linkface.conformance._examiner import Examiner

MOST = 8
"""Exchanges of one case that are told: who wants to see a long history replays it."""
_LONGEST = 1_000
"""Characters of a body, and of each other text."""
_BEGINNING = 4_096
_LONGEST_LINE = 4_000
"""Characters of a command beyond which nobody pastes it."""
_NO_WORDS = re.compile(r'[^\s",]{81,}|(?:\b(?:[0-9A-Fa-f]{2}|\d|\d{3})\b[\s,:]+){32,}')
"""Bytes in hex, in base64, escaped or listed, perhaps of an uploaded photo: no sentence, no value of the contract."""
_NO_TEXT = 8
"""Bytes written as ``\\xff``, at the beginning of a body, beyond which it is no text; so is what is not UTF-8."""


class Hearing:
    """Remembers the exchanges of one case, each with what was expected of it; threads may share it."""

    def __init__(self) -> None:
        self._heard: list[Exchange] = []
        self._expected: dict[int, list[str]] = {}
        self._sent = 0

    def hear(self, exchange: Exchange) -> None:
        """Remember what was just sent."""
        self._sent += 1
        self._keep(exchange)

    def judge(self, exchange: Exchange, expected: str = "") -> None:
        """Remember what was expected, if anything was, of an exchange that an earlier case may have sent."""
        self._keep(exchange)
        told = self._expected.setdefault(id(exchange), [])
        if expected and expected not in told:
            told.append(expected)

    def told(self, examiner: Examiner) -> Iterator[Evidence]:
        """The evidence, in the order in which it was heard."""
        for exchange in self._heard:
            yield _evidence(exchange, "; ".join(self._expected.get(id(exchange), ())), examiner)

    @property
    def untold(self) -> int:
        """How many exchanges there were beyond those that are told."""
        return max(0, self._sent - MOST)

    def _keep(self, exchange: Exchange) -> None:
        if len(self._heard) < MOST and not any(known is exchange for known in self._heard):
            self._heard.append(exchange)


def repetition(call: Call, examiner: Examiner) -> tuple[str, tuple[str, ...]]:
    """The curl line of a call, and the commands that write its pictures unless those are kept."""
    kept = examiner.kept
    line = examiner.redact(curl_line(call, examiner.target.url, kept=kept))
    return line, (*(() if kept else picture_lines(call)), *_fleeting(call, examiner))


def request_line(call: Call) -> str:
    """Method, path, and the query with the names of the variables that hold the credentials."""
    named = _credentials(call) if call.placement is Placement.QUERY else []
    query = f"?{urlencode(named, safe='$[]{}%#:*')}" if named else ""
    return f"{call.method} {call.path}{query}"


def fields(call: Call) -> dict[str, str]:
    """What the form of a call says: recipes instead of pictures, names of variables instead of credentials."""
    return dict(_credentials(call) if call.placement is Placement.FORM else ()) | call.described()


def _credentials(call: Call) -> list[tuple[str, str]]:
    shown = dict(call.shown)
    return [(name, shown.get(name, "[redacted]")) for name, _ in call.credentials]


def _fleeting(call: Call, examiner: Examiner) -> Iterator[str]:
    """What a curl line sends that does not outlast the run, as comments of the shell beside it."""
    served = examiner.image_host.url("") if examiner.image_host else None
    for name, value in call.parameters():
        if served and name.endswith("_url") and str(value).startswith(served):
            yield f"# {name} was served during the run: 'python -m pytest_linkface replay' serves it anew"
        elif value in examiner.given_out:
            yield f"# {name} was given out during the run: 'python -m pytest_linkface replay' uploads anew"


def _evidence(exchange: Exchange, expected: str, examiner: Examiner) -> Evidence:
    redact, call, answer = examiner.redact, exchange.call, exchange.answer
    with examiner.keeping_nothing():
        curl, pictures = repetition(call, examiner)
    pasted = len(curl) + sum(map(len, pictures)) <= _LONGEST_LINE
    return Evidence(
        redact(request_line(call)),
        {name: _bounded(redact(text)) for name, text in fields(call).items()},
        _bounded(redact(expected)),
        _bounded(worded(redact(exchange.summary()))),
        _bounded(redact(answer.headers.get("content-type", ""))) if answer else "",
        _body(answer, examiner) if answer else "",
        curl if pasted else "",
        pictures if pasted else (),
    )


def _body(answer: Answer, examiner: Examiner) -> str:
    """How a body begins, without secrets and without a picture's bytes; UTF-16 would hide a secret between zeros."""
    if answer.beginning[:_BEGINNING].count(r"\x") > _NO_TEXT:
        return f"({len(answer.body):,} bytes, which are no text)"
    return _bounded(worded(examiner.redact(answer.beginning.replace("\0", ""))))


def worded(text: str) -> str:
    """A text without what may be the bytes of a picture: a server may send back what was uploaded."""
    return _NO_WORDS.sub(lambda run: f"{run[0][:24]}… ({len(run[0]):,} characters without a word)", text)


def _bounded(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text):,} characters)"
