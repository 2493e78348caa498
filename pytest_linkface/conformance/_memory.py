"""What an answer has to be compared with: the other answers of the run."""

from __future__ import annotations

import threading
from hashlib import sha256
from weakref import ref

from pytest_linkface.checks import Expectation, Judgement, judge
from pytest_linkface.contract import SIDES
from pytest_linkface.exchange import Exchange


class Memory:
    """Remembers which call had which request id, and how each side was blamed; threads may share it.

    Digests and weak references: an answer may have several MB, and so may any text in it.
    """

    def __init__(self) -> None:
        self._request_ids: dict[bytes, ref[Exchange]] = {}
        self._blamed: dict[str, set[bytes]] = {side: set() for side in SIDES}
        self._lock = threading.Lock()

    def judge(self, exchange: Exchange, expectation: Expectation) -> Judgement:
        """The checks of one exchange, and those that need to know the others."""
        judgement = judge(exchange, expectation)
        body = exchange.answer.json() if exchange.answer else None
        if isinstance(body, dict):
            self._fresh(judgement, body.get("request_id"), exchange)
            if expectation.side and body.get("status") in expectation.statuses:
                self._apart(judgement, body.get("image"), expectation.side)
        return judgement

    def _fresh(self, judgement: Judgement, request_id: object, exchange: Exchange) -> None:
        """A control is judged by several cases: its request id is old only where another exchange had it."""
        if isinstance(request_id, str) and request_id:
            with self._lock:
                first = self._request_ids.setdefault(_digest(request_id), ref(exchange))
            expected = "a request_id that no other call had"
            judgement.see("LF-ANS-REQUEST-ID-FRESH", first() is exchange, expected, f"{request_id!r:.160} again")

    def _apart(self, judgement: Judgement, image: object, side: str) -> None:
        if not isinstance(image, str) or not image:
            return
        other = next(one for one in SIDES if one != side)
        named = _digest(image)
        self._blamed[side].add(named)
        if self._blamed[other]:
            judgement.see(
                "LF-ERR-IMAGE-SIDES", named not in self._blamed[other],
                "image to differ when the fault is on the other side",
                f"{image!r:.80} for a fault of image one and for one of image two",
            )  # fmt: skip


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
