"""A picture's bytes with their digest: put together only where somebody looks at them, which few calls need."""

from __future__ import annotations

import hashlib
from collections.abc import Callable


class Content:
    """Bytes that are not copied to be counted and told apart. Most pictures were sent before, and nobody opens them."""

    def __init__(self, size: int = 0, digest: bytes = hashlib.sha256().digest(), whole: Callable[[], bytes] = bytes):
        self._size = size
        self.digest = digest
        """The sha256."""
        self._whole = whole

    def __len__(self) -> int:
        return self._size

    def __bytes__(self) -> bytes:
        """All of it, kept in one piece from then on."""
        content = self._whole()
        self._whole = lambda: content
        return content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Content) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def sha256(content: bytes | Content) -> bytes:
    """The digest of any bytes."""
    return content.digest if isinstance(content, Content) else hashlib.sha256(content).digest()
