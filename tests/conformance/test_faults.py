"""Every server that breaks one promise is found out, and the promise is named for the reason that it is broken."""

from __future__ import annotations

import tomllib

import pytest

from pytest_linkface.selfcheck import Fate, battery, tried
from tests.servers.faults import FAULTS
from tests.servers.selfcheck import ADDRESS, REASONS

BATTERY = battery(ADDRESS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_promise_is_named(name: str) -> None:
    """The suite finds a clause broken that the fault breaks, and observes what was pinned for it."""
    outcome = tried(BATTERY.specimens[name], BATTERY)

    assert outcome.fate is Fate.KILLED, outcome


def test_every_fault_has_its_reasons() -> None:
    """No fault is without a pinned reason, and no reason without its fault: ``--pins`` prints them."""
    assert tomllib.loads(REASONS.read_text("utf-8")).keys() == FAULTS.keys()
