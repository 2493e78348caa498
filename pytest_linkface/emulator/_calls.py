"""What was asked, for the test to look at: names, sizes and digests; never a secret, never a picture's bytes."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_linkface.contract import PARAMETERS, PATH
from pytest_linkface.emulator._content import sha256
from pytest_linkface.emulator._explanation import Explanation
from pytest_linkface.emulator._request import Request, Upload

if TYPE_CHECKING:
    from pytest_linkface.redaction import Redactor

MAX_CALLS = 1000
MAX_SHOWN = 200
MAX_FIELDS = 32
CREDENTIALS = ("api_id", "api_secret")
KNOWN = {parameter.name for parameter in PARAMETERS} | set(CREDENTIALS)
PLAIN = re.compile(r"true|false|[0-9a-f]{32}", re.IGNORECASE)
OWN = b"_namespace"
_HEADERS: dict[bytes, str | None] = {}
"""Of pictures by digest, for the same ones are sent again and again."""


class SentPicture(NamedTuple):
    """One part that came as a file."""

    field: str
    side: str | None
    size: int
    """How many bytes were sent."""
    sha256: str | None
    """None for what is no picture's field, or was too big to be kept."""
    header: str | None
    """Such as ``JPEG 640x480``; None when the bytes begin no documented format."""
    is_file: bool = True
    """False where it came as a form's text, as no server takes it."""


class Call(NamedTuple):
    """One request to the endpoint or to a path that does not exist, and how it was answered."""

    number: int
    """Counted from 1 since the last reset."""
    at: float
    """Unix time by the emulator's clock."""
    method: str
    path: str
    fields: tuple[tuple[str, str], ...]
    """Names with what may be shown: of credentials whether they came, of unknown fields the size."""
    pictures: tuple[SentPicture, ...]
    http_code: int
    status: str | None
    """None where a proxy's page was sent."""
    request_id: str | None
    image: str | None
    reason: str | None
    fault: str | None
    """The fault of the wire that a script asked for."""
    tls_verified: bool | None = None
    """Whether the client would have verified the certificate; None over a socket, where nobody can see it."""

    why: Explanation | None = None
    """None where no answer of the endpoint was sent."""

    @property
    def clause(self) -> str | None:
        """The id of the clause that this answer was decided by."""
        return None if self.why is None else self.why.clause

    @property
    def line(self) -> int | None:
        """The line of the manual that has this clause."""
        return None if self.why is None else self.why.line

    def as_json(self) -> dict[str, Any]:
        """For other languages, with the clause and the manual's words."""
        told = {name: getattr(self, name) for name in self._fields if name != "why"}
        return told | {
            "fields": dict(self.fields),
            "pictures": [picture._asdict() for picture in self.pictures],
            "clause": self.clause,
            "level": None if self.why is None else self.why.level,
            "line": self.line,
            "manual": None if self.why is None else self.why.manual,
            "scripted": self.why is not None and self.why.is_scripted,
        }


class Outcome(NamedTuple):
    """How a call ended, without its scores."""

    http_code: int
    status: str | None = None
    request_id: str | None = None
    image: str | None = None
    reason: str | None = None
    fault: str | None = None
    why: Explanation | None = None


class Journal:
    """The last calls, oldest first, and never more than a thousand."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: deque[Call] = deque(maxlen=MAX_CALLS)
        self._count = 0

    def note(self, request: Request, outcome: Outcome, at: float) -> None:
        """Keep what may be kept of one call."""
        told = _Telling(request)
        pictures, fields, path = told.pictures(), told.fields(), told.path()
        with self._lock:
            self._count += 1
            self._calls.append(
                Call(
                    self._count, at, request.method[:MAX_SHOWN], path, fields, pictures,
                    outcome.http_code, outcome.status, outcome.request_id, outcome.image, outcome.reason, outcome.fault,
                    request.tls_verified, outcome.why,
                )
            )  # fmt: skip

    def reset(self) -> None:
        """Begin anew."""
        with self._lock:
            self._calls.clear()
            self._count = 0

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls that are kept."""
        with self._lock:
            return tuple(self._calls)


class _Telling:
    """Tells one request without what nobody may know."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._texts = [
            (name.decode("utf-8", "backslashreplace"), value.decode("utf-8", "backslashreplace"))
            for name, value in (*request.form.fields, *request.query)
            if name != OWN
        ][:MAX_FIELDS]
        self._secrets = tuple({value for name, value in self._texts if name in CREDENTIALS and value})
        self._redactor: Redactor | None = None

    def path(self) -> str:
        path = self._request.path.decode("utf-8", "backslashreplace")
        return path if path == PATH else self._plain(path)

    def fields(self) -> tuple[tuple[str, str], ...]:
        return tuple((self._named(name), self._shown(name, value)) for name, value in self._texts)

    def pictures(self) -> tuple[SentPicture, ...]:
        return tuple(self._pictures())

    def _pictures(self) -> Iterator[SentPicture]:
        for upload in self._request.form.uploads:
            name = upload.name.decode("utf-8", "backslashreplace")
            side = name.split("_")[1] if name in KNOWN and name.startswith("image_") else None
            yield SentPicture(self._named(name), side, upload.size, _digest(upload), _header(upload), upload.is_file)

    def _named(self, name: str) -> str:
        return name if name in KNOWN else self._plain(name)

    def _shown(self, name: str, value: str) -> str:
        if name in CREDENTIALS:
            return "present" if value else "empty"
        if name not in KNOWN:
            return f"{len(value)} characters"
        if name.endswith("_url"):
            return self._plain(shown_url(value))
        if PLAIN.fullmatch(value) and value not in self._secrets:
            return value
        return self._plain(value) if len(value) < MAX_SHOWN else f"{len(value)} characters"

    def _plain(self, text: str) -> str:
        if max(map(len, self._secrets), default=0) > MAX_SHOWN:  # a pattern of all its spellings takes seconds to make
            return f"{len(text)} characters"
        if self._redactor is None:
            from pytest_linkface.redaction import Redactor  # plain calls have nothing to hide

            self._redactor = Redactor(self._secrets)
        return self._redactor(text)[:MAX_SHOWN]


def _digest(upload: Upload) -> str | None:
    return sha256(upload.content).hex() if upload.size == len(upload.content) else None


def _header(upload: Upload) -> str | None:
    digest = sha256(upload.content)
    if digest not in _HEADERS:
        if len(_HEADERS) >= MAX_CALLS:
            _HEADERS.clear()
        _HEADERS[digest] = _read(bytes(upload.content))
    return _HEADERS[digest]


def _read(content: bytes) -> str | None:
    from pytest_linkface import images  # with Pillow, which no call without a picture needs

    header = images.read(content)
    return None if header is None else f"{header.format} {header.width}x{header.height}"


def shown_url(text: str) -> str:
    """A url up to its query; whatever stands before an ``@`` is left out, wherever that is."""
    plain, mark, _ = text.partition("?")
    scheme, slashes, rest = plain.partition("#")[0].rpartition("//")
    scheme = scheme if scheme in ("http:", "https:") else ""
    return f"{scheme}{slashes}{rest.rpartition('@')[2]}{'?…' if mark else ''}"
