"""The endpoint as a WSGI application, for any server with any number of threads and workers."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING

from pytest_linkface.emulator._forms import MAX_BODY
from pytest_linkface.emulator._front import Front
from pytest_linkface.emulator._head import Head

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CHUNK = 64 * 1024


def wsgi(front: Front) -> WSGIApplication:
    """Wrap the endpoint. The body is read as it comes and never kept whole.

    A server may not show its socket, so that a scripted reset is a body here that ends before its first byte.
    """

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        incoming = front.incoming(_head(environ))
        for chunk in _chunks(environ):
            incoming.feed(chunk)
        reply = incoming.reply()
        if reply.latency:
            time.sleep(reply.latency)
        status = HTTPStatus(reply.http_code)
        start_response(f"{status.value} {status.phrase}", reply.headers)
        if environ["REQUEST_METHOD"] == "HEAD" or reply.cut == "reset":
            return []
        return _dripping(reply.arriving, reply.drip) if reply.drip else [reply.arriving]

    return application


def _head(environ: WSGIEnvironment) -> Head:
    named = {key[5:].replace("_", "-").lower(): key for key in environ if key.startswith("HTTP_")}
    fields = {name: str(environ[key]) for name, key in named.items()}
    fields["content-type"] = environ.get("CONTENT_TYPE", "")
    return Head(
        environ["REQUEST_METHOD"],
        environ.get("PATH_INFO", "").encode("latin-1"),
        environ.get("QUERY_STRING", "").encode("latin-1", "replace"),
        fields,
    )


def _dripping(content: bytes, seconds: float) -> Iterator[bytes]:
    for byte in content:
        time.sleep(seconds / len(content))
        yield bytes((byte,))


def _chunks(environ: WSGIEnvironment) -> Iterator[bytes]:
    """The body, to a little more than is allowed: what is left unread then is the server's to deal with."""
    terminated = environ.get("wsgi.input_terminated", False)
    left = MAX_BODY + CHUNK if terminated else min(_length(environ), MAX_BODY + CHUNK)
    while left > 0 and (chunk := environ["wsgi.input"].read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk


def _length(environ: WSGIEnvironment) -> int:
    try:
        return int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
