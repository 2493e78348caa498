"""The real server behind a recording, asked past every interception."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from pytest_linkface.exchange import Answer
from pytest_linkface.recording._sealing import HEADERS

SECONDS = 30.0
_MOST_BYTES = 8 * 1024 * 1024
_CHUNK = 65536
_SEND = HTTPAdapter.send  # a test's own mock may stand in its place later
_OF_ONE_CONNECTION = ("host", "content-length", "transfer-encoding", "connection", "expect")


class Server:
    """One server; what is sent to the endpoint's host goes to ``base_url`` instead, everything else as it was."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._adapter = HTTPAdapter()
        self.refuses_the_account = False
        """The last answer was UNAUTHORIZED."""

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes, **options: Any) -> Answer:
        """Its answer, with the headers that a recording keeps, so that a test sees the same whenever it runs.

        Raises:
            requests.RequestException: the one that requests raised, without the url, which may hold credentials.
        """
        __tracebackhide__ = True
        try:
            answer = self._ask(self._request(method, url, headers, body), options)
        except requests.RequestException as error:
            failure = type(error)(_cause(error))
        else:
            self.refuses_the_account = answer.status == "UNAUTHORIZED"
            return answer
        raise failure  # outside of the handler: the original would be shown with it

    def close(self) -> None:
        """End its connections."""
        self._adapter.close()

    def _request(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> requests.PreparedRequest:
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        request = requests.PreparedRequest()
        request.prepare_method(method)
        request.url = f"{self._base_url}{parts.path}{query}"
        kept = {name: value for name, value in headers.items() if name.lower() not in _OF_ONE_CONNECTION}
        request.prepare_headers(kept)
        request.body = body
        request.prepare_content_length(body)
        return request

    def _ask(self, request: requests.PreparedRequest, options: dict[str, Any]) -> Answer:
        settings = {"timeout": SECONDS, **_of_the_environment(self._base_url), **options, "stream": True}
        if urlsplit(self._base_url).hostname in ("127.0.0.1", "localhost", "::1"):
            settings["proxies"] = {}
        response = _SEND(self._adapter, request, **settings)
        with response:
            body = b"".join(_bounded(response))
            headers = {name.lower(): told for name, told in response.headers.items() if name.lower() in HEADERS}
            return Answer(response.status_code, headers, body)


def _of_the_environment(url: str) -> dict[str, Any]:
    """Proxies and authorities, for requests that came without a session's own, by the served address."""
    with requests.Session() as session:
        return dict(session.merge_environment_settings(url, {}, None, None, None))


def _bounded(response: requests.Response) -> Iterator[bytes]:
    size = 0
    for chunk in response.iter_content(_CHUNK):
        size += len(chunk)
        if size > _MOST_BYTES:
            raise requests.ConnectionError(OSError(errno.EMSGSIZE, f"the answer went on after {_MOST_BYTES:,} bytes"))
        yield chunk


def _cause(error: BaseException) -> OSError:
    """The system's own words, which hold no url."""
    for cause in (getattr(error, "reason", None), *error.args[::-1]):
        if isinstance(cause, BaseException):
            return _cause(cause)
    if isinstance(error, OSError) and error.errno and error.strerror:
        return OSError(error.errno, error.strerror)
    return OSError(errno.EIO, f"no answer ({type(error).__name__})")
