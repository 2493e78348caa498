"""No complete answer: said in plain words, and in time."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from pytest_linkface.client import Client
from pytest_linkface.errors import NoAnswer
from tests.client._scripted import http, scripted

_OPEN = b"HTTP/1.1 200 OK\r\n\r\n"


def reset(connection: socket.socket) -> None:
    """End the connection with RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def silence(connection: socket.socket) -> None:
    """Say nothing until the client goes away."""
    connection.settimeout(5)
    with suppress(OSError):
        connection.recv(1)


def half(connection: socket.socket) -> None:
    """Begin a body, then say nothing."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    silence(connection)


def broken_off(connection: socket.socket) -> None:
    """Promise more than is sent."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")


def endless(connection: socket.socket) -> None:
    """Send without end, as fast as it goes."""
    connection.sendall(_OPEN)
    while True:
        connection.sendall(b" " * 65536)


def dripping(connection: socket.socket) -> None:
    """A byte at a time, each well within any timeout of a socket."""
    _drip(connection, _OPEN)


def dripping_in_chunks(connection: socket.socket) -> None:
    """Likewise in chunks."""
    _drip(connection, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n")


def dripping_redirect(connection: socket.socket) -> None:
    """Likewise beneath a redirect, whose body requests reads by itself."""
    _drip(connection, b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n")


def endless_redirect(connection: socket.socket) -> None:
    """A redirect whose body does not end."""
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n")
    while True:
        connection.sendall(b" " * 65536)


def _drip(connection: socket.socket, head: bytes, drop: bytes = b" ") -> None:
    connection.sendall(head)
    for _ in range(400):
        connection.sendall(drop)
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (reset, "connection reset by peer"),
        (silence, "no complete answer within 0.3 s"),
        (half, "no complete answer within 0.3 s"),
        (dripping, "no complete answer within 0.3 s"),
        (dripping_in_chunks, "no complete answer within 0.3 s"),
        (dripping_redirect, "no complete answer within 0.3 s"),
        (broken_off, "the answer broke off"),
        (endless, "the answer went on after 8,388,608 bytes"),
        (endless_redirect, "the answer went on after 8,388,608 bytes"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_goes_wrong_on_the_way_is_said_plainly(script: Callable[[socket.socket], None], words: str) -> None:
    """One exception, a sentence without jargon, no later than about twice the timeout."""
    timeout = 0.3 if "0.3" in words else 5
    with scripted(script) as server, Client(server.url, timeout=timeout) as client:
        started = time.monotonic()
        with pytest.raises(NoAnswer) as error:
            client.compare_faces_in_two_images(b"1", b"2")
        assert time.monotonic() - started < 10  # and not the 20 s of what drips
    assert str(error.value) == words
    assert error.value.__context__ is None


def test_bytes_that_are_no_http_are_no_answer() -> None:
    """A server that speaks another protocol."""
    with scripted(b"SSH-2.0-OpenSSH_9.2\r\n") as server, Client(server.url) as client, pytest.raises(NoAnswer) as error:
        client.compare_faces_in_two_images(b"1", b"2")
    assert str(error.value) == "the connection failed (BadStatusLine)"


def test_a_body_that_does_not_unpack_is_no_answer() -> None:
    """A content encoding that the bytes do not have."""
    answer = http(200, b"{}", "Content-Encoding: gzip")
    with scripted(answer) as server, Client(server.url) as client, pytest.raises(NoAnswer, match="connection failed"):
        client.compare_faces_in_two_images(b"1", b"2")


def test_a_closed_port_is_a_refused_connection() -> None:
    """The commonest mistake of all has to be told by its name."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # and never listens; nobody else can have the port meanwhile
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with Client(url) as client, pytest.raises(NoAnswer, match=r"^connection refused$"):
            client.compare_faces_in_two_images(b"1", b"2")


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "cloudapi.linkface.cn", "ftp://host", "http://", "http://[bad", ""])
def test_an_address_that_is_none_is_said_to_be_none(url: str) -> None:
    """Before anything is sent, and with an example of one."""
    with Client(url) as client, pytest.raises(NoAnswer) as error:
        client.compare_faces_in_two_images(b"1", b"2")
    assert str(error.value) == "the base url is no address such as https://cloudapi.linkface.cn"
