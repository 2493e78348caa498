"""What the fixture ``linkface_emulator`` gives: an emulator of the test's own, behind the endpoint's host."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from pytest_linkface.contract import HOST
from pytest_linkface.recording import Interception

if TYPE_CHECKING:
    from pytest_linkface.emulator import Account, Emulator

_DOWNLOAD_SECONDS = 1.0


@contextmanager
def emulator_for(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """An emulator that answers everything that requests would send to the endpoint's host, without a socket.

    It may download from this machine, and knows the account in LINKFACE_API_ID and LINKFACE_API_SECRET too.
    """
    from pytest_linkface.emulator import DEFAULT_ACCOUNTS, Emulator

    if other := {"linkface_cassettes", "linkface_client"} & set(request.fixturenames):
        raise pytest.UsageError(f"a test has linkface_emulator or {other.pop()}, not both: their answers would mix")
    accounts = (*DEFAULT_ACCOUNTS, *_own_account())
    emulator = Emulator(accounts, allow_hosts=("127.0.0.1", "localhost"), download_timeout=_DOWNLOAD_SECONDS)
    interception = Interception([urlsplit(HOST).hostname or ""])
    interception.adapter = emulator.adapter
    interception.install()
    try:
        yield emulator
    finally:
        interception.remove()
        emulator.close()


def _own_account() -> list[Account]:
    from pytest_linkface.emulator import Account

    api_id, api_secret = (os.environ.get(name, "") for name in ("LINKFACE_API_ID", "LINKFACE_API_SECRET"))
    return [Account(api_id, api_secret)] if api_id and api_secret else []
