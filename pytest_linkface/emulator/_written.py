"""Heads of answers as h11 writes them, each written once: the same few go out again and again."""

from __future__ import annotations

from functools import lru_cache

import h11

KEPT = (b"", b"keep-alive")
"""What HTTP/1.1 clients that keep their connection say of it."""


def is_usual(request: h11.Request, fields: list[tuple[bytes, bytes]]) -> bool:
    """Whether nothing of this request, with these fields, has a say in the head of its answer."""
    if request.http_version != b"1.1" or request.method != b"POST":
        return False
    return all(value.lower() in KEPT for name, value in fields if name == b"connection")


@lru_cache(maxsize=256)
def usual_head(http_code: int, fields: tuple[tuple[str, str], ...]) -> bytes:
    """The head of an answer to a usual request; its fields tell the length of its body."""
    return h11.Connection(h11.SERVER).send(h11.Response(status_code=http_code, headers=list(fields))) or b""
