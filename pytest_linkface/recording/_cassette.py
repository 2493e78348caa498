"""One recorded interaction: a call told without its pictures and credentials, and the whole answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pytest_linkface.exchange import Answer
from pytest_linkface.images import Header
from pytest_linkface.recording._asked import CREDENTIALS, Described, Entry
from pytest_linkface.recording._errors import UnreadableCassette
from pytest_linkface.recording._layout import laid_out
from pytest_linkface.recording._spelling import body_of, spelled

FORMAT = "pytest-linkface cassette"
VERSION = 1
_DIGITS = 16
"""How much of a call's key stands in the name of its file."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where, when and by what an answer was recorded."""

    source: str
    """``live``, ``embedded emulator``, or the address of another server."""
    at: str
    """The moment, in UTC, as ISO 8601."""
    kit: str
    clause_set: str

    @property
    def moment(self) -> datetime:
        """The moment as a value."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True)
class Cassette:
    """One interaction."""

    call: Described
    number: int
    """Which of several equal calls it answers, counted from 1."""
    answer: Answer
    origin: Origin

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.call.key[:_DIGITS]}-{self.number}.json"

    @property
    def summary(self) -> str:
        """The answer in one line, with where and when it was given."""
        return f"{self.answer.summary()} ({self.origin.source}, {self.origin.at[:10]})"

    def as_text(self) -> str:
        """The file's content, with its checksum."""
        document = _document(self)
        return laid_out(document | {"sha256": _checksum(document)}) + "\n"


def read_cassette(text: str, file_name: str) -> Cassette:
    """The interaction that a file holds.

    Raises:
        UnreadableCassette: the text is cut off, was edited, has another version, or stands under a wrong name.
    """
    try:
        document = json.loads(text)
        _check_version(document)
        _check_sum(document)
        cassette = _cassette(document)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise UnreadableCassette(f"it is cut off or was edited ({error})") from None
    if cassette.file_name != file_name:
        raise UnreadableCassette(f"it was renamed or edited: its call belongs into {cassette.file_name}")
    return cassette


def _document(cassette: Cassette) -> dict[str, Any]:
    call, answer = cassette.call, cassette.answer
    return {
        "format": FORMAT,
        "version": VERSION,
        "recorded": asdict(cassette.origin),
        "call": {
            "method": call.method,
            "path": call.path,
            "encoding": call.encoding,
            "credentials": dict(call.credentials),
            "entries": [_entry(one) for one in call.entries],
            "number": cassette.number,
        },
        "answer": {"http_code": answer.http_code, "headers": dict(answer.headers), **spelled(answer.body)},
    }


def _entry(entry: Entry) -> dict[str, Any]:
    told = {"name": entry.name, "in": entry.place, "kind": entry.kind}
    shown = {"text": entry.text} if entry.kind == "text" else {"picture": _header(entry.picture)}
    return told | shown | {"size": entry.size, "sha256": entry.sha256}


def _header(header: Header | None) -> dict[str, Any] | None:
    return None if header is None else {name: told for name, told in header._asdict().items() if told is not None}


def _checksum(document: Mapping[str, Any]) -> str:
    """Over the values alone: spaces, indentation and the order of keys are free."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _check_version(document: Any) -> None:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UnreadableCassette("it is no cassette of this kit")
    if document.get("version") != VERSION:
        raise UnreadableCassette(
            f"it has version {document.get('version')!r:.20}, and this kit reads version {VERSION} only"
        )


def _check_sum(document: dict[str, Any]) -> None:
    if document.pop("sha256") != _checksum(document):
        raise ValueError("its checksum is not that of its content")


def _cassette(document: dict[str, Any]) -> Cassette:
    call, answer = document["call"], document["answer"]
    described = Described(
        call["method"],
        call["path"],
        call["encoding"],
        tuple(map(_read_entry, call["entries"])),
        {name: call["credentials"][name] for name in CREDENTIALS},
    )
    given = Answer(int(answer["http_code"]), dict(answer["headers"]), body_of(answer))
    return Cassette(described, int(call["number"]), given, Origin(**document["recorded"]))


def _read_entry(told: dict[str, Any]) -> Entry:
    header = told.get("picture")
    return Entry(
        told["in"], told["name"], told["kind"], told["size"], told["sha256"],
        told.get("text"), None if header is None else Header(**header),
    )  # fmt: skip
