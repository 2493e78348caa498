"""Fetching a picture from a url within one deadline for the whole download, redirects included."""

import http.client
import time
from contextvars import ContextVar
from urllib.parse import urljoin, urlsplit

from ._terms import Refusal, Side

REDIRECTS = 5
SECONDS = ContextVar("SECONDS", default=5.0)
"""How long a download may take; set for each call by the service that answers it."""


def download(url: str, side: Side, *, most: int, seconds: float | None = None, redirects: int = REDIRECTS) -> bytes:
    """Give the body behind a url, at most `most + 1` bytes of it."""
    deadline = time.monotonic() + (SECONDS.get() if seconds is None else seconds)
    try:
        for _ in range(redirects + 1):
            found, place = _get(url, deadline, most + 1)
            if place is None:
                return found
            url = urljoin(url, place)
    except TimeoutError:
        raise Refusal("DOWNLOAD_TIMEOUT", side=side) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Refusal("DOWNLOAD_ERROR", side=side, reason=type(error).__name__) from None
    raise Refusal("DOWNLOAD_ERROR", side=side, reason="too many redirects")


def _get(url: str, deadline: float, most: int) -> tuple[bytes, str | None]:
    parts = urlsplit(url)
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    if parts.scheme not in kinds or not parts.hostname:
        raise ValueError("not an http url")
    connection = kinds[parts.scheme](parts.hostname, parts.port, timeout=_left(deadline))
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path.encode("ascii", "strict").decode(), headers={"Accept": "image/*"})
        sock = connection.sock
        sock.settimeout(_left(deadline))
        response = connection.getresponse()
        if response.status in {301, 302, 303, 307, 308}:
            return b"", response.headers.get("Location") or ""
        if response.status != 200:
            raise ValueError(f"HTTP {response.status}")
        pieces: list[bytes] = []
        while most > 0:
            sock.settimeout(_left(deadline))
            piece = response.read1(min(most, 65536))
            if not piece:
                break
            pieces.append(piece)
            most -= len(piece)
        return b"".join(pieces), None
    finally:
        connection.close()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
