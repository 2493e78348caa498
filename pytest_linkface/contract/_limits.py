"""What a picture and a request may be (manual, lines 7 to 45), and the thresholds' error rates (line 58)."""

from __future__ import annotations

from typing import NamedTuple

HOST = "https://cloudapi.linkface.cn"
PATH = "/identity/compare_faces_in_two_images"
METHOD = "POST"

SIDES: tuple[str, str] = ("one", "two")
"""The two pictures of a call; every parameter and field of a side is spelled with it."""

SOURCES: tuple[str, str, str] = ("file", "url", "id")
"""Where a side's picture comes from: exactly one of the three (lines 34 to 42)."""

FORMATS: tuple[str, ...] = ("JPEG", "BMP", "PNG", "GIF", "TIFF")
"""The documented formats, in the manual's order and under Pillow's names (line 10)."""

ABOVE_PX = 8
"""Width and height are each greater than this many pixels (line 11)."""
MAX_PX = 4000
"""Width and height are each at most this many pixels (line 11)."""

MAX_BYTES_SURE = 5_000_000
"""A picture of this many bytes is within "5 MB" however the unit is read (line 12)."""
MAX_BYTES = 5 * 1024 * 1024
"""One byte more is over "5 MB" however the unit is read (line 12)."""

MAX_FACES = 4
"""A picture shows at most this many faces (line 7)."""

ERROR_RATES: dict[float, float] = {0.4: 1e-1, 0.5: 1e-2, 0.6: 1e-3, 0.7: 1e-4, 0.8: 1e-5, 0.9: 1e-6}
"""Confidence threshold to error rate (lines 58 to 60)."""


class Parameter(NamedTuple):
    """One documented request parameter and its line in the manual."""

    name: str
    type: str
    required: bool
    line: int


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("api_id", "string", True, 23),
    Parameter("api_secret", "string", True, 24),
    Parameter("image_one_file", "file", False, 25),
    Parameter("image_one_url", "string", False, 26),
    Parameter("image_one_id", "string", False, 27),  # the manual's "file" is a misprint: line 30 says string
    Parameter("image_two_file", "file", False, 28),
    Parameter("image_two_url", "string", False, 29),
    Parameter("image_two_id", "string", False, 30),
    Parameter("image_one_auto_rotate", "boolean", False, 31),
    Parameter("image_two_auto_rotate", "boolean", False, 32),
)
