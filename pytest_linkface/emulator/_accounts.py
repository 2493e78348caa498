"""Who may call: accounts, and the ledger that lets their calls pass or says what is in the way."""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._counts import Count, Counts
from pytest_linkface.emulator._hiding import hides


class Rate(NamedTuple):
    """A token bucket: so many calls at once, and so many a second in the long run."""

    burst: int
    per_second: float


@hides("api_secret")
class Account(NamedTuple):
    """One ``api_id``, its secret, and the condition that it is in; without options it is a good one."""

    api_id: str
    api_secret: str
    expires: float = math.inf
    """Unix time from which on the answer is KEY_EXPIRED."""
    permitted: bool = True
    quota: float = math.inf
    """How many calls are answered before OUT_OF_QUOTA."""
    rate: Rate | None = None
    """Calls beyond it are answered RATE_LIMIT_EXCEEDED; they cost no quota."""
    fails: bool = False
    """Every call is answered INTERNAL_ERROR."""


_NEW_YEAR_2020 = 1_577_836_800.0

DEFAULT_ACCOUNTS = (
    Account("linkface-demo", "linkface-demo-secret"),
    Account("linkface-expired", "linkface-expired-secret", expires=_NEW_YEAR_2020),
    Account("linkface-forbidden", "linkface-forbidden-secret", permitted=False),
    Account("linkface-spent", "linkface-spent-secret", quota=0),
    Account("linkface-hasty", "linkface-hasty-secret", rate=Rate(burst=0, per_second=0)),
    Account("linkface-broken", "linkface-broken-secret", fails=True),
)
"""A good one, and KEY_EXPIRED, NO_PERMISSION, OUT_OF_QUOTA, RATE_LIMIT_EXCEEDED and INTERNAL_ERROR in this order."""


class Ledger:
    """The accounts, and what becomes of a call by its account's condition; ``counts`` knows the calls before it."""

    def __init__(self, accounts: Iterable[Account], *, clock: Callable[[], float], counts: Counts) -> None:
        self._accounts = tuple(accounts)
        self._encoded = [(one, one.api_id.encode(), one.api_secret.encode()) for one in self._accounts]
        self._clock = clock
        self._counts = counts

    def admit(self, api_id: str, api_secret: str) -> Account:
        """Let one call pass and count it, or refuse it by the account's condition."""
        account = self._known(api_id, api_secret)
        if self._clock() >= account.expires:
            raise RefusalError("KEY_EXPIRED", reason=f"the key of this account expired at {_moment(account.expires)}")
        if not account.permitted:
            raise RefusalError("NO_PERMISSION")
        if account.rate is not None or account.quota < math.inf:
            self._charge(account)
        if account.fails:
            raise RefusalError("INTERNAL_ERROR")
        return account

    def __contains__(self, account: object) -> bool:
        """Whether this very account may call here."""
        return account in self._accounts

    def reset(self) -> None:
        """Let nobody have called yet."""
        self._counts.clear()

    def _known(self, api_id: str, api_secret: str) -> Account:
        # Every account is compared in full, so that the time taken tells nothing about ids and secrets.
        given_id, given_secret, equal = api_id.encode(), api_secret.encode(), hmac.compare_digest
        named = [(one, equal(own_id, given_id), equal(secret, given_secret)) for one, own_id, secret in self._encoded]
        matches = [account for account, has_id, has_secret in named if has_id & has_secret]
        if not matches:
            is_known = any([has_id for _, has_id, _ in named])  # noqa: C419 -- as above
            raise RefusalError("UNAUTHORIZED", clause="LF-CRED-SECRET" if is_known else "LF-CRED-ID")
        return matches[0]

    def _charge(self, account: Account) -> None:
        status = self._counts.take(account.api_id, lambda count: _charged(account, count, self._clock()))
        if status:
            raise RefusalError(status)


def _charged(account: Account, count: Count, now: float) -> tuple[Count, str]:
    """What one more call leaves of an account's tokens and quota, and the status that refuses it."""
    if account.rate is not None:
        refilled = count.tokens + max(0.0, now - count.since) * account.rate.per_second
        tokens = min(account.rate.burst, refilled)
        count = count._replace(tokens=tokens - 1 if tokens >= 1 else tokens, since=now)
        if tokens < 1:
            return count, "RATE_LIMIT_EXCEEDED"
    if count.calls >= account.quota:
        return count, "OUT_OF_QUOTA"
    return count._replace(calls=count.calls + 1), ""


def _moment(seconds: float) -> str:
    from datetime import UTC, datetime  # for a refusal alone

    return datetime.fromtimestamp(seconds, UTC).isoformat()
