"""Servers to point the plugin at: the emulator with changed answers, with its calls counted, or nobody at all."""

import json
import socket
from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_plus

from pytest_linkface.emulator import Emulator

Start = Callable[..., Any]
Body = dict[str, Any]
Headers = dict[str, str]


class Counting:
    """The emulator's application, which remembers the calls that came and lets an edit change every answer."""

    def __init__(self, edit: Callable[[Body, Headers], None] | None = None) -> None:
        self.calls: list[str] = []
        self._edit = edit
        self._app = Emulator().wsgi

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer."""
        self.calls.append(environ["REQUEST_METHOD"])
        begun: list[Any] = []

        def begin(*given: Any) -> Callable[[bytes], object]:
            begun[:] = given
            return bytes

        body = b"".join(self._app(environ, begin))
        status, headers = begun[0], dict(begun[1])
        if self._edit is not None:
            answer = json.loads(body)
            self._edit(answer, headers)
            body = json.dumps(answer).encode()
        start(status, list((headers | {"Content-Length": str(len(body))}).items()))
        return [body]


def wrong_maximum(body: Body, headers: Headers) -> None:
    """LF-OK-MAX, a MUST clause: the best confidence is not the best cell."""
    if "max_confidence" in body:
        body["max_confidence"] = 0.123


def wrong_type(body: Body, headers: Headers) -> None:
    """LF-ANS-CONTENT-TYPE, a SHOULD clause: JSON that is called HTML."""
    headers.pop("content-type", None)
    headers["Content-Type"] = "text/html"


class Echo:
    """Refuses everything and repeats what was sent in a field, in a header and in base64, as broken proxies do."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer."""
        form = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode("utf-8", "replace")
        sent = f"{environ['QUERY_STRING']} {unquote_plus(environ['QUERY_STRING'])} {form[:1500]}"
        self.heard.append(sent)
        coded = b64encode(sent.encode()).decode()
        said = {"request_id": coded, "status": "INVALID_ARGUMENT", "image": sent, "reason": sent}
        body = json.dumps(said).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), "X-Sent": coded}
        start("400 Bad Request", list(headers.items()))
        return [body]


def nobody() -> str:
    """An address on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"
