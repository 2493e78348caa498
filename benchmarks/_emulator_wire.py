"""Calls as bytes, made once, so that what is measured is the server and not the form's encoder."""

from __future__ import annotations

import http.client
import json
import select
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import DEFAULT_ACCOUNTS
from pytest_linkface.images import padded, scene

ACCOUNT = {"api_id": DEFAULT_ACCOUNTS[0].api_id, "api_secret": DEFAULT_ACCOUNTS[0].api_secret}
_HOLE = bytes(64)
_MARK_AT = 24


@dataclass(frozen=True, slots=True)
class Form:
    """A multipart form, encoded, for a path."""

    content: bytes = field(repr=False)
    content_type: str
    path: str = PATH

    def numbered(self, number: int) -> Form:
        """The same form, with this number in the padding of its first picture."""
        place = self.content.index(_HOLE) + _MARK_AT
        mark = (number % (1 << 64)).to_bytes(8, "big")
        return replace(self, content=b"".join((self.content[:place], mark, self.content[place + 8 :])))


def form(files: Mapping[str, bytes], fields: Mapping[str, str] = ACCOUNT, *, path: str = PATH) -> Form:
    """Encode a form as requests does."""
    named = {name: (f"{name}.jpg", content, "image/jpeg") for name, content in files.items()}
    prepared = requests.Request("POST", "http://localhost/", data=fields, files=named).prepare()
    assert isinstance(prepared.body, bytes)  # noqa: S101 -- for the type checker
    return Form(prepared.body, prepared.headers["Content-Type"], path)


def pair(one: bytes, two: bytes) -> Form:
    """Two pictures, as the endpoint wants them."""
    return form({"image_one_file": one, "image_two_file": two})


@cache
def portrait(size: int) -> bytes:
    """A good JPEG of exactly so many bytes."""
    return padded(scene(1), size).make()


def marked(picture: bytes, number: int) -> bytes:
    """The same pixels in other bytes: a number in the padding of a picture that was padded."""
    place = picture.index(_HOLE) + _MARK_AT
    return b"".join((picture[:place], number.to_bytes(8, "big"), picture[place + 8 :]))


class Client:
    """One connection that is kept."""

    def __init__(self, url: str, *, timeout: float = 60) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=timeout)

    def ask(self, asked: Form) -> tuple[int, bytes]:
        """Send a form and return code and body."""
        if self._is_ended():
            self._connection.close()  # the next request opens another
        self._connection.request("POST", asked.path, body=asked.content, headers={"Content-Type": asked.content_type})
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def _is_ended(self) -> bool:
        """Whether the server has closed the connection meanwhile, as it may while nothing is asked."""
        sock = self._connection.sock
        return sock is not None and bool(select.select([sock], [], [], 0)[0])

    def json(self, asked: Form) -> dict[str, Any]:
        """The object that is answered."""
        told: dict[str, Any] = json.loads(self.ask(asked)[1])
        return told

    def close(self) -> None:
        """End the connection."""
        self._connection.close()
