"""A body without a length, as clients send a stream: taken out of its chunks by the standard library.

``http.server`` leaves that to its users, ``http.client`` does it for answers; so the body is read as an answer's.
"""

from __future__ import annotations

import io
import socket
from http.client import HTTPException, HTTPResponse
from typing import cast

from pytest_linkface.recording._errors import UnreadableRequest

_HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def unchunked(file: io.BufferedIOBase, coding: str, *, most: int) -> bytes:
    """The body; the file stays open.

    Raises:
        UnreadableRequest: it is cut off, not chunked at all, or has more than ``most`` bytes.
    """
    if coding.lower() != "chunked":
        raise UnreadableRequest("the only transfer coding that is read is chunked")
    response = HTTPResponse(cast(socket.socket, _Answering(file)))
    try:
        response.begin()
        body = response.read(most + 1)
    except (HTTPException, ValueError) as error:
        raise UnreadableRequest(f"the chunked body cannot be read ({type(error).__name__})") from None
    if len(body) > most:
        raise UnreadableRequest(f"the chunked body has more than {most:,} bytes")
    return body


class _Answering:
    """What http.client needs of a socket: a head of ours, and then what the client sends."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._head = io.BytesIO(_HEAD)
        self._file = file

    def makefile(self, _mode: str) -> _Answering:
        """Itself."""
        return self

    def readline(self, limit: int) -> bytes:
        """A line of the head, then of the body."""
        return self._head.readline(limit) or self._file.readline(limit)

    def read(self, size: int) -> bytes:
        """Of the body: the head has lines only."""
        return self._file.read(size)

    def flush(self) -> None:
        """Do nothing: it is only read."""

    def close(self) -> None:
        """Do nothing: the next request comes by the same file."""
