"""Heads of answers, as h11 writes them: a library that the server does not use and that knows the same standard."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import h11
import pytest

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Emulator

BODY = b"x=1"
SECOND = b"GET /_emulator/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def wire(version: bytes, method: bytes, *fields: bytes) -> bytes:
    """A small call."""
    kind = b"Content-Type: application/x-www-form-urlencoded"
    line = b"%s %s HTTP/%s" % (method, PATH.encode(), version)
    return b"\r\n".join([line, b"Host: x", kind, b"Content-Length: %d" % len(BODY), *fields, b"", BODY])


def answered(emulator: Emulator, sent: bytes) -> bytes:
    """Everything that comes until the server closes."""
    parts = urlsplit(emulator.url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as sock:
        sock.sendall(sent)
        return b"".join(iter(lambda: sock.recv(65536), b""))


def by_h11(sent: bytes, length: int) -> tuple[bytes, bool]:
    """The head that h11 writes to this request, whole as it is, and whether another may follow."""
    server = h11.Connection(h11.SERVER)
    server.receive_data(sent)
    while not isinstance(server.next_event(), h11.EndOfMessage):
        pass
    fields = [("Content-Type", "application/json;charset=utf-8"), ("Content-Length", str(length))]
    head = server.send(h11.Response(status_code=401, headers=fields))
    server.send(h11.Data(data=bytes(length)))
    server.send(h11.EndOfMessage())
    return head or b"", server.our_state is h11.DONE


@pytest.mark.parametrize("version", [b"1.1", b"1.0"])
@pytest.mark.parametrize(
    "fields",
    [
        (),
        (b"Connection: keep-alive",),
        (b"Connection: Keep-Alive",),
        (b"Connection: close",),
        (b"Connection: keep-alive, close",),
        (b"Connection: keep-alive", b"Connection: close"),
        (b"Connection: Upgrade", b"Upgrade: websocket"),
        (b"Expect: 100-continue",),
    ],
    ids=lambda fields: b" ".join(fields).decode() or "nothing",
)
def test_heads_are_h11s(emulator: Emulator, version: bytes, fields: tuple[bytes, ...]) -> None:
    """Whatever a request says of its connection, the answer's head and what becomes of the connection are h11's."""
    sent = wire(version, b"POST", *fields)
    for _ in range(2):
        got = answered(emulator, sent + SECOND)
        head, mark, rest = got.partition(b"\r\n\r\n")
        body, is_kept = rest[: rest.index(b"}") + 1], b'{"status": "ok"}' in rest
        assert (head + mark, is_kept) == by_h11(sent, len(body))


def test_later_request_decides_for_itself(emulator: Emulator) -> None:
    """A connection that carried a usual call answers HEAD without a body, and ends where the next call asks for it."""
    usual, last = wire(b"1.1", b"POST"), wire(b"1.1", b"POST", b"Connection: close")
    got = answered(emulator, usual + wire(b"1.1", b"HEAD") + usual + last + SECOND)
    assert got.count(b"HTTP/1.1 401") == 3
    assert got.count(b"HTTP/1.1 404") == 1
    assert got.count(b'"UNAUTHORIZED"') == 3
    assert got.count(b"Connection: close") == 1
    assert b'"NOT_FOUND"' not in got
    assert b'"ok"' not in got
