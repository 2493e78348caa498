"""One defensible choice as a value."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from ._accounts import ACCOUNTS, Account
from ._behaviour import Behaviour
from .reference import Reference, Service


class Served(Protocol):
    """Something that listens."""

    @property
    def url(self) -> str:
        """The base of the server."""


Serve = Callable[[Service], AbstractContextManager[Served]]


@dataclass(frozen=True)
class Control:
    """A server that keeps every promise and chooses otherwise where the manual is silent."""

    name: str
    why: str
    make: Callable[[], Behaviour]
    under: Serve | None = field(default=None, repr=False)
    """Another server than werkzeug's to listen with."""

    def serve(
        self, accounts: Mapping[str, Account] = ACCOUNTS, *, download_seconds: float = 5.0
    ) -> AbstractContextManager[Served]:
        """Give the server, to be entered with `with`."""
        if self.under is not None:
            return self.under(Service(accounts, self.make(), download_seconds=download_seconds))
        return Reference(accounts, self.make(), download_seconds=download_seconds)
