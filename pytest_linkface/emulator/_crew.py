"""Threads of which one at a time leads: it waits for all connections, and answers itself what needs no waiting.

That is the leader/followers pattern. A thread for each connection costs twice the CPU for small calls on two cores, by
fighting for the interpreter. Whoever is about to wait, or to work for long, lets another lead first.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

SPARE = 2
"""Threads that wait to lead; others end when they have done what kept them."""


class _Here(threading.local):
    """What this thread is doing."""

    crew: Crew | None = None
    """Whom it leads."""


_here = _Here()


def leads() -> bool:
    """Whether others wait for this thread to go on."""
    return _here.crew is not None


def let_others_lead() -> None:
    """Say that this thread is about to wait, or to work for more than some milliseconds."""
    if (crew := _here.crew) is not None:
        crew.hand_over()


class Crew:
    """Calls ``work`` again and again, in one thread at a time, until it returns False, and does so from then on.

    ``part`` is called before another thread goes on with the next ``work``, while this one is still in its last.
    """

    def __init__(self, work: Callable[[], bool], part: Callable[[], None]) -> None:
        self._work = work
        self._part = part
        self._lead = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0

    def start(self) -> None:
        """Let a thread begin; RuntimeError when the system has none left."""
        threading.Thread(target=self._follow, name="linkface-emulator", daemon=True).start()

    def end(self) -> None:
        """Wait until nobody leads any more. What was handed over may still go on."""
        with self._lead:
            pass

    def hand_over(self) -> None:
        """Let another thread lead, unless there is none to be had: then others wait."""
        if not self._waiting:
            try:
                self.start()
            except RuntimeError:
                return
        self._part()
        _here.crew = None
        self._lead.release()

    def _follow(self) -> None:
        while self._is_needed():
            self._lead.acquire()
            with self._counting:
                self._waiting -= 1
            _here.crew = self
            try:
                while leads() and self._work():
                    pass
            except BaseException:  # a bug: it is told as any thread's, and the others go on
                let_others_lead()
                raise
            if leads():  # the end, which the others find as well
                _here.crew = None
                self._lead.release()
                return

    def _is_needed(self) -> bool:
        with self._counting:
            is_needed = self._waiting < SPARE
            self._waiting += is_needed
        return is_needed
