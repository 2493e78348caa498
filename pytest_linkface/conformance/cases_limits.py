"""The edges: 8 and 9 px, 4000 and 4001 px, 5 MB and a byte more, 4 faces and 5, each just inside and just outside."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_linkface import images
from pytest_linkface.conformance._case import Case
from pytest_linkface.conformance._exam import ANA, BO, Exam
from pytest_linkface.conformance._questions import Question, accepted, fits, refused
from pytest_linkface.contract import ABOVE_PX, FORMATS, MAX_BYTES, MAX_BYTES_SURE, MAX_FACES, MAX_PX, SIDES

_ACROSS = 400
"""Pixels in the other direction: room for a face, which keeps a picture that is too large at one fault."""


def cases() -> Iterator[Case]:
    """Every case at an edge."""
    yield from _pixels("JPEG", SIDES, SIDES)
    for number, format in enumerate(name for name in FORMATS if name != "JPEG"):
        this, other = SIDES[number % 2], SIDES[(number + 1) % 2]
        yield from _pixels(format, (this,), (other,))
    yield from _bytes()
    yield from _faces()


def _pixels(format: str, wide: tuple[str, ...], high: tuple[str, ...]) -> Iterator[Case]:
    """Widths are asked of one choice of sides, heights of another."""
    least, size_error = ABOVE_PX + 1, "INVALID_IMAGE_FORMAT_OR_SIZE"
    for px, question in ((ABOVE_PX, refused), (least, fits)):
        status = (size_error,) if question is refused else ()
        narrow = images.flat(px, _ACROSS, format=format)
        low = images.flat(_ACROSS, px, format=format)
        yield Case("LF-IMG-MIN-PX", f"{format} {px} px wide", question(narrow, *status, sides=wide))
        yield Case("LF-IMG-MIN-PX", f"{format} {px} px high", question(low, *status, sides=high))
    inside = images.flat(MAX_PX, _ACROSS, format=format), images.flat(_ACROSS, MAX_PX, format=format)
    yield Case("LF-IMG-MAX-PX", f"{format} {MAX_PX} px wide", fits(inside[0], wide))
    yield Case("LF-IMG-MAX-PX", f"{format} {MAX_PX} px high", fits(inside[1], high))
    sizes = (MAX_PX + 1, _ACROSS), (_ACROSS, MAX_PX + 1)
    outside = [images.scene((ANA,), size=size, format=format) for size in sizes]
    yield Case("LF-IMG-MAX-PX", f"{format} {MAX_PX + 1} px wide", refused(outside[0], size_error, sides=wide))
    yield Case("LF-IMG-MAX-PX", f"{format} {MAX_PX + 1} px high", refused(outside[1], size_error, sides=high))


def _bytes() -> Iterator[Case]:
    full = {format: images.padded(images.scene((ANA,), format=format), MAX_BYTES_SURE) for format in FORMATS}
    light, heavy = images.scene((BO,)), "IMAGE_FILE_SIZE_TOO_BIG"
    words = f"{MAX_BYTES_SURE:,} bytes"
    yield Case("LF-IMG-MAX-BYTES", f"image one of {words}", accepted((full["JPEG"], light)))
    yield Case("LF-IMG-MAX-BYTES", f"image two of {words}", accepted((light, full["JPEG"])))
    yield Case("LF-IMG-MAX-BYTES", f"PNG and GIF of {words}", _both("PNG", "GIF"))
    yield Case("LF-IMG-MAX-BYTES", f"BMP and TIFF of {words}", _both("BMP", "TIFF"))
    for number, format in enumerate(FORMATS):
        sides = SIDES if format == "JPEG" else (SIDES[number % 2],)
        picture = images.padded(images.scene((ANA,), format=format), MAX_BYTES + 1)
        yield Case("LF-IMG-MAX-BYTES", f"{format} of {MAX_BYTES + 1:,} bytes", refused(picture, heavy, sides=sides))


def _both(one: str, two: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control(one)
        exam.examiner.control(two)
        pair = (images.scene((who,), format=format) for who, format in ((ANA, one), (BO, two)))
        exam.succeeds(*(images.padded(picture, MAX_BYTES_SURE) for picture in pair))

    return ask


def _faces() -> Iterator[Case]:
    crowd, person = images.scene(MAX_FACES), images.scene((BO,))
    yield Case("LF-IMG-MAX-FACES", f"{MAX_FACES} on image one", accepted((crowd, person)))
    yield Case("LF-IMG-MAX-FACES", f"{MAX_FACES} on image two", accepted((person, crowd)))
    yield Case("LF-IMG-MAX-FACES", f"{MAX_FACES} on both", accepted((crowd, images.scene(MAX_FACES, seed=9))))
    yield Case("LF-IMG-MAX-FACES", f"{MAX_FACES + 1}", refused(images.scene(MAX_FACES + 1), "TOO_MANY_FACES"))
    yield Case("LF-ERR-TOO-MANY-FACES", f"{MAX_FACES + 2}", refused(images.scene(MAX_FACES + 2), "TOO_MANY_FACES"))
