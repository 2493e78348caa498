"""The head of one HTTP request, as every door reads it: nothing decoded but the escapes of the path."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from pytest_linkface.emulator._request import Pairs, pairs


@dataclass(frozen=True, slots=True)
class Head:
    """Method, path without escapes, query with them, and the header fields under lower-case names."""

    method: str
    path: bytes
    query: bytes = dataclasses.field(default=b"", repr=False)
    fields: Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)
    tls_verified: bool | None = None
    """Whether the client verifies certificates; None where nobody can see it."""

    def field(self, name: str) -> str:
        """One header field; an absent one is as good as an empty one."""
        return self.fields.get(name, "")

    def pairs(self) -> Pairs:
        """The query's parameters; ValueError when there are too many."""
        return pairs(self.query)
