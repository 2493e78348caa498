"""Requests as two parsers read them: what ours accepts h11 has to read in the same way, wherever the pieces are cut."""

from __future__ import annotations

import h11
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._http import Message
from pytest_linkface.emulator._limits import Limits

Read = tuple[str, bytes, dict[str, str], bytes]

LINES = (
    *[b"POST /a HTTP/1.1"] * 10,
    b"POST /a?b=c HTTP/1.1", b"GET http://x/a HTTP/1.1", b"HEAD /a HTTP/1.0", b"post / HTTP/1.1", b"POST / HTTP/1.2",
    b"POST /", b"OPTIONS * HTTP/1.1", b"CONNECT x:1 HTTP/1.1", b"", b" POST / HTTP/1.1",
)  # fmt: skip
FIELDS = (
    b"Host: x", b"host:y", b"Host : x", b"Content-Length: 3", b"content-length:  3 ", b"Content-Length: 03",
    b"Content-Length: +3", b"Content-Length: 3, 3", b"Content-Length: 3;", b"Content-Length:", b"Content-Length: 0x3",
    b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked, identity",
    b"Transfer-Encoding: identity", b"Transfer-Encoding: chunked\t ", b"Transfer-Encoding : chunked",
    b"Transfer-Encoding: \x0bchunked", b"X: a\rb", b"X: \xff", b"X:", b": x", b"X", b" folded: 1", b"\tfolded",
    b"Connection: close", b"Connection: upgrade, close", b"Upgrade: h2c", b"Expect: 100-continue",
    b"X: a\nContent-Length: 3", b"X\0: 1", b"Content-Length\xa0: 3",
)  # fmt: skip
ENDS = (*[b"\r\n"] * 100, b"\n", b"\r", b"\r\r\n")
BODIES = (
    b"", b"abc", b"abcd", b"3\r\nabc\r\n0\r\n\r\n", b"3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n", b"3\nabc\r\n0\r\n\r\n",
    b"03\r\nabc\r\n0\r\n\r\n", b"3 \r\nabc\r\n0\r\n\r\n", b"3\r\nabcd\r\n0\r\n\r\n", b"-3\r\nabc\r\n0\r\n\r\n",
    b"0x3\r\nabc\r\n0\r\n\r\n", b"3\r\nabc\r\n0\r\n", b"\r\n", b"3\r\nabc0\r\n\r\n", b"ffffffffffffffff0\r\nabc",
)  # fmt: skip


FRAMES = (
    *[(b"Content-Length: 3", b"abc")] * 4, (b"X: y", b""), (b"Transfer-Encoding: chunked", b"3\r\nabc\r\n0\r\n\r\n"),
    (b"Transfer-Encoding: chunked", b"1;x=y\r\na\r\n2\r\nbc\r\n0\r\nT: 1\r\n\r\n"),
)  # fmt: skip
"""Those that fit; and what comes beside them may not."""


@st.composite
def wires(draw: st.DrawFn) -> bytes:
    """A request as somebody might write it who wants two servers to read two different ones."""
    field, body = draw(st.sampled_from(FRAMES))
    others = draw(st.lists(st.sampled_from(FIELDS), max_size=2))
    lines = [draw(st.sampled_from(LINES)), *draw(st.permutations([b"Host: x", field, *others])), b""]
    bodies = draw(st.lists(st.sampled_from(BODIES), max_size=1))
    return b"".join(line + draw(st.sampled_from(ENDS)) for line in lines) + body + b"".join(bodies)


def by_us(wire: bytes, cuts: list[int]) -> Read | None:
    """Head and body; None where they are refused or not all there."""
    message, head, body = Message(Limits()), None, b""
    for begin, end in zip([0, *cuts], [*cuts, len(wire)], strict=True):
        data = wire[begin:end]
        if head is None and data:
            head = message.read_head(data)
            data = message.rest if head else b""
        if head and data and not message.is_over:
            body += message.read_body(data)
    if head is None or not message.is_over:
        return None
    return head.method, head.path, dict(head.fields), body


def by_h11(wire: bytes) -> Read | None:
    """Likewise."""
    server, body = h11.Connection(h11.SERVER), b""
    server.receive_data(wire.lstrip(b"\r\n"))
    head = server.next_event()
    if not isinstance(head, h11.Request):
        return None
    while isinstance(event := server.next_event(), h11.Data):
        body += bytes(event.data)
    if not isinstance(event, h11.EndOfMessage):
        return None
    fields = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
    return head.method.decode(), head.target, fields, body


def test_spaces_around_a_value() -> None:
    """They are not of it, on either side; nor does the case of a coding matter."""
    read = by_us(b"POST / HTTP/1.1\r\nHost: \t x \t\r\nContent-Length:3 \r\n\r\nabc", [20, 33])
    assert read == ("POST", b"/", {"host": "x", "content-length": "3"}, b"abc")
    chunks = by_us(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: CHUNKED\r\n\r\n3\r\nabc\r\n0\r\n\r\n", [50])
    assert chunks is not None
    assert chunks[3] == b"abc"


@settings(max_examples=2000, deadline=None, derandomize=True)
@given(wire=wires(), data=st.data())
def test_what_is_accepted_is_read_alike(wire: bytes, data: st.DataObject) -> None:
    """Whoever stands before the server, or behind it, reads the same request: none is smuggled in another."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(wire)), max_size=4)))
    try:
        ours = by_us(wire, cuts)
    except RefusalError:
        return
    if ours is None:
        return
    theirs = by_h11(wire)
    assert theirs is not None
    assert (ours[0], ours[2], ours[3]) == (theirs[0], theirs[2], theirs[3])
