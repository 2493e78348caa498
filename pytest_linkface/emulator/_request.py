"""What came in, with HTTP taken off: method, path, query and form, nothing of it decoded or judged yet."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl

from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._content import Content
from pytest_linkface.emulator._hiding import hides

Pairs = tuple[tuple[bytes, bytes], ...]

MAX_PAIRS = 256
MAX_TEXT = 64 * 1024
"""A text field of more bytes is refused: no credential, id or url is as long."""


@hides("content")
class Upload(NamedTuple):
    """One part of a multipart form that is, or ought to have been, a file."""

    name: bytes
    content: Content
    """The first bytes: of a picture as many as are allowed and one more, of anything else none."""
    size: int
    """How many bytes were sent, kept or not."""
    is_file: bool
    """The part was sent as a file, not as a form's text."""
    file_name: str | None = None
    """As the client wrote it; it decides nothing, for a picture is known by its bytes."""
    content_type: str | None = None
    """Likewise."""


@hides("fields")
class Form(NamedTuple):
    """A request's body, or the reason for which there is none."""

    fields: Pairs = ()
    uploads: tuple[Upload, ...] = ()
    fault: RefusalError | None = None


@hides("query")
class Request(NamedTuple):
    """One call, as the core takes it."""

    method: str
    path: bytes
    query: Pairs = ()
    form: Form = Form()
    tls_verified: bool | None = None
    """Whether the client verifies certificates; None where nobody can see it."""


def pairs(text: bytes) -> Pairs:
    """Names and values of a query or an urlencoded body, as the bytes that were meant; ValueError if too many."""
    # Latin-1 maps each byte to one character and back, so that nobody guesses an encoding before the core does.
    found = parse_qsl(text.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=MAX_PAIRS)
    return tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in found)
