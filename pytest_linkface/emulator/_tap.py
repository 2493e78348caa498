"""A variant that notes what it was asked and what it answered, so that two of them can be told apart on the wire."""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass, field, replace

from pytest_linkface.emulator._answer import Answer
from pytest_linkface.emulator._request import Request
from pytest_linkface.emulator._variant import Hooks, Variant

_PORT = re.compile(rb"(127\.0\.0\.1|localhost):\d+")


@dataclass(slots=True)
class Wire:
    """Requests and their answers as digests; ports and the letters of a request id do not count."""

    answers: dict[bytes, set[bytes]] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, request: Request, answer: Answer) -> None:
        """Keep one exchange."""
        with self._lock:
            again = answer.request_id in self._ids
            self._ids.add(answer.request_id)
            content = answer.content.replace(answer.request_id.encode() or b"\0", b"again" if again else b"new")
            told = hashlib.sha256(b"%d %s %s" % (answer.http_code, answer.content_type.encode(), content)).digest()
            self.answers.setdefault(_digest(request), set()).add(told)

    def differs(self, other: Wire) -> bool:
        """Whether some request that both were sent was answered otherwise."""
        shared = self.answers.keys() & other.answers.keys()
        return any(self.answers[asked] != other.answers[asked] for asked in shared)


def tapped(variant: Variant, wire: Wire) -> Variant:
    """The same variant, overheard."""
    return replace(variant, make=lambda: _overheard(variant.make(), wire))


def _overheard(hooks: Hooks, wire: Wire) -> Hooks:
    came = threading.local()

    def hear(request: Request) -> Request:
        came.request = request
        return hooks.hear(request)

    def tell(request: Request, answer: Answer) -> Answer:
        told = hooks.tell(request, answer)
        wire.note(came.request, told)
        return told

    return replace(hooks, hear=hear, tell=tell)


def _digest(request: Request) -> bytes:
    uploads = [
        (upload.name, hashlib.sha256(upload.content).digest(), upload.size, upload.file_name, upload.content_type)
        for upload in request.form.uploads
    ]
    texts = sorted(request.query), sorted(request.form.fields)
    parts = (request.method, request.path, texts, sorted(map(repr, uploads)))
    return hashlib.sha256(_PORT.sub(b"host", repr(parts).encode())).digest()
