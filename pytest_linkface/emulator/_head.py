"""The head of one HTTP request, as every door reads it: nothing decoded but the escapes of the path."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pytest_linkface.emulator._hiding import hides
from pytest_linkface.emulator._request import Pairs, pairs


@hides("query", "fields")
class Head(NamedTuple):
    """Method, path without escapes, query with them, and the header fields under lower-case names."""

    method: str
    path: bytes
    query: bytes = b""
    fields: Mapping[str, str] = MappingProxyType({})
    tls_verified: bool | None = None
    """Whether the client verifies certificates; None where nobody can see it."""

    def field(self, name: str) -> str:
        """One header field; an absent one is as good as an empty one."""
        return self.fields.get(name, "")

    def pairs(self) -> Pairs:
        """The query's parameters; ValueError when there are too many."""
        return pairs(self.query)
