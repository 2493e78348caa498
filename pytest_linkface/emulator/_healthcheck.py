"""The subcommand ``healthcheck``: whether an emulator answers, for containers that have no curl."""

from __future__ import annotations

import argparse
import http.client
import json
import ssl
import sys
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

SECONDS = 3.0


def main(arguments: Sequence[str]) -> int:
    """0 when it answers, 1 when it does not, 2 when it is no address."""
    options = _options(arguments)
    try:
        is_well = _status(options.url, options.cacert) in ("ok", "NOT_FOUND")
    except (OSError, ValueError, http.client.HTTPException) as error:
        sys.stderr.write(f"no answer from {options.url.hostname}: {type(error).__name__}{_advice(error)}\n")
        return 1
    sys.stdout.write("ok\n" if is_well else "")
    sys.stderr.write("" if is_well else f"{options.url.hostname} answers, but is no emulator of Linkface\n")
    return 0 if is_well else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pytest_linkface healthcheck", description=__doc__)
    parser.add_argument("url", type=_url, metavar="URL", help="such as http://127.0.0.1:8000")
    help_on_authority = "the authority of an https URL, as `serve --tls FILE` wrote it"
    parser.add_argument("--cacert", type=_authority, metavar="FILE", help=help_on_authority)
    return parser.parse_args(arguments)


def _url(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise argparse.ArgumentTypeError("expected an address such as http://127.0.0.1:8000")
    return parts


def _authority(text: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=text)
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{text}: {error.strerror or 'no certificate in PEM'}") from None


def _status(url: SplitResult, authority: ssl.SSLContext | None) -> object:
    """The emulator's word; where its control is off, the documented one on paths that do not exist."""
    connection = _connection(url, authority)
    try:
        connection.request("GET", "/_emulator/health")
        told = json.loads(connection.getresponse().read(64 * 1024))
    finally:
        connection.close()
    return told.get("status") if isinstance(told, dict) else None


def _connection(url: SplitResult, authority: ssl.SSLContext | None) -> http.client.HTTPConnection:
    host = url.hostname or ""
    if url.scheme == "http":
        return http.client.HTTPConnection(host, url.port, timeout=SECONDS)
    return http.client.HTTPSConnection(host, url.port, timeout=SECONDS, context=authority)


def _advice(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "; --cacert FILE names the authority that `serve --tls FILE` wrote"
    return ""
