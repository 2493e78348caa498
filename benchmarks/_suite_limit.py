"""What a gate cannot do without: ``python -m benchmarks._suite_limit EFFORT`` prints the CPU of it as JSON.

The suite is run once, to know its calls; then their bytes are sent again by a plain loop to a server that looks at
nothing. The searches for faces are timed while the suite waits for them.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import requests

from benchmarks._empty import answering
from pytest_linkface.client import prepare
from pytest_linkface.conformance import PICTURES, SPECIAL_ACCOUNTS, Effort, Examiner, ImageHost, Target, examine, suite
from pytest_linkface.emulator import DEFAULT_ACCOUNTS, Emulator, Face, OpenCVEngine
from pytest_linkface.exchange import Account, Call, Exchange

if TYPE_CHECKING:
    from PIL import Image

_SECONDS = 60


class Noting(Examiner):
    """Keeps every call that is sent."""

    def __init__(self, target: Target, host: ImageHost) -> None:
        super().__init__(target, host)
        self.sent: list[Call] = []

    def _once(self, call: Call) -> Exchange:
        self.sent.append(call)
        return super()._once(call)


class Timed:
    """OpenCV, one search at a time, and how much CPU the searches took."""

    def __init__(self) -> None:
        self._engine = OpenCVEngine()
        self._lock = threading.Lock()
        self.cpu = 0.0

    def find(self, picture: Image.Image, *, turns: Sequence[int]) -> tuple[Face, ...]:
        """Search, and count: of the whole process, since OpenCV has threads of its own."""
        with self._lock:
            started = time.process_time()
            try:
                return self._engine.find(picture, turns=turns)
            finally:
                self.cpu += time.process_time() - started

    def confidence(self, one: Face, two: Face) -> float:
        """As OpenCV does."""
        return self._engine.confidence(one, two)


def asked(effort: Effort) -> tuple[list[Call], float]:
    """The calls of a run against the emulator, and the seconds of CPU that went into finding faces."""
    engine = Timed()
    with (
        ImageHost(PICTURES) as host,
        Emulator(allow_hosts=("127.0.0.1",), download_timeout=1.0, engine=engine) as emulator,
    ):
        accounts = [Account(one.api_id, one.api_secret) for one in DEFAULT_ACCOUNTS]
        special = dict(zip(SPECIAL_ACCOUNTS, accounts[1:], strict=True))
        examiner = Noting(Target("emulator", emulator.url, accounts[0], special), host)
        for case in suite(effort):
            examine(examiner, case, time.monotonic)
        examiner.close()
    return examiner.sent, engine.cpu


def sent(calls: Iterable[Call]) -> tuple[float, int]:
    """Seconds of CPU to send calls and be answered, without making their forms; and their bytes."""
    cpu, size = 0.0, 0
    with answering() as url, requests.Session() as session:
        session.trust_env = False
        for call in calls:
            prepared = session.prepare_request(prepare(call, url))
            size += int(prepared.headers.get("Content-Length", 0))
            started = time.process_time()
            session.send(prepared, timeout=_SECONDS).close()
            cpu += time.process_time() - started
    return cpu, size


def main(arguments: Sequence[str]) -> int:
    """Print what was found."""
    calls, searching = asked(Effort(*arguments))
    sending, size = sent(calls)
    told = {"calls": len(calls), "bytes": size, "sending": sending, "searching": searching}
    sys.stdout.write(f"{json.dumps(told)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
