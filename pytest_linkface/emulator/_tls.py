"""TLS with a certificate that nobody else will ever trust: made for one run, by trustme."""

from __future__ import annotations

import ssl
from pathlib import Path

from pytest_linkface.emulator._extra import MissingExtraError


def throwaway(host: str, authority: Path) -> ssl.SSLContext:
    """A server's context for a host and for localhost; who should trust it finds the authority in a PEM file.

    Raises:
        MissingExtraError: trustme is not installed.
        OSError: the file cannot be written.
    """
    try:
        import trustme
    except ImportError:
        raise MissingExtraError('--tls needs trustme: pip install "pytest-linkface[tls]"') from None
    made = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert(*dict.fromkeys((host, "localhost", "127.0.0.1"))).configure_cert(context)
    made.cert_pem.write_to_path(str(authority))
    return context
