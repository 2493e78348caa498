"""The bytes of a body that requests would send: given whole, as text, as a file or as a stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pytest_linkface.recording._errors import UnreadableRequest

_CHUNK = 1024 * 1024


def body_of(body: Any) -> bytes:
    """Everything that would be sent; a file is read from where it stands, a stream to its end.

    Raises:
        UnreadableRequest: it is nothing that requests could send.
    """
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    if hasattr(body, "read"):
        return b"".join(_read(body))
    if isinstance(body, Iterable):
        return b"".join(map(_bytes, body))
    raise UnreadableRequest(f"a body of type {type(body).__name__} cannot be read")


def _read(body: Any) -> Iterator[bytes]:
    while chunk := body.read(_CHUNK):
        yield _bytes(chunk)


def _bytes(chunk: Any) -> bytes:
    if isinstance(chunk, str):
        return chunk.encode()
    if isinstance(chunk, bytes | bytearray | memoryview):
        return bytes(chunk)
    raise UnreadableRequest(f"a body yields {type(chunk).__name__} instead of bytes")
