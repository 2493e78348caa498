"""What went over the wire, kept so that a mutant that never differs from the plain server is told from a survivor."""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass, field

from pytest_linkface.conformance import Examiner
from pytest_linkface.exchange import Call, Exchange

_PORT = re.compile(r"(127\.0\.0\.1|localhost):\d+")
_GIVEN = re.compile(r"[0-9a-f]{32}")
_UNTOLD = {"date", "content-length"}
"""Headers that say nothing of what was decided."""


@dataclass(slots=True)
class Wire:
    """Calls and their answers as digests; ports do not count, nor the letters of ids, as long as they are fresh."""

    answers: dict[bytes, set[bytes]] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, exchange: Exchange) -> None:
        """Keep one exchange."""
        with self._lock:
            told = _digest(self._told(exchange))
            self.answers.setdefault(_digest(_asked(exchange.call)), set()).add(told)

    def differs(self, other: Wire) -> bool:
        """Whether some call that both were sent was answered otherwise."""
        shared = self.answers.keys() & other.answers.keys()
        return any(self.answers[asked] != other.answers[asked] for asked in shared)

    def _told(self, exchange: Exchange) -> str:
        answer = exchange.answer
        if answer is None:
            return exchange.failure
        headers = sorted((name, value) for name, value in answer.headers.items() if name not in _UNTOLD)
        body = answer.json()
        fresh = isinstance(body, dict) and self._is_fresh(body.get("request_id"))
        return f"{answer.http_code} {headers} {fresh} {_numbered(answer.body.decode('latin-1'))}"

    def _is_fresh(self, request_id: object) -> bool:
        known = str(request_id) in self._ids
        self._ids.add(str(request_id))
        return not known


def _asked(call: Call) -> str:
    """Ports do not count, and ids that an earlier answer gave are as good as one another."""
    plain = call.method, call.path, call.placement, sorted(call.credentials), sorted(call.described().items())
    text = repr(tuple(map(str, plain))) + "".join(f"{name}={value!s}" for name, value in call.credentials)
    return _GIVEN.sub("id", _PORT.sub("host", text))


def _numbered(text: str) -> str:
    """The ids of an answer as numbers in the order of their appearance: the same one twice stays the same."""
    seen: dict[str, str] = {}
    return _GIVEN.sub(lambda found: seen.setdefault(found[0], f"#{len(seen)}"), text)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class Overhearing(Examiner):
    """An examiner that notes what it sends and gets."""

    wire: Wire

    def send(self, call: Call) -> Exchange:
        """As any examiner does."""
        exchange = super().send(call)
        self.wire.note(exchange)
        return exchange
