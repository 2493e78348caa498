"""A request's body as its fields and parts, byte by byte as they were sent; what cannot be read is an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from pytest_linkface.recording._errors import UnreadableRequest

MULTIPART = "multipart/form-data"
URLENCODED = "application/x-www-form-urlencoded"
NO_BODY = "none"
_MOST_FIELDS = 1000


@dataclass(frozen=True, slots=True)
class Sent:
    """One name with what was sent under it."""

    place: Literal["query", "form"]
    name: str
    content: bytes = field(repr=False)
    is_file: bool = False
    """It had a file name, whatever that was."""


def form(content_type: str, body: bytes) -> tuple[str, tuple[Sent, ...]]:
    """The encoding of a body, and everything in it.

    Raises:
        UnreadableRequest: it is no form, or not what its content type says.
    """
    if not body:
        return NO_BODY, ()
    encoding, options = parse_options_header(content_type)
    if encoding == MULTIPART:
        return encoding, tuple(_parts(options.get("boundary", ""), body))
    if encoding == URLENCODED:
        return encoding, pairs("form", body)
    raise UnreadableRequest(
        f"a body of type {encoding[:60] or 'nothing at all'!r} is not matched: "
        f"the endpoint takes {MULTIPART} and {URLENCODED}"
    )


def pairs(place: Literal["query", "form"], text: bytes) -> tuple[Sent, ...]:
    """The names and values of a query or of an urlencoded body, as the bytes that were meant."""
    # Latin-1 maps each byte to one character and back, so that nothing is lost to a wrong encoding.
    options = {"encoding": "latin-1", "keep_blank_values": True}
    try:
        found = parse_qsl(text.decode("latin-1"), max_num_fields=_MOST_FIELDS, **options)  # type: ignore[arg-type]  # a dict has one type of value
    except ValueError as error:
        raise UnreadableRequest(f"the {place} cannot be read: {error}") from None
    return tuple(Sent(place, _text(name), value.encode("latin-1")) for name, value in found)


def _parts(boundary: str, body: bytes) -> Iterator[Sent]:
    try:
        # Latin-1 again: a file name in any encoding passes.
        parser = PushMultipartParser(boundary, header_charset="latin-1", strict=True)
        found = list(_collected(parser, body))
        parser.close()
    except (MultipartError, ValueError) as error:
        raise UnreadableRequest(f"the multipart body cannot be read: {error}") from None
    _check_end(b"--%b--" % boundary.encode("latin-1"), body, sum(len(part.content) for part in found))
    yield from found


def _collected(parser: PushMultipartParser, body: bytes) -> Iterator[Sent]:
    segment: MultipartSegment | None = None
    content: list[bytes] = []
    for event in parser.parse(body):
        if isinstance(event, MultipartSegment):
            segment, content = event, []
        elif event is not None:
            content.append(event)
        elif segment is not None:
            whole = content[0] if len(content) == 1 else b"".join(content)
            yield Sent("form", _text(segment.name or ""), whole, _is_file(segment))


def _is_file(segment: MultipartSegment) -> bool:
    # The parser knows no filename*, which alone is a file name too.
    return segment.filename is not None or "filename*" in segment["Content-Disposition"].lower()


def _check_end(closing: bytes, body: bytes, size: int) -> None:
    """Nothing follows the closing boundary; the parser would pass over it without a word."""
    at = 0 if body.startswith(closing) else body.index(b"\r\n" + closing, size) + 2
    rest = body[at + len(closing) :]
    if rest not in (b"", b"\r\n"):
        raise UnreadableRequest(f"{len(rest)} bytes follow the end of the multipart body")


def _text(name: str) -> str:
    return name.encode("latin-1").decode("utf-8", "surrogateescape")
