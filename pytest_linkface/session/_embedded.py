"""The emulator as a target: started for a run, with an account in each condition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pytest_linkface.conformance import SPECIAL_ACCOUNTS, Target
from pytest_linkface.exchange import Account

_DOWNLOAD_SECONDS = 2.0
"""How long the emulator waits for a download: not the platform's five seconds, but enough for a busy machine."""


@contextmanager
def embedded(*further: Account) -> Iterator[Target]:
    """An emulator in a thread, which may download from loopback and knows some further accounts."""
    from pytest_linkface import emulator as kit  # recordings are answered without the extra that it needs

    accounts = [Account(one.api_id, one.api_secret) for one in kit.DEFAULT_ACCOUNTS]
    special = dict(zip(SPECIAL_ACCOUNTS, accounts[1:], strict=True))
    known = (*kit.DEFAULT_ACCOUNTS, *(kit.Account(one.id, one.secret) for one in further))
    with kit.Emulator(known, allow_hosts=("127.0.0.1",), download_timeout=_DOWNLOAD_SECONDS) as emulator:
        yield Target("emulator", emulator.url, accounts[0], special)
