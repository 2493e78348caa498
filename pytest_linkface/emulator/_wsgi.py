"""The endpoint as a WSGI application, for any server with any number of threads and workers."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING

from pytest_linkface.emulator._app import App
from pytest_linkface.emulator._forms import MAX_BODY
from pytest_linkface.emulator._intake import Intake

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CHUNK = 64 * 1024


def wsgi(app: App) -> WSGIApplication:
    """Wrap the endpoint. The body is read as it comes and never kept whole."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        intake = Intake(
            app,
            method=environ["REQUEST_METHOD"],
            path=environ.get("PATH_INFO", "").encode("latin-1"),
            query=environ.get("QUERY_STRING", "").encode("latin-1", "replace"),
            content_type=environ.get("CONTENT_TYPE", ""),
            content_encoding=environ.get("HTTP_CONTENT_ENCODING", ""),
        )
        for chunk in _chunks(environ):
            intake.feed(chunk)
        answer = intake.answer()
        content = answer.content
        status = HTTPStatus(answer.http_code)
        headers = [("Content-Type", answer.content_type), ("Content-Length", str(len(content)))]
        start_response(f"{status.value} {status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]

    return application


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
