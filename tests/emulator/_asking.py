"""Asking an emulator through its WSGI application, with forms as `requests` encodes them, or with any bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

import requests

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Emulator

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

DEMO = {"api_id": "linkface-demo", "api_secret": "linkface-demo-secret"}


@dataclass(frozen=True)
class Reply:
    """What came back: the code, the header fields and the object."""

    code: int
    headers: dict[str, str]
    json: dict[str, Any]

    @property
    def verdict(self) -> tuple[int, str, str | None]:
        """Code, status and the side that is named."""
        return self.code, self.json["status"], self.json.get("image")


def ask(emulator: Emulator, data: Mapping[str, Any] = DEMO, *, files: Any = None, url: str = PATH) -> Reply:
    """Post a form to the application, as `requests` writes it."""
    prepared = requests.Request("POST", f"http://localhost{url}", data=data, files=files).prepare()
    body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body or b""
    path, _, query = str(prepared.path_url).partition("?")
    return send(emulator.wsgi, body, prepared.headers.get("Content-Type", ""), path=path, query=query)


def compare(emulator: Emulator, one: bytes, two: bytes, /, **data: str) -> Reply:
    """Post two files with the good account."""
    return ask(emulator, DEMO | data, files={"image_one_file": one, "image_two_file": two})


def send(
    application: WSGIApplication,
    content: bytes,
    content_type: str,
    *,
    path: str = PATH,
    query: str = "",
    method: str = "POST",
    **environment: str,
) -> Reply:
    """Call the application with a body of any bytes."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_TYPE": content_type}
    environ |= {"CONTENT_LENGTH": str(len(content)), "wsgi.input": io.BytesIO(content), **environment}


    def start(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[[bytes], object]:
        started.append((status, headers))
        return lambda _: None

    chunks = application(environ, start)
    status, headers = started[0]
    return Reply(int(status.split()[0]), dict(headers), json.loads(b"".join(chunks)))


def multipart(*parts: bytes, boundary: bytes = b"b") -> bytes:
    """A multipart body of parts that are given with their headers."""
    return b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + boundary + b"--\r\n"


def text_part(name: str, value: bytes) -> bytes:
    """One text part."""
    return b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (name.encode(), value)
