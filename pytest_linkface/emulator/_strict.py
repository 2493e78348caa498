"""What h11's grammar forgives of a head: what two servers may read in two ways, and too much of anything."""

from __future__ import annotations

import re

import h11

from pytest_linkface.emulator._limits import Limits

LENGTH = re.compile(rb"^content-length[ \t]*:(.*)$", re.IGNORECASE | re.MULTILINE)


def check_raw(head: bytes) -> None:
    """Refuse lengths that are said twice and lines that are folded."""
    _, _, rest = head.lower().partition(b"content-length")
    if b"content-length" in rest or b"," in rest.partition(b"\n")[0]:  # rare: only then is it worth a closer look
        lengths = LENGTH.findall(head)
        if len(lengths) > 1 or b"," in b"".join(lengths):
            raise h11.RemoteProtocolError("several Content-Length")
    if b"\n " in head or b"\n\t" in head:
        raise h11.RemoteProtocolError("a folded header line")


def check_size(target: bytes, fields: list[tuple[bytes, bytes]], limits: Limits) -> None:
    """Refuse a body whose end is told in two ways, and a head that is too long."""
    names = [name for name, _ in fields]
    if b"transfer-encoding" in names and b"content-length" in names:
        raise h11.RemoteProtocolError("both Content-Length and Transfer-Encoding")
    size = sum([len(name) + len(value) for name, value in fields])
    if len(names) > limits.head_fields or size > limits.head_bytes or len(target) > limits.target_bytes:
        raise h11.RemoteProtocolError("too long a request line or too much of a head")
