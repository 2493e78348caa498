"""Which hosts pictures may be fetched from, and at which addresses: none unless named, no private one by accident."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address


class ForbiddenHostError(ValueError):
    """The host is not allowed, or is allowed but leads to an address that is not."""


class AllowedHosts(NamedTuple):
    """Hosts (``example.org``) and hosts with a port (``localhost:8000``), each exactly as written.

    A host leads only to public addresses, whatever its name server says; one with a port, an address written as such
    and ``localhost`` were meant as they stand.
    """

    entries: frozenset[str]

    @classmethod
    def of(cls, entries: Iterable[str]) -> AllowedHosts:
        """From what a user wrote."""
        return cls(frozenset(entry.strip().lower() for entry in entries))

    def addresses(self, host: str, port: int) -> list[str]:
        """Resolve a host, once, to the addresses that may be connected to; OSError when it has none."""
        name = host.lower().strip("[]")
        exact = f"{host.lower()}:{port}" in self.entries
        if not exact and not {host.lower(), name} & self.entries:
            raise ForbiddenHostError("its host is not allowed (--allow-host, or allow_hosts=)")
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not exact and not _is_written_out(name) and not all(map(_is_public, addresses)):
            raise ForbiddenHostError("its host leads to a private address (allow it together with its port)")
        return addresses


def _is_written_out(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        _parsed(name)
    except ValueError:
        return False
    return True


def _parsed(address: str) -> IPv4Address | IPv6Address:
    from ipaddress import ip_address  # only where a url is fetched

    return ip_address(address)


def _is_public(address: str) -> bool:
    parsed = _parsed(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None) or parsed
    return bool(mapped.is_global and not mapped.is_multicast)
