"""What can go wrong with recordings; none is a ``LinkfaceError``, so that no code under test takes it for an answer."""

from __future__ import annotations


class CassetteError(Exception):
    """A recording cannot be used or made."""


class UnreadableCassette(CassetteError):
    """A file among the cassettes is cut off, edited, of an unknown version, or none at all."""


class UnreadableRequest(CassetteError):
    """A request whose fields cannot be told, and which therefore matches nothing."""


class NeverRecorded(CassetteError):
    """A call without a recording, in a run that makes none."""


class UnexpectedRefusal(CassetteError):
    """A refusal came where a good answer is recorded, and the good one was kept."""


class BlockedConnection(RuntimeError):
    """A connection beyond this machine; no OSError, which clients would wrap, retry or swallow."""
