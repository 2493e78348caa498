"""What identifies a call: method, path, each field, the sha256 of each part; not who asked, nor how it was spelled."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote, urlsplit

from pytest_linkface import images
from pytest_linkface.recording._form import NO_BODY, Sent, form, pairs

CREDENTIALS = ("api_id", "api_secret")
_in_json = json.JSONEncoder(separators=(",", ":")).encode
_LONGEST = 160
"""A text field that is longer is shown cut off."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field or part as a cassette tells it: a text nearly in full, a picture by its header."""

    place: Literal["query", "form"]
    name: str
    kind: Literal["text", "file"]
    size: int
    sha256: str
    text: str | None = None
    """What was sent, for people: cut off, and urls without their query."""
    picture: images.Header | None = None
    """Of a file, as far as its header could be read."""

    def described(self) -> str:
        """The entry in one line, for people."""
        if self.kind == "text" and self.text is not None:
            return f"{self.text!r}"
        header = self.picture
        what = f"{header.format} {header.width} x {header.height}" if header else "no readable header"
        turned = f", orientation {header.orientation}" if header and header.orientation else ""
        return f"{what}{turned}, {self.size:,} bytes, sha256 {self.sha256[:12]}"


@dataclass(frozen=True, slots=True)
class Described:
    """A call as a cassette tells it."""

    method: str
    path: str
    encoding: str
    entries: tuple[Entry, ...]
    credentials: Mapping[str, Literal["present", "absent"]]

    @property
    def key(self) -> str:
        """The call's identity as 64 hex digits."""
        parts = ((one.place, one.name, one.kind, one.sha256) for one in self.entries)
        return _key(self.method, self.path, self.encoding, parts)


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that an application makes."""

    method: str
    path: str
    encoding: str
    sent: tuple[Sent, ...] = field(repr=False)
    """Everything but the credentials, sorted by place and name; what has one name keeps its order."""
    digests: tuple[str, ...]
    secrets: Mapping[str, str] = field(repr=False)
    """The credentials that came with it."""

    @classmethod
    def read(cls, method: str, url: str, content_type: str, body: bytes) -> Asked:
        """Tell what a request asks for.

        Raises:
            UnreadableRequest: its body is no form, or not what its content type says.
        """
        parts = urlsplit(url)
        encoding, entries = form(content_type, body)
        everything = (*pairs("query", parts.query.encode("utf-8", "surrogateescape")), *entries)
        account = [one for one in everything if one.name in CREDENTIALS]
        secrets = {one.name: bytes(one.content).decode("utf-8", "replace") for one in account}
        rest = (one for one in everything if one.name not in CREDENTIALS)
        sent = tuple(sorted(rest, key=lambda one: (one.place, one.name)))
        digests = tuple(hashlib.sha256(one.content).hexdigest() for one in sent)
        if all(one.place == "query" for one in sent):
            encoding = NO_BODY  # at most credentials were in the body, and where they travel makes no difference
        return cls(method.upper(), unquote(parts.path) or "/", encoding, sent, digests, secrets)

    @property
    def key(self) -> str:
        """The call's identity as 64 hex digits, the same for a recording of it."""
        told = zip(self.sent, self.digests, strict=True)
        parts = ((one.place, one.name, _kind(one), digest) for one, digest in told)
        return _key(self.method, self.path, self.encoding, parts)

    def described(self) -> Described:
        """The call without its bytes; reads the headers of its pictures."""
        entries = tuple(map(_entry, self.sent, self.digests))
        given: dict[str, Literal["present", "absent"]] = {
            name: "present" if self.secrets.get(name) else "absent" for name in CREDENTIALS
        }
        return Described(self.method, self.path, self.encoding, entries, given)


def _key(method: str, path: str, encoding: str, parts: Iterable[tuple[str, str, str, str]]) -> str:
    told = _in_json([method, path, encoding, *parts])
    return hashlib.sha256(told.encode()).hexdigest()


def _kind(sent: Sent) -> Literal["text", "file"]:
    return "file" if sent.is_file else "text"


def _entry(sent: Sent, digest: str) -> Entry:
    size = len(sent.content)
    if sent.is_file:
        return Entry(sent.place, sent.name, "file", size, digest, picture=images.read(bytes(sent.content)))
    return Entry(sent.place, sent.name, "text", size, digest, text=_readable(bytes(sent.content)))


def _readable(content: bytes) -> str:
    """The begin of a text; of a url neither account nor query, which may be signed."""
    text = content[: 4 * _LONGEST].decode("utf-8", "backslashreplace")
    if text.lower().startswith(("http://", "https://")):
        text = _plain_url(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _plain_url(text: str) -> str:
    head, question, _ = text.partition("?")
    scheme, slashes, rest = head.partition("//")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}{'?…' if question else ''}"
