"""A call over the wire: Call to HTTP request, HTTP response to Answer."""

from __future__ import annotations

import time
from collections.abc import Iterator

import requests
from requests.auth import AuthBase

from pytest_linkface.errors import NoAnswer
from pytest_linkface.exchange import Answer, Call, Placement, Upload

CONNECT_SECONDS = 10.0
MAX_ANSWER_BYTES = 8 * 1024 * 1024
"""The largest answer that the contract allows has some hundred bytes; a broken server may never stop."""
_CHUNK = 65536


class _NoAuth(AuthBase):
    """Keeps requests from adding an Authorization header out of a .netrc file."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def prepare(call: Call, base_url: str) -> requests.Request:
    """The HTTP request of a call.

    Everything travels as multipart/form-data, with or without a file, as in the manual's samples.
    """
    parts: list[tuple[str, tuple[str | None, str | bytes, str | None]]] = []
    if call.placement is Placement.FORM:
        parts += [(name, (None, value, None)) for name, value in call.credentials]
    for name, value in call.parameters():
        if isinstance(value, Upload):
            parts.append((name, (value.file_name, value.read(), value.content_type)))
        else:
            parts.append((name, (None, value, None)))
    query = list(call.credentials) if call.placement is Placement.QUERY else []
    return requests.Request(
        call.method,
        base_url.rstrip("/") + call.path,
        params=query,
        files=parts or None,
        auth=_NoAuth(),
        headers={"Accept": "application/json"},
    )


def send(session: requests.Session, call: Call, base_url: str, *, timeout: float) -> Answer:
    """Send a call and read its whole answer within ``timeout`` seconds; redirects are not followed.

    Raises:
        NoAnswer: no complete answer came; the text holds neither the url's query nor the body.
    """
    __tracebackhide__ = True
    try:
        return _send(session, call, base_url, timeout)
    except requests.RequestException as error:
        failure = _plain(error, timeout)
    raise NoAnswer(failure)  # outside of the handler: requests' own text holds the url with the credentials


def _send(session: requests.Session, call: Call, base_url: str, timeout: float) -> Answer:
    started = time.monotonic()
    prepared = session.prepare_request(prepare(call, base_url))
    settings = session.merge_environment_settings(prepared.url, {}, True, None, None)
    with session.send(prepared, timeout=(CONNECT_SECONDS, timeout), allow_redirects=False, **settings) as response:
        body = b"".join(_bounded(response, started + timeout))
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, body, time.monotonic() - started)


def _bounded(response: requests.Response, deadline: float) -> Iterator[bytes]:
    size = 0
    for chunk in response.iter_content(_CHUNK):
        yield chunk
        size += len(chunk)
        if size > MAX_ANSWER_BYTES:
            raise requests.ConnectionError(OSError(0, f"the answer went on after {MAX_ANSWER_BYTES:,} bytes"))
        if time.monotonic() > deadline:
            raise requests.ReadTimeout


def _plain(error: BaseException, timeout: float) -> str:
    """Why no answer came, in words that cannot hold a credential."""
    if isinstance(error, requests.ConnectTimeout):
        return f"no connection within {CONNECT_SECONDS:g} s"
    if isinstance(error, requests.Timeout):
        return f"no complete answer within {timeout:g} s"
    cause = _root(error)
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror[:1].lower() + cause.strerror[1:]
    return f"the connection failed ({type(cause).__name__})"


def _root(error: BaseException) -> BaseException:
    """The innermost exception that urllib3 and requests have wrapped."""
    inner = getattr(error, "reason", None), *error.args[::-1]
    for cause in inner:
        if isinstance(cause, BaseException):
            return _root(cause)
    return error
