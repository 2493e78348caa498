"""Requests as applications build them, and answers as a service gives them."""

import json
from collections.abc import Iterable
from typing import Any

import requests
from urllib3.fields import RequestField
from urllib3.filepost import encode_multipart_formdata

from pytest_linkface.contract import HOST, PATH
from pytest_linkface.exchange import Answer
from pytest_linkface.recording import Asked, Origin
from pytest_linkface.recording._body import body_of

JSON = {"content-type": "application/json;charset=utf-8"}
ORIGIN = Origin("live", "2026-01-02T03:04:05+00:00", "pytest-linkface 0.1.0", "0123456789abcdef")
ACCOUNT = {"api_id": "account-of-tests", "api_secret": "canary-e5b1c0ffee"}
Part = tuple[str, bytes, str | None]
"""Name, content, and the file name of a part that is a file."""
PICTURES: tuple[Part, ...] = (("image_one_file", b"\xff\xd8\xff one", "a.jpg"), ("image_two_file", b"two", "b.png"))


def body(parts: Iterable[Part], *, boundary: str = "b0undary", kind: str | None = None) -> bytes:
    """A multipart body, encoded by urllib3."""
    fields = []
    for name, content, file_name in parts:
        field = RequestField(name, content, filename=file_name)
        field.make_multipart(content_type=kind)
        fields.append(field)
    return encode_multipart_formdata(fields, boundary)[0]


def asked(
    parts: Iterable[Part] = PICTURES,
    *,
    boundary: str = "b0undary",
    kind: str | None = None,
    method: str = "POST",
    path: str = PATH,
    query: str = "",
) -> Asked:
    """What a multipart request asks for."""
    content_type = f"multipart/form-data; boundary={boundary}"
    url = f"{HOST}{path}{f'?{query}' if query else ''}"
    return Asked.read(method, url, content_type, body(parts, boundary=boundary, kind=kind))


def prepared(**options: Any) -> Asked:
    """What a request asks for that requests itself prepares."""
    request = requests.Request("POST", HOST + PATH, **options).prepare()
    return Asked.read("POST", str(request.url), request.headers.get("content-type", ""), body_of(request.body))


def answer(http_code: int = 200, *, headers: dict[str, str] | None = None, **values: Any) -> Answer:
    """An answer with the given fields in a compact body."""
    told: dict[str, Any] = {"request_id": "TID1", "status": "OK", **values}
    return Answer(http_code, headers or JSON, json.dumps(told, separators=(",", ":")).encode())


def matched(score: float = 0.5, **values: Any) -> Answer:
    """A comparison of one face with one face."""
    return answer(confidences=[[score]], max_confidence=score, **values)
