"""Takes secrets out of text, in every spelling in which they travel."""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

REDACTED = "[redacted]"
_SHORT = 6
"""A shorter secret is replaced as a whole word only: "ID" stands inside half of the documented statuses."""
_LOGGERS = ("urllib3.connectionpool", "urllib3.util.retry")
_NAMES = r"(?P<name>\b(?:(?:LINKFACE_)?(?i:api_secret|api_id)|id:secret)(?=[=\s\"'():,;.&]|$))"
"""The words that commands and hints are made of stay where a secret is one of them: many a test account has the secret
"secret". A secret that reaches further than such a word is found before it."""
_IN_QUERY = re.compile(r"(?i)\b(api_id|api_secret)=[^&\s\"']*")


class Secret(str):
    """A text whose repr, and so whatever prints the values of a frame or of an example, does not tell it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return REDACTED


class Redactor:
    """Knows the secrets of a run and replaces them wherever they appear."""

    def __init__(self, secrets: Iterable[str]) -> None:
        patterns = [_pattern(str(secret)) for secret in sorted(set(secrets), key=len, reverse=True) if secret]
        self._pattern = re.compile("|".join([*patterns, _NAMES])) if patterns else None

    def __call__(self, text: str) -> str:
        """The text without the secrets."""
        return self._pattern.sub(lambda found: found["name"] or REDACTED, text) if self._pattern else text

    def __repr__(self) -> str:
        return "Redactor()"


@lru_cache(maxsize=64)  # every answer is looked through, most of them for the same few
def _pattern(secret: str) -> str:
    spelled = "".join(map(_letter, secret))
    if len(secret) < _SHORT:
        return rf"(?<!\w){spelled}(?!\w)"
    raw = _raw(secret)
    return "|".join([spelled, f"(?i:{raw.hex()})", *map(re.escape, _in_base64(raw))])


def _letter(letter: str) -> str:
    """One letter in clear, percent-encoded, or escaped as JSON, HTML and Python's repr do: a text may mix them."""
    raw, number = _raw(letter), ord(letter)
    utf16 = letter.encode("utf-16-be", "surrogatepass").hex()
    escapes = [
        "".join(f"%{byte:02x}" for byte in raw),
        "".join(f"\\x{byte:02x}" for byte in raw),
        "".join(f"\\u{utf16[at : at + 4]}" for at in range(0, len(utf16), 4)),
        *(f"\\x{number:02x}", f"\\U{number:08x}", f"&#{number};", f"&#x{number:x};"),
        *(spelled for spelled in (repr(letter)[1:-1], json.dumps(letter)[1:-1]) if spelled.startswith("\\")),
    ]
    # JSON, and then a repr of it, put backslashes before quotes, slashes and backslashes
    plain = [r"\\{0,7}" + re.escape(letter), re.escape(escape(letter)), *([r"\+"] if letter == " " else [])]
    return f"(?:{'|'.join([*plain, *(f'(?i:{_doubled(text)})' for text in escapes)])})"


def _doubled(text: str) -> str:
    """A pattern for an escape, and for the repr of a text that holds it."""
    return re.escape(text).replace(r"\\", r"\\{1,8}")


def _in_base64(raw: bytes) -> list[str]:
    """The part of a base64 text that depends on the secret alone, wherever the secret begins in it."""
    found = []
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
        own = text[(shift * 8 + 5) // 6 : (shift + len(raw)) * 8 // 6]
        found += [own, own.translate(str.maketrans("+/", "-_"))]
    return sorted(set(found))


def _raw(text: str) -> bytes:
    """UTF-8, also of what an environment variable holds that is not."""
    return text.encode("utf-8", "surrogatepass")


class RedactingFilter(logging.Filter):
    """Takes credentials out of log records: urllib3 logs each request's path, and with it the query."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without the values of the two parameters."""
        record.msg, record.args = _IN_QUERY.sub(rf"\1={REDACTED}", record.getMessage()), None
        return True


def redact_logs() -> None:
    """Install the filter where requests are logged, once; whoever sends them, no state of his is needed for it."""
    for logger in map(logging.getLogger, _LOGGERS):
        if not any(isinstance(known, RedactingFilter) for known in logger.filters):
            logger.addFilter(RedactingFilter())
