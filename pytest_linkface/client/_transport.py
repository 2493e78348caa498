"""A call over the wire: Call to HTTP request, HTTP response to Answer."""

from __future__ import annotations

import errno
import ipaddress
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError, IncompleteRead, ProtocolError

from pytest_linkface.client._written import Part, form
from pytest_linkface.errors import NoAnswer
from pytest_linkface.exchange import Answer, Call, Placement, Upload, Written
from pytest_linkface.redaction import redact_logs

CONNECT_SECONDS = 10.0
MAX_ANSWER_BYTES = 8 * 1024 * 1024
"""The largest answer that the contract allows has some hundred bytes; a broken server may never stop."""
_CHUNK = 65536
_ADDRESS = (requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL)


redact_logs()


class _NoAuth(AuthBase):
    """Keeps requests from adding an Authorization header out of a .netrc file."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def prepare(call: Call, base_url: str) -> requests.Request:
    """The HTTP request of a call.

    Everything travels as multipart/form-data, with or without a file, as in the manual's samples.
    """
    parts: list[Part] = []
    if call.placement is Placement.FORM:
        parts += [(name, (None, value, None)) for name, value in call.credentials]
    for name, value in call.parameters():
        if isinstance(value, Upload):
            parts.append((name, (_writable(value.file_name), value.read(), value.content_type)))
        else:
            parts.append((name, (None, _raw(value), None)))
    query = list(call.credentials) if call.placement is Placement.QUERY else []
    request = requests.Request(
        call.method,
        base_url.rstrip("/") + call.path,
        params=query,
        files=parts or None,
        auth=_NoAuth(),
        headers={"Accept": "application/json"},
    )
    if call.written is not Written.USUAL:
        request.files, (request.data, headers) = [], form(parts, call.written)
        request.headers |= headers
    return request


def _writable(file_name: str) -> str:
    """A file name in UTF-8, with question marks for what a file system allowed and UTF-8 does not."""
    return file_name.encode("utf-8", "replace").decode()


def _raw(value: str | bytes) -> bytes:
    """A broken server may hand out an id that is no UTF-8: it is sent back as it came."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def is_loopback(url: str) -> bool:
    """Whether a url's host is this machine's loopback, by number or as ``localhost``: no proxy can stand before it."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def send(session: requests.Session, call: Call, base_url: str, *, timeout: float) -> Answer:
    """Send a call and read its whole answer within ``timeout`` seconds; redirects are not followed.

    Raises:
        NoAnswer: no complete answer came; the text holds neither the url's query nor the body.
    """
    __tracebackhide__ = True
    request = prepare(call, base_url)
    try:
        return _send(session, request, timeout)
    except (requests.RequestException, HTTPError, OSError) as error:
        failure = _plain(error, timeout)
    except BaseException as error:  # noqa: BLE001 - a test's time limit: the frames below hold body and credentials
        raise error.with_traceback(None) from None
    raise NoAnswer(failure)  # outside of the handler: requests' own text holds the url with the credentials


def _send(session: requests.Session, request: requests.Request, timeout: float) -> Answer:
    started = time.monotonic()
    prepared = session.prepare_request(request)
    prepared.hooks["response"].append(_stay)
    settings = session.merge_environment_settings(prepared.url, {}, True, None, None)
    if is_loopback(prepared.url or ""):
        settings["proxies"] = {}
    limits = min(CONNECT_SECONDS, timeout), timeout
    with session.send(prepared, timeout=limits, allow_redirects=False, **settings) as response:
        body = b"".join(_bounded(response, started + timeout))
        headers = {name.lower(): value for name, value in response.raw.headers.items()}
        return Answer(response.status_code, headers, body, time.monotonic() - started)


def _stay(response: requests.Response, **_settings: object) -> None:
    """Hide where a redirect leads: even when it is not to follow it, requests reads its body without a bound."""
    response.headers.pop("location", None)


def _bounded(response: requests.Response, deadline: float) -> Iterator[bytes]:
    """The body as it arrives: iter_content would wait until a chunk is full, however slowly it drips."""
    size = 0
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        yield chunk
        size += len(chunk)
        if size > MAX_ANSWER_BYTES:
            raise OSError(errno.EFBIG, f"the answer went on after {MAX_ANSWER_BYTES:,} bytes")
        if time.monotonic() > deadline:
            raise requests.ReadTimeout


def _plain(error: BaseException, timeout: float) -> str:
    """Why no answer came, in words that cannot hold a credential."""
    cause = _root(error)
    if isinstance(error, requests.ConnectTimeout):
        return f"no connection within {min(CONNECT_SECONDS, timeout):g} s"
    if isinstance(error, requests.Timeout) or isinstance(cause, TimeoutError):
        return f"no complete answer within {timeout:g} s"
    if isinstance(error, _ADDRESS):
        return "the base url is no address such as https://cloudapi.linkface.cn"
    if isinstance(error, IncompleteRead | ProtocolError) and not isinstance(cause, OSError):
        return "the answer broke off"
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror[:1].lower() + cause.strerror[1:]
    return f"the connection failed ({type(cause).__name__})"


def _root(error: BaseException) -> BaseException:
    """The innermost exception that urllib3 and requests have wrapped."""
    for cause in (getattr(error, "reason", None), *error.args[::-1], error.__cause__):
        if isinstance(cause, BaseException):
            return _root(cause)
    return error
