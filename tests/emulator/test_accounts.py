"""Accounts come into their conditions by what happens, not by their names."""

from __future__ import annotations

import pytest

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Account, Emulator, Rate
from pytest_linkface.images import scene
from tests.emulator._asking import DEMO, ask

GOOD = scene(1).make()
PAIR = {"image_one_file": GOOD, "image_two_file": GOOD}


def statuses(emulator: Emulator, calls: int) -> list[str]:
    """What so many calls are answered."""
    return [ask(emulator, DEMO, files=PAIR).json["status"] for _ in range(calls)]


def test_quota_counts_down() -> None:
    """Two calls of quota are two answers."""
    assert statuses(Emulator([Account(DEMO["api_id"], DEMO["api_secret"], quota=2)]), 3) == ["OK", "OK", "OUT_OF_QUOTA"]


def test_bucket_refills_with_time() -> None:
    """A burst of two, then one more call for each half second that passes; refused calls cost nothing."""
    now = [1000.0]
    account = Account(DEMO["api_id"], DEMO["api_secret"], rate=Rate(burst=2, per_second=2), quota=5)
    emulator = Emulator([account], clock=lambda: now[0])
    assert statuses(emulator, 3) == ["OK", "OK", "RATE_LIMIT_EXCEEDED"]
    now[0] += 0.5
    assert statuses(emulator, 2) == ["OK", "RATE_LIMIT_EXCEEDED"]
    now[0] += 60
    assert statuses(emulator, 3) == ["OK", "OK", "RATE_LIMIT_EXCEEDED"]
    now[0] += 60
    assert statuses(emulator, 1) == ["OUT_OF_QUOTA"]


def test_key_expires_by_the_clock() -> None:
    """The same account is good before its moment and expired from it on, with the moment as the reason."""
    now = [99.0]
    emulator = Emulator([Account(DEMO["api_id"], DEMO["api_secret"], expires=100.0)], clock=lambda: now[0])
    assert statuses(emulator, 1) == ["OK"]
    now[0] = 100.0
    reply = ask(emulator, DEMO, files=PAIR)
    assert reply.verdict == (401, "KEY_EXPIRED", None)
    assert "1970-01-01T00:01:40" in reply.json["reason"]


@pytest.mark.parametrize(
    "credentials",
    [{}, {"api_id": DEMO["api_id"]}, {"api_id": "", "api_secret": ""}, DEMO | {"api_id": "Linkface-demo"}],
)
def test_wrong_credentials(emulator: Emulator, credentials: dict[str, str]) -> None:
    """Missing, empty and wrong credentials are unauthorized."""
    assert ask(emulator, credentials, files=PAIR).verdict == (401, "UNAUTHORIZED", None)


def test_credentials_in_the_query(emulator: Emulator) -> None:
    """The manual's cURL sample sends them there."""
    query = f"?api_id={DEMO['api_id']}&api_secret={DEMO['api_secret']}"
    assert ask(emulator, {}, files=PAIR, url=PATH + query).json["status"] == "OK"


def test_secret_is_not_shown() -> None:
    """An account can be printed."""
    assert "hush" not in repr(Account("id", "hush"))
