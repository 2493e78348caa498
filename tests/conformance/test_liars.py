"""A server that is wrong as a whole gets a verdict that says so: broken if it answers, else too little verified."""

from __future__ import annotations

import pytest

from pytest_linkface.selfcheck import Fate, battery, tried
from tests.servers.liars import LIARS
from tests.servers.selfcheck import ADDRESS

BATTERY = battery(ADDRESS)


@pytest.mark.parametrize("name", LIARS)
def test_a_liar_gets_its_verdict(name: str) -> None:
    """The exit code is 1 for an answer that breaks promises, 10 for none that could be judged, and it is said why."""
    outcome = tried(BATTERY.specimens[f"liar-{name}"], BATTERY)

    assert outcome.fate is Fate.JUDGED, outcome.observed
