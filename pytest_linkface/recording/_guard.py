"""Keeps this process from connecting to anything but loopback, and remembers who tried, in whatever thread.

It listens to Python's own audit events, which every socket of the standard library raises, so that nothing has to be
patched and nothing that patches sockets can undo it. Connections of C libraries (pycurl, uvloop) and of other
processes are not seen.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
import threading
from collections.abc import Iterable
from functools import cache
from typing import Any

from pytest_linkface.recording._errors import BlockedConnection

_CONNECTING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_RESOLVING = {"socket.getaddrinfo", "socket.gethostbyname"}
_REPLAYING = (
    "a connection to {host} was tried in a run that replays recordings; nothing may leave this machine. "
    "To allow it: --linkface-allow-hosts={host}"
)


class Guard:
    """Lets connections to loopback and to the allowed hosts pass while it is on; ``always`` is closed even when off.

    ``telling`` is what whoever tried is told, with ``{host}``.
    """

    def __init__(
        self, allowed: Iterable[str] = (), *, always: Iterable[str] = (), telling: str = _REPLAYING
    ) -> None:
        self._names = {host.lower() for host in allowed} | {"localhost", socket.gethostname().lower()}
        self._always = {host.lower() for host in always}
        self._addresses: set[str] = {host for host in self._names if _number(host)}
        self._telling = telling
        self._own = threading.local()
        self._troubles: list[str] | None = None

    def on(self, troubles: list[str]) -> None:
        """Begin; what is blocked is told in ``troubles``, too, for the exception may be swallowed."""
        self.watch()
        self._troubles = troubles

    def watch(self) -> None:
        """Begin with the hosts that are always closed, and with no other."""
        _listening().add(self)

    def off(self) -> None:
        """End, but for the hosts that are always closed."""
        self._troubles = None

    def remove(self) -> None:
        """End altogether."""
        _listening().discard(self)

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Judge one audit event."""
        if event in _RESOLVING:
            self._resolve(_host(arguments[0]))
        elif event in _CONNECTING and isinstance(arguments[-1], tuple):
            self._connect(arguments[0], str(arguments[-1][0]))

    def _resolve(self, host: str) -> None:
        if getattr(self._own, "is_resolving", False) or not host or _number(host):
            return
        if self._troubles is None and host not in self._always:
            return
        if host not in self._names and not host.endswith(".localhost"):
            self._block(host)
        elif self._troubles is not None:
            self._learn(host)

    def _learn(self, host: str) -> None:
        """Where an allowed name leads."""
        self._own.is_resolving = True
        try:
            self._addresses.update(str(found[4][0]) for found in socket.getaddrinfo(host, None))
        except OSError:
            return  # who asked will be told
        finally:
            self._own.is_resolving = False

    def _connect(self, sock: socket.socket, host: str) -> None:
        number = _number(host.partition("%")[0])
        if self._troubles is None or host in self._addresses:
            return
        if number is None:
            self._resolve(host.lower())
        elif not _is_here(number):
            sock.close()  # clients close it for an OSError only
            self._block(host)

    def _block(self, host: str) -> None:
        text = self._telling.format(host=host)
        if self._troubles is not None:
            self._troubles.append(text)
        raise BlockedConnection(text)


Number = ipaddress.IPv4Address | ipaddress.IPv6Address


def _number(host: str) -> Number | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_here(number: Number) -> bool:
    mapped = getattr(number, "ipv4_mapped", None) or number
    return bool(mapped.is_loopback or mapped.is_unspecified)


def _host(value: object) -> str:
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else str(value or "")
    return text.lower().rstrip(".")


@cache
def _listening() -> set[Guard]:
    """The guards that hear; made with the one audit hook of the process, for Python cannot remove one."""
    guards: set[Guard] = set()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if guards and event.startswith("socket."):
            for guard in tuple(guards):
                guard.hear(event, arguments)

    sys.addaudithook(hook)
    return guards
