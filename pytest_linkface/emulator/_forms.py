"""Bodies, read piece by piece into a Form: multipart and urlencoded, bounded in every direction, never an exception."""

from __future__ import annotations

import re
from typing import Protocol

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from pytest_linkface.contract import MAX_BYTES, PARAMETERS, SIDES
from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._request import MAX_TEXT, Form, Pairs, Upload, pairs
from pytest_linkface.emulator._spool import Allowance, Spool

MAX_BODY = 32 * 1024 * 1024
MAX_PARTS = 32
MAX_BOUNDARY = 70
MAX_URLENCODED = 1024 * 1024

PICTURES = {f"image_{side}_file".encode(): side for side in SIDES}
TEXTS = {p.name.encode() for p in PARAMETERS if not p.name.endswith(("_file", "_url", "_id"))} | {b"api_id"}
EXTENDED_NAME = re.compile(r";\s*filename\*", re.IGNORECASE)


class Body(Protocol):
    """A body that is still coming in."""

    def feed(self, chunk: bytes | bytearray) -> bool:
        """Take the next bytes; False when more of them would change nothing any more."""

    def form(self) -> Form:
        """What was sent, once the end has come or nothing more is wanted."""


def reader(content_type: str, content_encoding: str = "") -> Body:
    """The reader for a body of this kind. A body of a kind that is not a form's is read and left alone."""
    if content_encoding.strip().lower() not in ("", "identity"):
        return _Refused(_beyond("a body under Content-Encoding is not read: send it as it is"))
    kind, options = parse_options_header(content_type)
    if kind == "application/x-www-form-urlencoded":
        return _Urlencoded()
    if kind != "multipart/form-data":
        return _Ignored()
    boundary = options.get("boundary", "")
    try:
        if len(boundary) <= MAX_BOUNDARY:
            return _Multipart(boundary)
        return _Refused(_beyond(f"the boundary is longer than the {MAX_BOUNDARY} characters that MIME allows"))
    except (MultipartError, ValueError):
        return _Refused(_malformed("the boundary of the multipart body is missing or unusable"))


def _malformed(reason: str) -> RefusalError:
    return RefusalError("INVALID_ARGUMENT", reason=reason, clause="LF-CALL-MULTIPART")


def _beyond(reason: str) -> RefusalError:
    """Of what the manual forbids nobody: a bound of our own, so that no client makes the server fail."""
    return RefusalError("INVALID_ARGUMENT", reason=reason, clause="LF-ANS-NO-500")


class _Refused:
    def __init__(self, fault: RefusalError) -> None:
        self._form = Form(fault=fault)

    def feed(self, chunk: bytes | bytearray) -> bool:  # noqa: ARG002 -- whatever comes, it is refused
        return False

    def form(self) -> Form:
        return self._form


class _Ignored:
    def __init__(self) -> None:
        self._size = 0

    def feed(self, chunk: bytes | bytearray) -> bool:
        self._size += len(chunk)
        return self._size <= MAX_BODY

    def form(self) -> Form:
        return Form() if self._size <= MAX_BODY else Form(fault=_beyond("the body is too long"))


class _Urlencoded:
    def __init__(self) -> None:
        self._content = bytearray()

    def feed(self, chunk: bytes | bytearray) -> bool:
        self._content += chunk
        return len(self._content) <= MAX_URLENCODED

    def form(self) -> Form:
        if len(self._content) > MAX_URLENCODED:
            return Form(fault=_beyond("the urlencoded body is too long; files are sent as multipart/form-data"))
        try:
            fields = pairs(bytes(self._content))
        except ValueError:
            return Form(fault=_beyond("the urlencoded body has too many fields"))
        if any(len(value) > MAX_TEXT for _, value in fields):
            return Form(fault=_beyond("a field of the urlencoded body is too long"))
        return Form(fields)


