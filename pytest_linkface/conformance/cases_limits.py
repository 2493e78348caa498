"""The edges: 8 and 9 px, 4000 and 4001 px, 5 MB and a byte more, 4 faces and 5, each just inside and just outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_linkface import images
from pytest_linkface.conformance._case import Case, Effort
from pytest_linkface.conformance._exam import ANA, BO, Exam
from pytest_linkface.conformance._questions import Question, accepted, fits, refused
from pytest_linkface.contract import ABOVE_PX, FORMATS, MAX_BYTES, MAX_BYTES_SURE, MAX_FACES, MAX_PX, SIDES

_SIZE_ERROR = "INVALID_IMAGE_FORMAT_OR_SIZE"
_FAR = 8_000_000
"""Bytes that no reading of "5 MB" allows."""
_ACROSS = 400
"""Pixels in the other direction: room for a face, which keeps a picture that is too large at one fault."""


def cases() -> Iterator[Case]:
    """Every case at an edge."""
    yield from _pixels("JPEG", SIDES, SIDES)
    for format, high, wide in other_sides():
        yield from _pixels(format, (wide,), (high,))
    yield from _bytes()
    yield _far_too_heavy()
    yield from _faces()


def other_sides() -> Iterator[tuple[str, str, str]]:
    """Each format but JPEG, with the sides of which widths and heights at the edge are not asked here."""
    for number, format in enumerate(name for name in FORMATS if name != "JPEG"):
        yield format, SIDES[(number + 1) % 2], SIDES[number % 2]


def _pixels(format: str, wide: Sequence[str], high: Sequence[str]) -> Iterator[Case]:
    """Widths are asked of one choice of sides, heights of another."""
    effort = Effort.CORE if format == "JPEG" else Effort.EDGES
    for px in (ABOVE_PX, ABOVE_PX + 1):
        narrow, low = images.flat(px, _ACROSS, format=format), images.flat(_ACROSS, px, format=format)
        yield Case("LF-IMG-MIN-PX", f"{format} {px} px wide", small(px, narrow, wide), effort)
        yield Case("LF-IMG-MIN-PX", f"{format} {px} px high", small(px, low, high), effort)
    for px in (MAX_PX, MAX_PX + 1):
        yield Case("LF-IMG-MAX-PX", f"{format} {px} px wide", large(px, (px, _ACROSS), format, wide), effort)
        yield Case("LF-IMG-MAX-PX", f"{format} {px} px high", large(px, (_ACROSS, px), format, high), effort)


def small(px: int, picture: images.Picture, sides: Sequence[str]) -> Question:
    """A flat picture that is too small, or large enough and refused for no more than its lack of a face."""
    return fits(picture, sides) if px > ABOVE_PX else refused(picture, _SIZE_ERROR, sides=sides)


def large(px: int, size: tuple[int, int], format: str, sides: Sequence[str]) -> Question:
    """A picture that is just not too large, or one that is and shows a face."""
    if px <= MAX_PX:
        return fits(images.flat(*size, format=format), sides)
    return refused(images.scene((ANA,), size=size, format=format), _SIZE_ERROR, sides=sides)


def _bytes() -> Iterator[Case]:
    full = {format: images.padded(images.scene((ANA,), format=format), MAX_BYTES_SURE) for format in FORMATS}
    light, heavy = images.scene((BO,)), "IMAGE_FILE_SIZE_TOO_BIG"
    words = f"{MAX_BYTES_SURE:,} bytes"
    yield Case("LF-IMG-MAX-BYTES", f"image one of {words}", accepted((full["JPEG"], light)))
    yield Case("LF-IMG-MAX-BYTES", f"image two of {words}", accepted((light, full["JPEG"])))
    yield Case("LF-IMG-MAX-BYTES", f"PNG and GIF of {words}", _both("PNG", "GIF"), Effort.EDGES)
    yield Case("LF-IMG-MAX-BYTES", f"BMP and TIFF of {words}", _both("BMP", "TIFF"), Effort.EDGES)
    for number, format in enumerate(FORMATS):
        sides = SIDES if format == "JPEG" else (SIDES[number % 2],)
        picture = images.padded(images.scene((ANA,), format=format), MAX_BYTES + 1)
        effort = Effort.CORE if format == "JPEG" else Effort.EDGES
        words = f"{format} of {MAX_BYTES + 1:,} bytes"
        yield Case("LF-IMG-MAX-BYTES", words, refused(picture, heavy, sides=sides), effort)


def _far_too_heavy() -> Case:
    picture = images.padded(images.scene((ANA,)), _FAR)
    question = refused(picture, "IMAGE_FILE_SIZE_TOO_BIG")
    return Case("LF-ERR-IMAGE-FILE-SIZE-TOO-BIG", f"{_FAR:,} bytes", question, Effort.EDGES)


def _both(one: str, two: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control(one)
        exam.examiner.control(two)
        pair = (images.scene((who,), format=format) for who, format in ((ANA, one), (BO, two)))
        exam.succeeds(*(images.padded(picture, MAX_BYTES_SURE) for picture in pair))

    return ask


def _faces() -> Iterator[Case]:
    crowd, person, name = images.scene(MAX_FACES), images.scene((BO,)), "TOO_MANY_FACES"
    two_crowds = crowd, images.scene(MAX_FACES, seed=9)
    yield Case("LF-IMG-MAX-FACES", f"{MAX_FACES} on image one", accepted((crowd, person)))
    yield Case("LF-IMG-MAX-FACES", f"{MAX_FACES} on image two", accepted((person, crowd)))
    yield Case("LF-IMG-MAX-FACES", f"{MAX_FACES} on both", accepted(two_crowds))
    yield Case("LF-IMG-MAX-FACES", f"{MAX_FACES + 1}", refused(images.scene(MAX_FACES + 1), name), Effort.SMOKE)
    yield Case("LF-ERR-TOO-MANY-FACES", f"{MAX_FACES + 2}", refused(images.scene(MAX_FACES + 2), name), Effort.EDGES)
