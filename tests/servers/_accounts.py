"""Accounts and the conditions in which a good secret does not help."""

import hmac
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ._terms import Refusal


@dataclass(frozen=True)
class Account:
    """What is known of one `api_id`; the counts are of calls since the server began."""

    secret: str
    expired: str | None = None
    permitted: bool = True
    quota: int | None = None
    per_minute: int | None = None
    broken: bool = False


ACCOUNTS: Mapping[str, Account] = {
    "good-id": Account("good-secret"),
    "expired-id": Account("expired-secret", expired="2019-12-31"),
    "unpermitted-id": Account("unpermitted-secret", permitted=False),
    "exhausted-id": Account("exhausted-secret", quota=0),
    "hurried-id": Account("hurried-secret", per_minute=0),
    "broken-id": Account("broken-secret", broken=True),
}


class Ledger:
    """Counts the calls of each account, and says who may call now."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self.accounts = accounts
        self._lock = threading.Lock()
        self._calls: Counter[str] = Counter()
        self._minutes: Counter[tuple[str, int]] = Counter()

    def admit(self, api_id: str, api_secret: str) -> None:
        """Let the caller in, or refuse with the status of its condition."""
        account = self.accounts.get(api_id)
        if account is None or not hmac.compare_digest(account.secret.encode(), api_secret.encode(errors="replace")):
            raise Refusal("UNAUTHORIZED")
        if account.expired:
            raise Refusal("KEY_EXPIRED", reason=f"the key expired on {account.expired}")
        if not account.permitted:
            raise Refusal("NO_PERMISSION")
        self._count(api_id, account)
        if account.broken:
            raise RuntimeError("the shard of this account is down")

    def _count(self, api_id: str, account: Account) -> None:
        minute = (api_id, int(time.monotonic() // 60))
        with self._lock:
            if account.per_minute is not None and self._minutes[minute] >= account.per_minute:
                raise Refusal("RATE_LIMIT_EXCEEDED")
            if account.quota is not None and self._calls[api_id] >= account.quota:
                raise Refusal("OUT_OF_QUOTA")
            self._minutes[minute] += 1
            self._calls[api_id] += 1
