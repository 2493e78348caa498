"""Bytes of strangers to upright pixels, by Pillow: format and size from the header first, then the decoding."""

from __future__ import annotations

import math
import re
import warnings
from typing import IO, TYPE_CHECKING

from pytest_linkface.contract import ABOVE_PX, FORMATS, MAX_BYTES, MAX_PX
from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._content import Content, sha256
from pytest_linkface.emulator._pixels import BROKEN, DECODING, upright_pixels
from pytest_linkface.emulator._window import Window

if TYPE_CHECKING:
    from PIL import Image

OTHER_FORMATS: tuple[tuple[int, bytes], ...] = (
    (8, b"WEBP"),
    (4, b"ftypavif"),
    (4, b"ftypavis"),
    (4, b"ftypheic"),
    (4, b"ftypheix"),
    (4, b"ftypmif1"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n"),
    (0, b"\xff\x4f\xff\x51"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n"),
    (0, b"\0\0\1\0"),
    (0, b"8BPS"),
    (0, b"P4\n"),
    (0, b"P5\n"),
    (0, b"P6\n"),
    (0, b"icns"),
    (0, b"qoif"),
    (0, b"DDS "),
)
"""Offset and signature of real pictures in formats that the manual does not list: told by it alone, never decoded."""

JPEG = b"\xff\xd8\xff"

QUIET = ("ignore", None, Warning, re.compile(r"PIL\."), 0)
"""As the interpreter keeps it, so that it is added once."""

MAX_REMEMBERED = 1024
_PASSED: set[bytes] = set()
"""Digests of pictures that passed the check, which is a function of their bytes alone."""


def check(content: bytes | Content, side: str) -> None:
    """Refuse what is too big, in no documented format, or of too few or too many pixels, without decoding a pixel."""
    if len(content) > MAX_BYTES:
        raise RefusalError("IMAGE_FILE_SIZE_TOO_BIG", side=side, clause="LF-IMG-MAX-BYTES")
    digest = sha256(content)
    if digest in _PASSED:
        return
    picture = _opened(bytes(content), side)
    if min(picture.size) <= ABOVE_PX:
        raise _wrong_format_or_size(side, "LF-IMG-MIN-PX")
    if max(picture.size) > MAX_PX:
        raise _wrong_format_or_size(side, "LF-IMG-MAX-PX")
    if len(_PASSED) >= MAX_REMEMBERED:
        _PASSED.clear()
    _PASSED.add(digest)


def upright(content: bytes | Content, side: str) -> Image.Image:
    """The first frame of a checked picture in RGB, turned as EXIF says; CORRUPT_IMAGE when it cannot be decoded."""
    picture = _opened(bytes(content), side)
    try:
        with DECODING.held(math.prod(picture.size)):
            return upright_pixels(picture)
    except BROKEN:
        raise RefusalError("CORRUPT_IMAGE", side=side) from None


def _opened(content: bytes, side: str) -> Image.Image:
    from PIL import Image

    _quieten()
    try:
        return _jpeg(content) if content.startswith(JPEG) else Image.open(_file(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise _wrong_format_or_size(side, "LF-IMG-MAX-PX") from None
    except BROKEN:
        if any(content.startswith(signature, offset) for offset, signature in OTHER_FORMATS):
            raise _wrong_format_or_size(side, "LF-IMG-OTHER-FORMAT") from None
        raise RefusalError("CORRUPT_IMAGE", side=side) from None


def _jpeg(content: bytes) -> Image.Image:
    """What ``Image.open`` would return, without the loading of all formats beside the one that most uploads have."""
    from PIL import JpegImagePlugin

    return JpegImagePlugin.jpeg_factory(_file(content))


def _file(content: bytes) -> IO[bytes]:
    return Window(content)  # type: ignore[return-value]  # its lines are nobody's


def _wrong_format_or_size(side: str, clause: str) -> RefusalError:
    return RefusalError("INVALID_IMAGE_FORMAT_OR_SIZE", side=side, clause=clause)


def _quieten() -> None:
    """Pillow's warnings about files are strangers' doing: where warnings are errors they would change the answer.

    What it logs nobody asked for; whoever does still gets it.
    """
    import logging  # as Pillow does: nothing before the first picture needs it

    log = logging.getLogger("PIL")
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    # Added and left there: taking filters away again would race with other threads that save and restore them.
    if QUIET not in warnings.filters:
        warnings.filterwarnings("ignore", module=QUIET[3].pattern)
