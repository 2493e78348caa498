"""What h11's grammar forgives of a head and two servers may read in two ways, so that nobody is asked to choose."""

from __future__ import annotations

import re

import h11

LENGTH = re.compile(rb"^content-length[ \t]*:(.*)$", re.IGNORECASE | re.MULTILINE)
FOLD = re.compile(rb"\n[ \t]")


def check_raw(head: bytes) -> None:
    """Refuse lengths that are said twice and lines that are folded."""
    lengths = LENGTH.findall(head)
    if len(lengths) > 1 or b"," in b"".join(lengths):
        raise h11.RemoteProtocolError("several Content-Length")
    if FOLD.search(head):
        raise h11.RemoteProtocolError("a folded header line")
