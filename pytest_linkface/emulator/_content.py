"""A picture's bytes with their digest, which is reckoned once however many ask for it."""

from __future__ import annotations

import hashlib


class Content(bytes):
    """Bytes that remember their digest."""

    _digest: bytes | None = None

    @property
    def digest(self) -> bytes:
        """The sha256."""
        if self._digest is None:
            self._digest = hashlib.sha256(self).digest()
        return self._digest


def sha256(content: bytes) -> bytes:
    """The digest of any bytes."""
    return content.digest if isinstance(content, Content) else hashlib.sha256(content).digest()
