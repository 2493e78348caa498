"""The kit's own emulator is judged like any other server, also where another program serves it."""

from __future__ import annotations

from pytest_linkface.conformance import suite
from pytest_linkface.emulator import Account, Emulator, Rate, application
from tests.conformance.judging import judged, told
from tests.servers._waitress import KeptOpen
from tests.servers.selfcheck import GOOD, SPECIAL

ACCOUNTS = (
    Account(GOOD.id, GOOD.secret),
    Account(SPECIAL["KEY_EXPIRED"].id, SPECIAL["KEY_EXPIRED"].secret, expires=0),
    Account(SPECIAL["NO_PERMISSION"].id, SPECIAL["NO_PERMISSION"].secret, permitted=False),
    Account(SPECIAL["OUT_OF_QUOTA"].id, SPECIAL["OUT_OF_QUOTA"].secret, quota=0),
    Account(SPECIAL["RATE_LIMIT_EXCEEDED"].id, SPECIAL["RATE_LIMIT_EXCEEDED"].secret, rate=Rate(2, 0.001)),
    Account(SPECIAL["INTERNAL_ERROR"].id, SPECIAL["INTERNAL_ERROR"].secret, fails=True),
)


def test_under_another_server() -> None:
    """Served by waitress on a socket, it keeps every promise."""
    verdict, _ = judged(KeptOpen(application(ACCOUNTS, allow_hosts=("127.0.0.1",))), suite())

    assert verdict.exit_code == 0, told(verdict)
    assert [one.clause.id for one in verdict.open] == []


def test_that_downloads_nothing_from_loopback() -> None:
    """Its guard against forged requests is no fault: urls are not exercised, and enough else is."""
    verdict, _ = judged(Emulator(ACCOUNTS), suite())

    assert verdict.exit_code == 0, told(verdict)
    assert {one.clause.id for one in verdict.open} == {
        "LF-SRC-URL", "LF-SRC-ALIKE", "LF-ERR-DOWNLOAD-ERROR", "LF-ERR-DOWNLOAD-TIMEOUT", "LF-OBS-REDIRECT",
    }  # fmt: skip
    assert all("--linkface-image-host" in one.note for one in verdict.open)
