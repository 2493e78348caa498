"""What a test has said beforehand about the next calls: an error, a delay, a fault of the wire."""

from __future__ import annotations

import threading
from collections import deque
from typing import Literal

from pytest_linkface.contract import SIDES, STATUSES
from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._reply import Cut

Fault = Literal["bad_gateway", "reset", "truncated"]
FAULTS: tuple[Fault, ...] = ("bad_gateway", "reset", "truncated")

LONGEST = 60.0
MAX_STEPS = 1000
MAX_TIMES = 1_000_000


class Step:
    """What happens to so many calls of the endpoint, one after the other; without options nothing does.

    ``status`` is one of the seventeen errors, in place of what the call deserves; it costs no quota. ``side`` is whose
    picture an error about a picture names, ``reason`` the text of the errors that give one. ``latency`` are seconds
    before the answer, ``drip`` those over which its body comes. ``fault`` is ``reset``: the connection, instead of the
    answer; ``truncated``: after half of the body; ``bad_gateway``: the HTML page and 502 of a proxy, behind which
    nobody saw the call.

    Raises:
        ValueError: a value that cannot be meant; the text says what was expected.
    """

    def __init__(
        self,
        *,
        status: str | None = None,
        side: str = "one",
        reason: str = "scripted",
        latency: float = 0.0,
        drip: float = 0.0,
        fault: Fault | None = None,
        times: int = 1,
    ) -> None:
        if status is not None:
            _one_of("status", status, tuple(STATUSES))
        if fault is not None:
            _one_of("fault", fault, FAULTS)
        _one_of("side", side, SIDES)
        if not isinstance(reason, str):
            raise ValueError("reason: expected a text")  # noqa: TRY004 -- one kind of error for all that is wrong here
        for name, seconds in (("latency", latency), ("drip", drip)):
            if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= LONGEST:
                raise ValueError(f"{name}: expected seconds from 0 to {LONGEST:g}, not {seconds!r}")
        if isinstance(times, bool) or not isinstance(times, int) or not 1 <= times <= MAX_TIMES:
            raise ValueError(f"times: expected a number from 1 to {MAX_TIMES:,}, not {times!r}")
        self.status = status
        self.side = side
        self.reason = reason
        self.latency = latency
        self.drip = drip
        self.fault = fault
        self.times = times

    @property
    def cut(self) -> Cut | None:
        """What happens to the connection."""
        return None if self.fault == "bad_gateway" else self.fault

    @property
    def refusal(self) -> RefusalError | None:
        """The error to answer, with what the manual has beside it."""
        if self.status in (None, "OK"):
            return None
        told = STATUSES[self.status or ""]
        side, reason = self.side if told.names_image else None, self.reason if told.gives_reason else None
        return RefusalError(told.name, side=side, reason=reason)


class Script:
    """The steps that are still to come."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nothing = Step()
        self._steps: deque[tuple[Step, int]] = deque()

    def add(self, step: Step) -> None:
        """Let a step follow those that are there; ValueError when they are too many."""
        with self._lock:
            if len(self._steps) >= MAX_STEPS:
                raise ValueError(f"more than {MAX_STEPS} steps are waiting: reset() drops them")
            self._steps.append((step, step.times))

    def take(self) -> Step:
        """What happens to this call."""
        with self._lock:
            if not self._steps:
                return self._nothing
            step, left = self._steps.popleft()
            if left > 1:
                self._steps.appendleft((step, left - 1))
            return step

    def reset(self) -> None:
        """Drop the steps."""
        with self._lock:
            self._steps.clear()

    def __len__(self) -> int:
        with self._lock:
            return sum(left for _, left in self._steps)


def _one_of(name: str, value: object, known: tuple[str, ...]) -> None:
    if value in known:
        return
    from difflib import get_close_matches  # for a mistake alone

    near = get_close_matches(str(value), known, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise ValueError(f"{name}: expected one of {', '.join(known)}, not {str(value)[:80]!r}{hint}")
