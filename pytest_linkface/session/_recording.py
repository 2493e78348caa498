"""Recordings within a pytest run: one tape for each test that asks for one, judged when the test has ended.

Registered as a plugin by the first fixture that needs it.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import pytest

from pytest_linkface.conformance import Target
from pytest_linkface.contract import HOST, clause_set
from pytest_linkface.exchange import Account
from pytest_linkface.recording import (
    CassetteAdapter,
    CassetteError,
    Desk,
    Guard,
    Interception,
    Mode,
    Origin,
    Server,
    Settings,
    Tape,
)
from pytest_linkface.redaction import redact_logs
from pytest_linkface.session._cassette_folders import folder_of, orphans
from pytest_linkface.session._options import given_target
from pytest_linkface.session._redacted_report import redact_report

_ACCOUNT = ("LINKFACE_API_ID", "LINKFACE_API_SECRET")
_HOST = str(urlsplit(HOST).hostname)
_TAPE = pytest.StashKey[Tape]()
_PASSED = pytest.StashKey[bool]()
_SAID = pytest.StashKey[list[str]]()


class Recordings:
    """The recordings of a run: what all its tests share."""

    def __init__(self, session: pytest.Session) -> None:
        self._option = session.config.option
        self._mode = Mode(self._option.linkface_record or Mode.NONE)
        self._orphans = [path.relative_to(session.config.rootpath).as_posix() for path in orphans(session)]
        self._stack = ExitStack()
        given = given_target(session.config)
        self._is_guarded = self._mode is Mode.NONE or given is None or given.on_loopback
        self._given = given
        self._guard = Guard(self._option.linkface_allow_hosts, always=[_HOST] if self._is_guarded else [])
        self._interception = Interception({_HOST, *([urlsplit(given.url).netloc] if given else [])})
        self._interception.install()
        redact_logs()

    # What tests ask for

    @cached_property
    def target(self) -> Target:
        """Where answers come from in a run that records."""
        if self._given is not None:
            return self._given
        from pytest_linkface.session._embedded import embedded

        return self._stack.enter_context(embedded(*_own_account()))

    def tape_of(self, item: pytest.Item) -> Tape:
        """The recordings of a test, open until it ends."""
        if _TAPE not in item.stash:
            hint = (
                f'To record: pytest --linkface-record=new "{item.nodeid}", from the embedded emulator; '
                "with --linkface-live from the service"
            )
            settings = Settings(self._mode, None if self._mode is Mode.NONE else self._origin, hint)
            tape = item.stash[_TAPE] = Tape(folder_of(item), settings, secrets=self._secrets())
            item.addfinalizer(partial(self._close, item, tape))
            self._interception.adapter = CassetteAdapter(self.desk_of(tape))
            if self._is_guarded:
                self._guard.on(tape.troubles)
        return item.stash[_TAPE]

    def desk_of(self, tape: Tape) -> Desk:
        """Who answers the test's requests."""
        return Desk(tape, self._server)

    @property
    def account(self) -> Account:
        """The account that the kit's own client asks with; none where nobody looks at it."""
        return Account("", "") if self._mode is Mode.NONE else self.target.account

    @cached_property
    def _server(self) -> Server | None:
        if self._mode is Mode.NONE:
            return None
        server = Server(self.target.url)
        self._stack.callback(server.close)
        return server

    def _origin(self) -> Origin:
        source = {"emulator": "embedded emulator", "live": "live"}.get(self.target.name, self.target.url)
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        return Origin(source, moment, f"pytest-linkface {version('pytest-linkface')}", clause_set())

    def _secrets(self) -> tuple[str, ...]:
        own = self.target.secrets if self._mode is not Mode.NONE else ()
        return (*own, *(os.environ[name] for name in _ACCOUNT if os.environ.get(name)))

    # What becomes of a test

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Let no test pass that swallowed the news of a call without recording, or of a blocked connection."""
        try:
            result = yield
        except Exception as error:
            for trouble in (*_troubles(item), *self._stranger()):
                if trouble not in str(error):
                    error.add_note(trouble)
            raise
        if troubles := _troubles(item):
            pytest.fail("\n\n".join(troubles), pytrace=False)
        return result

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, Any, Any]:
        """Take credentials out of what a test printed or raised, and let what there is to say travel with it."""
        report = yield
        if call.when == "call":
            item.stash[_PASSED] = report.passed and not hasattr(report, "wasxfail")
        if _TAPE in item.stash:
            redact_report(report, item.stash[_TAPE].redact)
            report.linkface_said = [f"{item.nodeid}: {line}" for line in item.stash.get(_SAID, [])]
            report.linkface_orphans = self._orphans
            if call.when == "teardown":
                del item.stash[_TAPE]  # a test that is run again begins anew
        return report

    def pytest_unconfigure(self) -> None:
        """End everything that was begun."""
        self._interception.remove()
        self._guard.remove()
        self._stack.close()

    def _stranger(self) -> list[str]:
        """Why a test may have failed that asked the emulator with the application's own account."""
        if self._given is not None or self._server is None or not self._server.refuses_the_account:
            return []
        return [
            "The embedded emulator answered UNAUTHORIZED: it knows the account in LINKFACE_API_ID and "
            "LINKFACE_API_SECRET, or else the one that `python -m pytest_linkface serve` prints."
        ]

    def _close(self, item: pytest.Item, tape: Tape) -> None:
        """The test has ended: keep what it recorded if it passed, and say or fail what remains."""
        self._guard.off()
        self._interception.adapter = None
        said = item.stash[_SAID] = []
        try:
            if item.stash.get(_PASSED, False):
                self._judge(item, tape, said)
        finally:
            tape.discard()

    def _judge(self, item: pytest.Item, tape: Tape, said: list[str]) -> None:
        failed = list(tape.troubles)
        if not failed:
            try:
                tape.promote(_expected(item))
            except CassetteError as error:
                failed.append(str(error))
        said += tape.said
        for lines, is_failure in (self._unused(tape), self._aged(tape)):
            (failed if is_failure else said).extend(lines)
        if failed:
            pytest.fail(tape.redact("\n".join(failed)), pytrace=False)

    def _unused(self, tape: Tape) -> tuple[list[str], bool]:
        lines = [f"{one.file_name} was not asked for: {one.summary:.120}" for one in tape.unused()]
        return lines, self._option.linkface_unused == "fail"

    def _aged(self, tape: Tape) -> tuple[list[str], bool]:
        age: tuple[timedelta, bool] | None = self._option.linkface_max_age
        old = tape.older_than(age[0]) if age else ()
        if age is None or not old:
            return [], False
        line = f"{len(old)} of {len(tape.recorded)} recordings are older than {age[0].days} days, the oldest: "
        return [f"{line}{old[0].file_name}, {old[0].summary:.120}"], age[1]


def _troubles(item: pytest.Item) -> list[str]:
    return list(item.stash[_TAPE].troubles) if _TAPE in item.stash else []


def _own_account() -> list[Account]:
    """The application's own account, which the emulator has to know too."""
    api_id, api_secret = (os.environ.get(name, "") for name in _ACCOUNT)
    return [Account(api_id, api_secret)] if api_id and api_secret else []


def _expected(item: pytest.Item) -> set[str]:
    return {status for mark in item.iter_markers("linkface_expects") for status in mark.args}
