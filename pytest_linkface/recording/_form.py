"""A request's body as its fields and parts, byte by byte as they were sent; what cannot be read is an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
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
    content: bytes | memoryview = field(repr=False)
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
    """The parts in their order; their contents are views, for copying 10 MB takes longer than finding their ends."""
    if not boundary or not body.startswith(opening := b"--" + boundary.encode("latin-1")):
        raise _unreadable("it does not begin with the boundary of its content type")
    view, delimiter, at = memoryview(body), b"\r\n" + opening, len(opening)
    while (mark := body[at : at + 2]) == b"\r\n":
        head = body.find(b"\r\n\r\n", at)
        end = body.find(delimiter, head + 4)
        if head < 0 or end < 0:
            raise _unreadable("a part is cut off")
        name, is_file, sizes = _told(body[at + 2 : head])
        if sizes not in ((), (b"%d" % (end - head - 4),)):
            raise _unreadable("a part is not as long as its Content-Length says")
        yield Sent("form", name, view[head + 4 : end], is_file)
        at = end + len(delimiter)
    if mark != b"--" or body[at + 2 :] not in (b"", b"\r\n"):
        raise _unreadable("it is cut off, or goes on after its end")


@lru_cache(maxsize=256)
def _told(head: bytes) -> tuple[str, bool, tuple[bytes, ...]]:
    """A part's name, whether it has a file name, and the sizes it states; a project's calls have few heads."""
    lines = head.split(b"\r\n")
    sized = [line for line in lines if line.lower().startswith(b"content-length:")]
    sizes = tuple(line.partition(b":")[2].lstrip(b" \t") for line in sized)
    segment = _segment(b"\r\n".join(line for line in lines if line not in sized))
    # The parser knows no filename*, which alone is a file name too.
    is_file = segment.filename is not None or "filename*" in segment["Content-Disposition"].lower()
    return _text(segment.name or ""), is_file, sizes


def _segment(head: bytes) -> MultipartSegment:
    """The headers of a part, read by the library as those of an empty part."""
    # Latin-1 again: a file name in any encoding passes.
    parser = PushMultipartParser("-", header_charset="latin-1", strict=True)
    try:
        for event in parser.parse(b"---\r\n%b\r\n\r\n\r\n-----" % head):
            if isinstance(event, MultipartSegment):
                return event
    except (MultipartError, ValueError) as error:
        raise _unreadable(str(error)) from None
    raise _unreadable("a part has no headers")


def _unreadable(reason: str) -> UnreadableRequest:
    return UnreadableRequest(f"the multipart body cannot be read: {reason}")


def _text(name: str) -> str:
    return name.encode("latin-1").decode("utf-8", "surrogateescape")
