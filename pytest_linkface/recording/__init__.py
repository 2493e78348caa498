"""Recorded answers: told without pictures and credentials, found again by everything that a call says."""

from pytest_linkface.recording._adapter import CassetteAdapter, Interception
from pytest_linkface.recording._asked import Asked, Described, Entry
from pytest_linkface.recording._cassette import Cassette, Origin, read_cassette
from pytest_linkface.recording._desk import Desk
from pytest_linkface.recording._drift import drift
from pytest_linkface.recording._errors import (
    BlockedConnection,
    CassetteError,
    NeverRecorded,
    UnexpectedRefusal,
    UnreadableCassette,
    UnreadableRequest,
)
from pytest_linkface.recording._folder import Folder
from pytest_linkface.recording._guard import Guard
from pytest_linkface.recording._served import Served
from pytest_linkface.recording._server import Server
from pytest_linkface.recording._shelf import Shelf
from pytest_linkface.recording._tape import Mode, Settings, Tape

__all__ = [
    "Asked",
    "BlockedConnection",
    "Cassette",
    "CassetteAdapter",
    "CassetteError",
    "Described",
    "Desk",
    "Entry",
    "Folder",
    "Guard",
    "Interception",
    "Mode",
    "NeverRecorded",
    "Origin",
    "Served",
    "Server",
    "Settings",
    "Shelf",
    "Tape",
    "UnexpectedRefusal",
    "UnreadableCassette",
    "UnreadableRequest",
    "drift",
    "read_cassette",
]
