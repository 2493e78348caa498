"""Connections to a target: a session for each thread, since requests promises nothing about sharing one."""

from __future__ import annotations

import threading

import requests


class Connections:
    """Opens sessions as threads ask for them, and closes them all."""

    def __init__(self) -> None:
        self._local = threading.local()
        self._sessions: list[requests.Session] = []

    @property
    def session(self) -> requests.Session:
        """The session of this thread."""
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._sessions.append(self._local.session)
        found: requests.Session = self._local.session
        return found

    def close(self) -> None:
        """Close every connection; the next call opens another."""
        for session in self._sessions:
            session.close()
