"""A recording made fit for the disk: no credential in it in any spelling, or it is not written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pytest_linkface.exchange import Answer
from pytest_linkface.recording._asked import Described, Entry
from pytest_linkface.recording._cassette import Cassette
from pytest_linkface.recording._errors import CassetteError
from pytest_linkface.redaction import Redactor

HEADERS = ("content-language", "content-type", "location", "retry-after")
"""The headers of an answer that are kept: cookies, traces and the like could identify an account."""


def seal(cassette: Cassette, secrets: Iterable[str]) -> tuple[Cassette, str]:
    """The recording without credentials, and the text of its file.

    Raises:
        CassetteError: a credential would remain, or taking it out would change what the answer says.
    """
    redact = Redactor(secrets)
    clean = replace(cassette, call=_call(cassette.call, redact), answer=_answer(cassette.answer, redact))
    text = clean.as_text()
    if redact(text) != text:
        raise CassetteError("nothing was recorded: a credential would have been written to the disk")
    if clean.answer.status != cassette.answer.status:
        raise CassetteError("nothing was recorded: the account's id or secret is a word of the answer itself")
    return clean, text


def _call(call: Described, redact: Redactor) -> Described:
    return replace(call, entries=tuple(_entry(entry, redact) for entry in call.entries))


def _entry(entry: Entry, redact: Redactor) -> Entry:
    return entry if entry.text is None else replace(entry, text=redact(entry.text))


def _answer(answer: Answer, redact: Redactor) -> Answer:
    headers = {name: redact(value) for name, value in answer.headers.items() if name in HEADERS}
    try:
        body = redact(answer.body.decode()).encode()
    except UnicodeDecodeError:
        body = answer.body  # what it may hold is found in the file's text
    return Answer(answer.http_code, headers, body)
