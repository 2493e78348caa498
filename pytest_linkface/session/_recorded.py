"""What the fixtures give: recorded answers in most runs, the target itself where a run asks one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pytest_linkface.client import Client
from pytest_linkface.contract import HOST
from pytest_linkface.recording import Served, Tape
from pytest_linkface.session._options import client_of
from pytest_linkface.session._recording import Recordings


@contextmanager
def cassettes_for(request: pytest.FixtureRequest) -> Iterator[Tape | None]:
    """The test's recordings, from which requests to the endpoint's host are answered; None where a target is asked."""
    yield _recordings(request).tape_of(request.node) if _is_recorded(request.config) else None


@contextmanager
def client_for(request: pytest.FixtureRequest) -> Iterator[Client]:
    """A client whose answers come from the test's recordings, or one of the run's target."""
    if not _is_recorded(request.config):
        with client_of(request.config) as client:
            yield client
        return
    recordings = _recordings(request)
    recordings.tape_of(request.node)
    account = recordings.account
    with Client(HOST, account.id, account.secret, timeout=request.config.option.linkface_timeout) as client:
        yield client


@contextmanager
def url_for(request: pytest.FixtureRequest) -> Iterator[str]:
    """An address: of the test's recordings where it asks for ``linkface_cassettes``, else of a server that decides."""
    if "linkface_cassettes" in request.fixturenames and _is_recorded(request.config):
        recordings = _recordings(request)
        with Served(recordings.desk_of(recordings.tape_of(request.node))) as served:
            yield served.url
        return
    yield request.getfixturevalue("_linkface_target").url


def _is_recorded(config: pytest.Config) -> bool:
    """In every run that does not ask a server directly."""
    option = config.option
    asks = option.linkface_live or option.linkface_contract or option.linkface_url is not None
    return option.linkface_record is not None or not asks


def _recordings(request: pytest.FixtureRequest) -> Recordings:
    manager = request.config.pluginmanager
    known = manager.get_plugin("linkface-recordings")
    if known is None:
        known = Recordings(request.session)
        manager.register(known, "linkface-recordings")
    return known
