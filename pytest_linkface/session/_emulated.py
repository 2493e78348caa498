"""What the fixture ``linkface_emulator`` gives: an emulator of the test's own, behind the endpoint's host."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from pytest_linkface.contract import HOST
from pytest_linkface.recording import Guard, Interception

if TYPE_CHECKING:
    from pytest_linkface.emulator import Account, Emulator

_DOWNLOAD_SECONDS = 2.0
_EMULATOR = pytest.StashKey["Emulator"]()
_NAME = "linkface-calls"
_ACCOUNTS = (
    "linkface_emulator knows the account in LINKFACE_API_ID and LINKFACE_API_SECRET, as they stood when the test "
    "began, and linkface-demo with linkface-demo-secret."
)
_ELSEWHERE = (
    "a connection to {host} was tried in a test with linkface_emulator, which answers requests alone without a "
    "socket; nothing may be sent to the service. Give other clients the address linkface_emulator.url"
)
_HOST = str(urlsplit(HOST).hostname)


@contextmanager
def emulator_for(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """An emulator that answers everything that requests would send to the endpoint's host, without a socket.

    It may download from this machine, and knows the account in LINKFACE_API_ID and LINKFACE_API_SECRET too. Other
    clients do not reach that host.
    """
    from pytest_linkface.emulator import DEFAULT_ACCOUNTS, Emulator

    if other := {"linkface_cassettes", "linkface_client"} & set(request.fixturenames):
        raise pytest.UsageError(f"a test has linkface_emulator or {other.pop()}, not both: their answers would mix")
    accounts = (*DEFAULT_ACCOUNTS, *_own_account())
    emulator = Emulator(accounts, allow_hosts=("127.0.0.1", "localhost"), download_timeout=_DOWNLOAD_SECONDS)
    guard = Guard(always=[_HOST], telling=_ELSEWHERE)
    interception = Interception([_HOST])
    interception.adapter = emulator.adapter
    interception.install()
    guard.watch()
    request.node.stash[_EMULATOR] = emulator
    if not request.config.pluginmanager.has_plugin(_NAME):
        request.config.pluginmanager.register(_CallsShown(), _NAME)
    try:
        yield emulator
    finally:
        del request.node.stash[_EMULATOR]
        guard.remove()
        interception.remove()
        emulator.close()


class _CallsShown:
    """Shows under a failed test what it asked the emulator: an application seldom says why it was refused.

    Registered as a plugin by the first test with an emulator.
    """

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, Any, Any]:
        """Add a section to the report of a test's body, if it failed."""
        report = yield
        if report.failed and call.when == "call" and _EMULATOR in item.stash:
            calls = item.stash[_EMULATOR].calls
            hint = f"\n{_ACCOUNTS}" if any(one.status == "UNAUTHORIZED" for one in calls) else ""
            report.sections.append(("Calls of linkface_emulator", f"{calls}{hint}"))
        return report


def _own_account() -> list[Account]:
    from pytest_linkface.emulator import Account

    api_id, api_secret = (os.environ.get(name, "") for name in ("LINKFACE_API_ID", "LINKFACE_API_SECRET"))
    return [Account(api_id, api_secret)] if api_id and api_secret else []
