"""Connections beyond this machine: blocked and remembered in any thread, loopback and allowed hosts let through."""

import asyncio
import contextlib
import http.client
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from pytest_linkface.recording import BlockedConnection, Guard

FAR = "203.0.113.7"  # an address for documentation, which leads nowhere
NEAR = ("fe80::7", 9, 0, 1)  # a neighbour on the loopback interface: not loopback, and yet no packet leaves


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """What a guard has to tell, while it is on."""
    guard, told = Guard(), list[str]()
    guard.on(told)
    yield told
    guard.remove()


def by_connecting() -> None:
    """As most clients do."""
    with socket.socket() as sock:
        sock.settimeout(0.05)
        sock.connect((FAR, 80))


def by_connect_ex() -> None:
    """As asyncio's neighbours do."""
    with socket.socket() as sock:
        sock.settimeout(0.05)
        sock.connect_ex((FAR, 80))


def by_datagram() -> None:
    """Without a connection."""
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.sendto(b"x", (FAR, 53))


def by_six() -> None:
    """By the newer protocol."""
    with socket.socket(socket.AF_INET6) as sock:
        sock.settimeout(0.05)
        sock.connect(("2001:db8::7", 80, 0, 0))


def by_name() -> None:
    """A question to a name server leaves the machine, too."""
    socket.getaddrinfo("example.org", 443)


def by_asyncio() -> None:
    """In an event loop."""
    asyncio.run(_open())


async def _open() -> None:
    await asyncio.wait_for(asyncio.open_connection(FAR, 80), 0.05)


WAYS: list[Callable[[], Any]] = [
    by_connecting,
    by_connect_ex,
    by_datagram,
    by_six,
    by_name,
    by_asyncio,
    lambda: requests.get(f"http://{FAR}/", timeout=0.05),
    lambda: urllib.request.urlopen(f"http://{FAR}/", timeout=0.05),
    lambda: http.client.HTTPConnection(FAR, timeout=0.05).request("GET", "/"),
]


NAMES = ["connect", "connect_ex", "datagram", "six", "name", "asyncio", "requests", "urllib", "http.client"]


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_every_way_out_is_blocked(troubles: list[str], way: Callable[[], Any]) -> None:
    """Whatever opens the connection fails with a plain message that says how to allow it."""
    with pytest.raises(BlockedConnection, match=r"nothing may leave this machine.*--linkface-allow-hosts="):
        way()
    assert len(troubles) == 1


def test_another_thread_is_blocked(troubles: list[str]) -> None:
    """A thread's attempt fails there, and is remembered for the test although nobody sees the exception."""
    failed: list[BaseException] = []

    def attempt() -> None:
        try:
            by_connecting()
        except BlockedConnection as error:
            failed.append(error)

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failed) == len(troubles) == 8


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "::ffff:127.0.0.1", "127.1.2.3"])
def test_loopback_is_open(troubles: list[str], host: str) -> None:
    """This machine's own addresses can be asked, refused or not."""
    for family, *_, address in socket.getaddrinfo(host, 9, type=socket.SOCK_STREAM):
        with socket.socket(family) as sock:
            sock.connect_ex(address)
    assert troubles == []


def to_a_neighbour() -> None:
    """To an address that is not loopback; whether somebody is there does not matter."""
    with socket.socket(socket.AF_INET6) as sock, contextlib.suppress(OSError):
        sock.settimeout(0.05)
        sock.connect(NEAR)


def test_an_allowed_host_is_open() -> None:
    """A host that was allowed can be connected to, and no other."""
    guard, told = Guard([NEAR[0]]), list[str]()
    guard.on(told)
    try:
        to_a_neighbour()
        with pytest.raises(BlockedConnection):
            by_connecting()
    finally:
        guard.remove()
    assert len(told) == 1


def test_a_name_that_is_always_closed_needs_no_test() -> None:
    """The endpoint's own name stays closed between tests, while everything else is open again."""
    guard, told = Guard(always=["service.invalid"]), list[str]()
    guard.on(told)
    guard.off()
    try:
        with pytest.raises(BlockedConnection):
            socket.getaddrinfo("service.invalid", 443)
        to_a_neighbour()
    finally:
        guard.remove()
    assert told == []


def test_a_removed_guard_hears_nothing() -> None:
    """While it is on a neighbour is out of reach; afterwards sockets are as before."""
    guard, told = Guard(), list[str]()
    guard.on(told)
    with pytest.raises(BlockedConnection):
        to_a_neighbour()
    guard.remove()
    to_a_neighbour()
    assert len(told) == 1