class _Multipart:
    def __init__(self, boundary: str) -> None:
        # Latin-1 for the headers: a file name in any encoding passes, the names of fields are judged by the core.
        self._parser = PushMultipartParser(
            boundary, max_segment_count=MAX_PARTS, max_header_count=8, header_charset="latin-1"
        )
        self._size = 0
        self._allowance = Allowance()
        self._part: _Text | _File | None = None
        self._fields: list[tuple[bytes, bytes]] = []
        self._uploads: dict[bytes, _File] = {}
        self._fault: RefusalError | None = None

    def feed(self, chunk: bytes | bytearray) -> bool:
        self._size += len(chunk)
        if self._size > MAX_BODY:
            self._fault = self._too_long()
        if self._fault is None and chunk:
            self._parse(chunk)
        return self._fault is None

    def form(self) -> Form:
        if self._fault is None:
            try:
                self._parser.close()
            except MultipartError:
                self._fault = _malformed("the multipart body ends before its closing boundary")
        fields: Pairs = tuple(self._fields)
        return Form(fields, tuple(part.upload() for part in self._uploads.values()), self._fault)

    def _parse(self, chunk: bytes | bytearray) -> None:
        try:
            for event in self._parser.parse(chunk):
                if isinstance(event, MultipartSegment):
                    self._part = _part(event, self._allowance)
                elif event is None:
                    self._keep()
                elif self._part is not None:
                    self._part.take(event)
        except MultipartError:
            self._fault = _malformed("the multipart body is malformed or has too many parts or header lines")

    def _keep(self) -> None:
        part, self._part = self._part, None
        if part is None or _is_unused_input(part):
            return
        if isinstance(part, _File):
            self._uploads.setdefault(part.name, part)
        elif part.size > MAX_TEXT:
            self._fault = _beyond("a text field is too long")
        else:
            self._fields.append((part.name, bytes(part.text)))

    def _too_long(self) -> RefusalError:
        side = PICTURES.get(self._part.name) if self._part else None
        if side is None:
            return _beyond("the body is too long")
        return RefusalError("IMAGE_FILE_SIZE_TOO_BIG", side=side, clause="LF-IMG-MAX-BYTES")


def _part(segment: MultipartSegment, allowance: Allowance) -> _Text | _File:
    """A part that begins: its field's name says whether it is a picture or a text, and how much is kept."""
    name = (segment.name or "").encode("latin-1", "replace")
    is_file = _is_file(segment)
    if name in PICTURES:
        return _File(name, segment, Spool(allowance), is_file=is_file, room=MAX_BYTES + 1)
    if is_file and name not in TEXTS:
        return _File(name, segment, Spool(allowance), is_file=True, room=0)
    return _Text(name, segment)


class _Text:
    """A field's text while it comes in: as much as is allowed."""

    def __init__(self, name: bytes, segment: MultipartSegment) -> None:
        self.name = name
        self.segment = segment
        self.size = 0
        self.text = bytearray()

    def take(self, chunk: bytes | bytearray) -> None:
        self.size += len(chunk)
        if self.size <= MAX_TEXT:
            self.text += chunk


class _File:
    """A file while it comes in, or what came in place of one."""

    def __init__(self, name: bytes, segment: MultipartSegment, spool: Spool, *, is_file: bool, room: int) -> None:
        self.name = name
        self.segment = segment
        self.size = 0
        self._spool = spool
        self._is_file = is_file
        self._room = room

    def take(self, chunk: bytes | bytearray) -> None:
        self.size += len(chunk)
        room = self._room - self._spool.size
        if room > 0:
            self._spool.add(chunk if len(chunk) <= room else chunk[:room])

    def upload(self) -> Upload:
        """Once: the bytes are not here any more afterwards."""
        told = self.segment
        return Upload(self.name, self._spool.content(), self.size, self._is_file, told.filename, told.content_type)


def _is_unused_input(part: _Text | _File) -> bool:
    """A browser sends a file input that nobody used as an empty file without a name."""
    return part.segment.filename == "" and not part.size


def _is_file(segment: MultipartSegment) -> bool:
    """Whether the part has a file name, or a type that no text has."""
    if segment.filename is not None or segment.content_type not in (None, "text/plain"):
        return True
    # The parser knows no filename*, which alone is a file name too.
    return any(name == "Content-Disposition" and EXTENDED_NAME.search(value) for name, value in segment.headerlist)
