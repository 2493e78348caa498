"""Where calls with large pictures are answered, a few at a time, so that few large pictures are in memory at once."""

from __future__ import annotations

import threading

from pytest_linkface.emulator._crew import let_others_lead
from pytest_linkface.emulator._room import Room

LARGE = 128 * 1024
"""Bytes of a picture from which on it counts; smaller ones never wait."""
SEATS = 2


class Desk:
    """Seats for calls. A call is answered by one thread from its begin to its end, so that a thread is a call."""

    def __init__(self, seats: int = SEATS) -> None:
        self._room = Room(seats)
        self._seated = threading.local()

    def sit(self, size: int) -> None:
        """Before a picture of so many bytes comes into memory: wait for a seat, unless it is small or one is taken."""
        if size > LARGE and not getattr(self._seated, "here", False):
            let_others_lead()
            self._room.wait(1)
            self._seated.here = True

    def leave(self) -> None:
        """After a call: free the seat, if it took one."""
        if getattr(self._seated, "here", False):
            self._seated.here = False
            self._room.give_back(1)


DESK = Desk()
"""One for the process, as its memory is, however many emulators there are in it."""
