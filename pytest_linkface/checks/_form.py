"""The form of any answer, whatever was asked: JSON, its content type, its request id, no secret, no failure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

from pytest_linkface.checks._judgement import Judgement
from pytest_linkface.exchange import Answer, Call, Exchange
from pytest_linkface.redaction import Redactor

_JSON_TYPE = re.compile(r"(application|text)/([\w.-]+\+)?json\s*(;.*)?", re.IGNORECASE)
_LONG_ENOUGH = 8
"""A shorter secret may stand in an answer by accident, as "secret" does in "api_secret is wrong"."""


def form(judgement: Judgement, exchange: Exchange, answer: Answer) -> dict[str, Any] | None:
    """The answer's JSON object, read as leniently as possible; None where there is none."""
    content_type = answer.headers.get("content-type", "")
    judgement.see(
        "LF-ANS-CONTENT-TYPE", _JSON_TYPE.fullmatch(content_type.strip()), "content-type application/json",
        content_type or "no content type",
    )  # fmt: skip
    no_secret(judgement, exchange.call, answer)
    body = answer.json()
    flaw = _flaw(answer.body) if isinstance(body, dict) else "no JSON object"
    begins = exchange.redact(answer.beginning)[:120]
    judgement.see("LF-ANS-JSON", not flaw, "a JSON object by RFC 8259", f"{flaw}: {begins!r}")
    return body if isinstance(body, dict) else None


def no_secret(judgement: Judgement, call: Call, answer: Answer) -> None:
    """LF-ANS-NO-SECRET: neither headers nor body repeat the secret that was sent."""
    secret = dict(call.credentials).get("api_secret", "")
    if len(secret) < _LONG_ENOUGH:
        return
    text = "\n".join([answer.text, *answer.headers.values()])
    kept = Redactor([secret])(text) == text
    judgement.see("LF-ANS-NO-SECRET", kept, "an answer without the secret", "the secret stands in the answer")


def no_failure(judgement: Judgement, answer: Answer, *, redact: Callable[[str], str] = str) -> None:
    """LF-ANS-NO-500: the server did not fail over what it was sent."""
    expected = "no failure of the server: nothing in the request asked for one"
    failed = answer.http_code == 500 or answer.status == "INTERNAL_ERROR"
    judgement.see("LF-ANS-NO-500", not failed, expected, answer.summary(redact))


def _flaw(body: bytes) -> str:
    """What keeps a body that Python could read from being JSON by RFC 8259; empty when nothing does."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return "not UTF-8"
    if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}"):
        return "begins with a byte order mark"
    try:
        json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
    except ValueError as error:
        return str(error)
    return ""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose names are unique: of a name that comes twice each client takes the value that it likes."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice in one object")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
