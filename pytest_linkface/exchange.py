"""One call and what came back, as values without I/O."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pytest_linkface.contract import METHOD, PATH, SIDES, STATUSES
from pytest_linkface.images import Picture
from pytest_linkface.redaction import Redactor, Secret

_BEGINNING = 65_536
_DEEPEST = 64
"""The contract's own answers are three deep."""


@dataclass(frozen=True, slots=True)
class Account:
    """Credentials, and what is printed in their stead."""

    id: str = field(repr=False)
    secret: str = field(repr=False)
    shown_id: str = "$LINKFACE_API_ID"
    shown_secret: str = "$LINKFACE_API_SECRET"  # noqa: S105 - the name of a variable

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", Secret(self.id))
        object.__setattr__(self, "secret", Secret(self.secret))

    def __eq__(self, other: object) -> bool:
        # written out, for pytest prints the fields in which a generated one finds a difference
        return isinstance(other, Account) and (self.fields, self.shown) == (other.fields, other.shown)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The two parameters."""
        return ("api_id", self.id), ("api_secret", self.secret)

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """The two parameters as a command line that somebody may read spells them."""
        return ("api_id", self.shown_id), ("api_secret", self.shown_secret)


class Placement(StrEnum):
    """Where credentials travel; the manual's samples do both."""

    QUERY = "query"
    FORM = "form"


