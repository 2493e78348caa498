"""What goes back over a door: code, body and headers, and what is to go wrong on the way."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from pytest_linkface.emulator._answer import CONTENT_TYPE
from pytest_linkface.emulator._hiding import hides

Cut = Literal["reset", "truncated"]


@hides("content")
class Reply(NamedTuple):
    """One reply. Latency and drip are seconds: before the head, and over which the body is spread."""

    http_code: int
    content: bytes
    content_type: str = CONTENT_TYPE
    further: tuple[tuple[str, str], ...] = ()
    latency: float = 0.0
    drip: float = 0.0
    cut: Cut | None = None

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The header fields, with the length that the whole body has."""
        return [("Content-Type", self.content_type), ("Content-Length", str(len(self.content))), *self.further]

    @property
    def arriving(self) -> bytes:
        """As much of the body as is sent before the connection ends."""
        return self.content[: len(self.content) // 2] if self.cut == "truncated" else self.content


class Incoming(Protocol):
    """A request that is still coming in, whoever will reply to it."""

    wants_body: bool
    """False when the reply is settled, so that reading on is only for the client's sake."""

    def feed(self, chunk: bytes | bytearray) -> None:
        """Take the next bytes of the body."""

    def reply(self) -> Reply:
        """The reply to what has come."""
