"""The endpoint for code that uses requests, without a socket: faults of the wire come as requests' own exceptions."""

from __future__ import annotations

import errno
import io
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse
from urllib3.exceptions import ProtocolError

from pytest_linkface.emulator._front import Front
from pytest_linkface.emulator._head import Head
from pytest_linkface.emulator._reply import Reply

CHUNK = 256 * 1024
_BUILDER = HTTPAdapter()


class EmulatorAdapter(BaseAdapter):
    """Hands a session's requests to an emulator: ``session.mount("https://cloudapi.linkface.cn", emulator.adapter)``.

    Nobody waits: a latency or a drip that is too slow for the timeout is requests' exception at once, and a shorter one
    takes no time.
    """

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front

    def send(
        self, request: requests.PreparedRequest, *_: Any, timeout: Any = None, verify: object = True, **__: Any
    ) -> requests.Response:
        """Answer one request; ``verify`` is requests' own, and False where certificates are not verified."""
        incoming = self._front.incoming(_head(request)._replace(tls_verified=verify is not False))
        for chunk in _chunks(request.body):
            incoming.feed(chunk)
        reply = incoming.reply()
        _fail(request, reply, timeout)
        return _BUILDER.build_response(request, _raw(request, reply))

    def close(self) -> None:
        """Do nothing: there is no connection."""


def _head(request: requests.PreparedRequest) -> Head:
    parts = urlsplit(_text(request.url or ""))
    fields = {_text(name).lower(): _text(value) for name, value in request.headers.items()}
    method, path = _text(request.method or "GET"), unquote_to_bytes(parts.path or "/")
    return Head(method, path, parts.query.encode("utf-8", "surrogateescape"), fields)


def _fail(request: requests.PreparedRequest, reply: Reply, timeout: Any) -> None:
    """Raise what requests would."""
    seconds = timeout[1] if isinstance(timeout, tuple) else getattr(timeout, "read_timeout", timeout)
    if seconds is not None and reply.latency >= seconds:
        raise requests.ReadTimeout(f"Read timed out. (read timeout={seconds})", request=request)
    if reply.cut == "reset":
        reset = ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
        raise requests.ConnectionError(ProtocolError("Connection aborted.", reset), request=request)
    if seconds is not None and reply.drip / max(1, len(reply.content)) >= seconds:
        raise requests.ConnectionError(f"Read timed out. (read timeout={seconds})", request=request)


def _raw(request: requests.PreparedRequest, reply: Reply) -> HTTPResponse:
    """As it comes off a wire: urllib3 itself finds out that a body is cut off."""
    is_empty = request.method == "HEAD"
    return HTTPResponse(
        io.BytesIO(b"" if is_empty else reply.arriving),
        headers=dict(reply.headers),
        status=reply.http_code,
        reason=HTTPStatus(reply.http_code).phrase,
        preload_content=False,
        request_method=request.method,
    )


def _chunks(body: Any) -> Iterator[bytes]:
    """What requests would send of a body: bytes, a text, a file from where it stands, or whatever yields these."""
    if body is None:
        return
    if isinstance(body, str | bytes | bytearray | memoryview):
        yield _bytes(body)
    elif hasattr(body, "read"):
        yield from map(_bytes, iter(lambda: body.read(CHUNK) or b"", b""))
    elif isinstance(body, Iterable):
        yield from map(_bytes, body)
    else:
        raise TypeError(f"a body of type {type(body).__name__} cannot be sent")


def _bytes(chunk: Any) -> bytes:
    if isinstance(chunk, str):
        return chunk.encode()
    if isinstance(chunk, bytes | bytearray | memoryview):
        return bytes(chunk)
    raise TypeError(f"a body yields {type(chunk).__name__} instead of bytes")


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
