"""The words of the manual as this server uses them: statuses with their HTTP codes, sides, refusals, answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Side = str
ONE: Side = "one"
TWO: Side = "two"
SIDES: tuple[Side, ...] = (ONE, TWO)

CODES: Mapping[str, int] = {
    "OK": 200,
    "ENCODING_ERROR": 400,
    "DOWNLOAD_TIMEOUT": 400,
    "DOWNLOAD_ERROR": 400,
    "IMAGE_FILE_SIZE_TOO_BIG": 400,
    "IMAGE_ID_NOT_EXIST": 400,
    "NO_FACE_DETECTED": 400,
    "TOO_MANY_FACES": 400,
    "CORRUPT_IMAGE": 400,
    "INVALID_IMAGE_FORMAT_OR_SIZE": 400,
    "INVALID_ARGUMENT": 400,
    "UNAUTHORIZED": 401,
    "KEY_EXPIRED": 401,
    "RATE_LIMIT_EXCEEDED": 403,
    "NO_PERMISSION": 403,
    "OUT_OF_QUOTA": 403,
    "NOT_FOUND": 404,
    "INTERNAL_ERROR": 500,
}
ERRORS: tuple[str, ...] = tuple(status for status in CODES if status != "OK")
ABOUT_A_PICTURE: tuple[str, ...] = ERRORS[1:9]


class Refusal(Exception):
    """One documented error that ends a call, with the side and the reason where there are any."""

    def __init__(self, status: str, *, side: Side | None = None, reason: str | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.side = side
        self.reason = reason


@dataclass(frozen=True)
class Origin:
    """Where one picture of a call came from: its side, its source (`file`, `url`, `id`) and what was said of it."""

    side: Side
    source: str
    filename: str | None = None
    content_type: str | None = None
    format: str | None = None
    """None as long as nobody has looked into it."""


@dataclass(frozen=True)
class Reply:
    """An answer before it is written: the HTTP code and the JSON object."""

    code: int
    body: Mapping[str, Any]

    @property
    def status(self) -> str:
        """The `status` that the reference gave."""
        return str(self.body.get("status"))


@dataclass(frozen=True)
class Wire:
    """An answer as it goes out: code, headers and the body in the pieces that are written one by one."""

    code: int
    pieces: tuple[bytes, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
