"""The subcommand ``healthcheck``: whether an emulator answers, for containers that have no curl."""

from __future__ import annotations

import http.client
import json
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

SECONDS = 3.0
USAGE = "usage: python -m pytest_linkface healthcheck URL, such as http://127.0.0.1:8000\n"


def main(arguments: Sequence[str]) -> int:
    """0 when it answers, 1 when it does not, 2 when it is no address."""
    parts = urlsplit(arguments[0]) if len(arguments) == 1 else urlsplit("")
    if parts.scheme != "http" or not parts.hostname:
        sys.stderr.write(USAGE)
        return 2
    try:
        is_well = _status(parts.netloc) in ("ok", "NOT_FOUND")
    except (OSError, ValueError, http.client.HTTPException) as error:
        sys.stderr.write(f"no answer from {parts.hostname}: {type(error).__name__}\n")
        return 1
    sys.stdout.write("ok\n" if is_well else "")
    sys.stderr.write("" if is_well else f"{parts.hostname} answers, but is no emulator of Linkface\n")
    return 0 if is_well else 1


def _status(address: str) -> object:
    """The emulator's word; where its control is off, the documented one on paths that do not exist."""
    connection = http.client.HTTPConnection(address, timeout=SECONDS)
    try:
        connection.request("GET", "/_emulator/health")
        told = json.loads(connection.getresponse().read(64 * 1024))
    finally:
        connection.close()
    return told.get("status") if isinstance(told, dict) else None
