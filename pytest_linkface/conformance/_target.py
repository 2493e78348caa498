"""What is judged: an address, the accounts to ask with, and where it can download pictures from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pytest_linkface.client import is_loopback
from pytest_linkface.conformance._capability import Capability
from pytest_linkface.contract import HOST
from pytest_linkface.exchange import Account

SPECIAL_ACCOUNTS = ("KEY_EXPIRED", "NO_PERMISSION", "OUT_OF_QUOTA", "RATE_LIMIT_EXCEEDED", "INTERNAL_ERROR")
"""The documented errors that only an account in a special condition provokes."""


@dataclass(frozen=True, slots=True)
class Target:
    """One server under judgement."""

    name: str
    """How the ids of the cases call it: ``emulator``, ``live``, or its host and port."""
    url: str
    account: Account
    special: Mapping[str, Account] = field(default_factory=dict)
    """Documented status to the account that provokes it, as far as they are given."""
    timeout: float = 30.0
    """Seconds for a whole answer."""
    pauses: tuple[float, ...] = (0.5, 2.0)
    """Seconds before a call that was not answered, or put off, is sent again, and once more."""
    image_host: str | None = None
    """The address under which the target reaches this machine; None where it is not said."""
    image_listen: tuple[str, int] | None = None
    """Where the kit listens for it, when the address is a forwarded one."""
    without: frozenset[Capability] = frozenset()
    """What it is declared not to support."""

    @property
    def on_loopback(self) -> bool:
        """Whether the target runs on this machine and is asked without leaving it."""
        return is_loopback(self.url)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must not be printed, with the forms of the good secret that the suite sends as wrong ones."""
        accounts = (self.account, *self.special.values())
        whole = [text for account in accounts for text in (account.id, account.secret)]
        return tuple(text for text in (*whole, self.account.secret[:-1], self.account.secret.swapcase()) if text)


def name_of(url: str) -> str:
    """The short name of a target: ``live`` or its host and port, without credentials in the address."""
    if url.rstrip("/") == HOST:
        return "live"
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
