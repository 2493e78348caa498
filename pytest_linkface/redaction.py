"""Takes secrets out of text, in every spelling in which they travel."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

REDACTED = "[redacted]"
_SHORT = 6
"""A shorter secret is replaced as a whole word only: "ID" stands inside half of the documented statuses."""


def spellings(secret: str) -> list[str]:
    """The secret in clear, percent-encoded, in hex, and as the part of a base64 text that depends on it alone."""
    raw = secret.encode()
    found = [secret, quote(secret, safe=""), quote_plus(secret), raw.hex(), raw.hex().upper()]
    found += ["".join(f"%{byte:02X}" for byte in raw), "".join(f"%{byte:02x}" for byte in raw)]
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
        first, last = (shift * 8 + 5) // 6, (shift + len(raw)) * 8 // 6
        found += [text[first:last], text[first:last].translate(str.maketrans("+/", "-_"))]
    return sorted({text for text in found if text}, key=len, reverse=True)


def _pattern(secret: str) -> str:
    if len(secret) < _SHORT:
        return rf"(?<!\w){re.escape(secret)}(?!\w)"
    return "|".join(re.escape(text) for text in spellings(secret))


class Redactor:
    """Knows the secrets of a run and replaces them wherever they appear."""

    def __init__(self, secrets: Iterable[str]) -> None:
        patterns = [_pattern(secret) for secret in sorted(set(secrets), key=len, reverse=True) if secret]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def __call__(self, text: str) -> str:
        """The text without the secrets."""
        return self._pattern.sub(REDACTED, text) if self._pattern else text

    def __repr__(self) -> str:
        return "Redactor()"


class RedactingFilter(logging.Filter):
    """Rewrites log records: urllib3 logs each request's path, and with it credentials in the query."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without the secrets."""
        record.msg, record.args = self._redactor(record.getMessage()), None
        return True