_MEDIA_TYPES = {suffix: f"image/{suffix}" for suffix in ("bmp", "png", "gif", "webp", "ico")}
_MEDIA_TYPES |= {"jpg": "image/jpeg", "tif": "image/tiff"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture sent as a file; its bytes are read when the request is built."""

    read: Callable[[], bytes] = field(repr=False, compare=False)
    recipe: str
    """How to name the picture without showing it: a recipe of ours, or size and sha256."""
    file_name: str
    content_type: str | None = None

    def __str__(self) -> str:
        return f"{self.recipe} as {self.file_name!r}, {self.content_type or 'no content type'}"

    @classmethod
    def of(cls, picture: Picture, *, file_name: str | None = None, content_type: str | None = None) -> Upload:
        """One of our own pictures under a plain or a given name, typed by the name's suffix as curl does it."""
        name = file_name or f"picture.{picture.suffix}"
        kind = content_type or _MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        return cls(picture.make, picture.recipe, name, kind)


@dataclass(frozen=True, slots=True)
class Url:
    """A picture that the service downloads."""

    url: str


@dataclass(frozen=True, slots=True)
class ImageId:
    """A picture that the service knows from an earlier call; bytes where the id is not even UTF-8."""

    id: str | bytes


Source = Upload | Url | ImageId
_FIELD = {Upload: "file", Url: "url", ImageId: "id"}


def _value(source: Source) -> str | bytes | Upload:
    match source:
        case Url(url):
            return url
        case ImageId(id):
            return id
    return source


class Written(StrEnum):
    """How the form of a call is written; all of these are multipart/form-data."""

    USUAL = "as requests writes it"
    CREDENTIALS_LAST = "files first and credentials last, as in the manual's Java sample"
    TWO_FIRST = "image two before image one"
    TYPED = "each part with a type and an encoding, as the manual's Java sample sends it"
    SMALL = "headers of parts in small letters"
    QUOTED = "the boundary in quotes"
    EXPECTING = "with Expect: 100-continue, as curl sends large ones"


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the endpoint, legal or not: each side has any number of sources."""

    one: tuple[Source, ...]
    two: tuple[Source, ...]
    credentials: tuple[tuple[str, str], ...] = field(repr=False)
    """api_id and api_secret, as far as they are sent."""
    placement: Placement = Placement.QUERY
    extra: tuple[tuple[str, str | bytes | Upload], ...] = ()
    """Further parameters: auto_rotate and odd ones."""
    path: str = PATH
    method: str = METHOD
    shown: tuple[tuple[str, str], ...] = ()
    """The credentials as a command line that somebody may read spells them."""
    written: Written = Written.USUAL

    def __post_init__(self) -> None:
        # pytest and Hypothesis print the fields of values, those without repr too
        object.__setattr__(self, "credentials", tuple((name, Secret(value)) for name, value in self.credentials))

    def parameters(self) -> Iterator[tuple[str, str | bytes | Upload]]:
        """Every parameter but the credentials, under the manual's names, side one first."""
        for side, sources in zip(SIDES, (self.one, self.two), strict=True):
            for source in sources:
                yield f"image_{side}_{_FIELD[type(source)]}", _value(source)
        yield from self.extra

    def described(self) -> dict[str, str]:
        """What was sent, for people: recipes instead of pictures, no credentials.

        A parameter that is sent again is numbered, such as ``image_one_file (2)``.
        """
        told: dict[str, str] = {}
        times: Counter[str] = Counter()
        for name, value in self.parameters():
            times[name] += 1
            numbered = name if times[name] == 1 else f"{name} ({times[name]})"
            told[numbered] = value if isinstance(value, str) else str(value)
        return told if self.written is Written.USUAL else told | {"(form)": str(self.written)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP."""

    http_code: int
    headers: Mapping[str, str] = field(repr=False)
    """Lower-case names; not in the repr, for a redirect repeats the query."""
    body: bytes = field(repr=False)
    seconds: float = field(default=0.0, compare=False)

    @property
    def text(self) -> str:
        """The body as UTF-8 without a byte order mark; other bytes are kept readable."""
        return self.body.decode("utf-8-sig", "backslashreplace")

    @property
    def beginning(self) -> str:
        """Enough of the text to take secrets out of it and to show a line of the rest; a body may have megabytes."""
        return self.text[:_BEGINNING]

    def json(self) -> Any:
        """The body as JSON, read as leniently as Python can; None where it is none, or nested beyond all reason."""
        try:
            value = json.loads(self.body.decode("utf-8-sig", "replace"))
        except (ValueError, RecursionError):
            return None
        return None if _is_deep(value) else value

    @property
    def status(self) -> str | None:
        """The body's ``status`` where there is one, as text."""
        body = self.json()
        status = body.get("status") if isinstance(body, dict) else None
        return status if isinstance(status, str) else None

    def summary(self, redact: Callable[[str], str] = str) -> str:
        """One line: HTTP code, status, image and reason, or how the body begins.

        Ids are left out, or two failures of one kind would differ and a known one would not be known again. Secrets
        have to be taken out before a text is cut: afterwards nobody would know half of one.
        """
        body = self.json()
        if self.status not in STATUSES:
            kind = self.headers.get("content-type", "without content type")
            told = redact(_outline(body) if isinstance(body, dict) else self.beginning)[:120]
            return f"{self.http_code} {kind}: {told!r}"
        details = "".join(f" {name}={redact(repr(body[name])):.120}" for name in ("image", "reason") if name in body)
        return f"{self.http_code} {self.status}{details}"


def _outline(body: dict[str, Any]) -> str:
    """What an object says of status, image and reason, and which other names it has."""
    said = [f"{name}={body[name]!r}"[:_BEGINNING] for name in ("status", "image", "reason") if name in body]
    others = sorted(name for name in body if name not in ("status", "image", "reason"))
    return ", ".join([*said, *others])[:_BEGINNING] or "{}"


def _is_deep(value: Any) -> bool:
    """Whether lists and objects are nested deeper than it is safe to print or to validate them."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _within(outer)]
        if not level:
            return False
    return True


def _within(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Exchange:
    """A call with its answer, or with why none came."""

    call: Call
    answer: Answer | None
    failure: str = ""

    def redact(self, text: str) -> str:
        """A text without the credentials of this call."""
        return Redactor(value for _, value in self.call.credentials)(text)

    def summary(self) -> str:
        """What came, in one line, without the credentials of this call."""
        return self.answer.summary(self.redact) if self.answer else f"no answer: {self.failure}"
