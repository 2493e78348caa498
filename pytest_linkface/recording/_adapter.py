"""Requests' sessions answered from a tape: one session, or every session of the process for the endpoint's host."""

from __future__ import annotations

import io
from collections.abc import Iterable
from http.client import responses as REASONS  # noqa: N812 -- a table
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse

from pytest_linkface.exchange import Answer
from pytest_linkface.recording._body import body_of
from pytest_linkface.recording._desk import Desk
from pytest_linkface.recording._errors import NeverRecorded


class CassetteAdapter(BaseAdapter):
    """Hands every request that it gets from a session to a desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def send(self, request: requests.PreparedRequest, *_: Any, **options: Any) -> requests.Response:
        """Answer one request; ``options`` are requests' own, and matter where a server is asked."""
        __tracebackhide__ = True
        headers = {name.lower(): _text(value) for name, value in request.headers.items()}
        method, url = request.method or "GET", request.url or ""
        body = body_of(request.body)
        return _response(request, self._desk.reply(method, url, headers, body, **options))

    def close(self) -> None:
        """Do nothing: there is no connection."""


class Interception:
    """Every session of the process hands requests to some hosts to one adapter, whatever it has mounted itself.

    Sessions are intercepted where they choose an adapter, so that other mocks, which patch adapters, go on working,
    and so that a session made earlier, or a thread that outlives its test, is caught too.
    """

    def __init__(self, hosts: Iterable[str]) -> None:
        self._hosts = {host.lower() for host in hosts}
        self.adapter: BaseAdapter | None = None
        """Who answers just now."""
        self._original = requests.Session.get_adapter

    def install(self) -> None:
        """Begin; requests to the hosts fail while there is no adapter."""
        original, chosen = self._original, self._chosen

        def get_adapter(session: requests.Session, url: str) -> BaseAdapter:
            return chosen(_text(url)) or original(session, url)

        requests.Session.get_adapter = get_adapter  # type: ignore[assignment,method-assign]  # all sessions share it

    def remove(self) -> None:
        """End."""
        requests.Session.get_adapter = self._original  # type: ignore[method-assign]  # as it was

    def _chosen(self, url: str) -> BaseAdapter | None:
        parts = urlsplit(url)
        if (parts.hostname or "") not in self._hosts and parts.netloc.rpartition("@")[2].lower() not in self._hosts:
            return None
        if self.adapter is None:
            raise NeverRecorded(
                f"a request to {parts.hostname} outside of a test with linkface_cassettes: "
                "a thread that outlived its test, or a fixture of another scope"
            )
        return self.adapter


def _response(request: requests.PreparedRequest, answer: Answer) -> requests.Response:
    raw = HTTPResponse(
        io.BytesIO(answer.body),
        headers=dict(answer.headers),
        status=answer.http_code,
        reason=REASONS.get(answer.http_code),
        preload_content=False,
    )
    return _BUILDER.build_response(request, raw)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


_BUILDER = HTTPAdapter()
