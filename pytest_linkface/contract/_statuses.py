"""The documented pairs of HTTP code and ``status`` (manual, lines 52 and 91 to 107)."""

from __future__ import annotations

from typing import NamedTuple


class Status(NamedTuple):
    """One documented ``status`` with its HTTP code, its line in the manual, and what must accompany it."""

    name: str
    http_code: int
    line: int
    names_image: bool = False
    """The answer says in ``image`` which picture is meant."""
    gives_reason: bool = False
    """The answer says in ``reason`` what was wrong."""


OK = Status("OK", 200, 52)

ERRORS: tuple[Status, ...] = (
    Status("ENCODING_ERROR", 400, 91),
    Status("DOWNLOAD_TIMEOUT", 400, 92, names_image=True),
    Status("DOWNLOAD_ERROR", 400, 93, names_image=True),
    Status("IMAGE_FILE_SIZE_TOO_BIG", 400, 94, names_image=True),
    Status("IMAGE_ID_NOT_EXIST", 400, 95, names_image=True),
    Status("NO_FACE_DETECTED", 400, 96, names_image=True),
    Status("TOO_MANY_FACES", 400, 97, names_image=True),
    Status("CORRUPT_IMAGE", 400, 98, names_image=True),
    Status("INVALID_IMAGE_FORMAT_OR_SIZE", 400, 99, names_image=True),
    Status("INVALID_ARGUMENT", 400, 100, gives_reason=True),
    Status("UNAUTHORIZED", 401, 101),
    Status("KEY_EXPIRED", 401, 102, gives_reason=True),
    Status("RATE_LIMIT_EXCEEDED", 403, 103),
    Status("NO_PERMISSION", 403, 104),
    Status("OUT_OF_QUOTA", 403, 105),
    Status("NOT_FOUND", 404, 106),
    Status("INTERNAL_ERROR", 500, 107),
)

STATUSES: dict[str, Status] = {status.name: status for status in (OK, *ERRORS)}
