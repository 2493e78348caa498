"""Each edge on each side in each format and by each source: what a fault in one corner alone would show."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_linkface import images
from pytest_linkface.conformance._case import Case, Effort
from pytest_linkface.conformance._exam import ANA, BO, Exam
from pytest_linkface.conformance._questions import Question, accepted, fits, refused
from pytest_linkface.conformance.cases_limits import large, other_sides, small
from pytest_linkface.contract import ABOVE_PX, FORMATS, MAX_BYTES, MAX_BYTES_SURE, MAX_FACES, MAX_PX, SIDES

_ACROSS = 400
_OTHERS = tuple(name for name in FORMATS if name != "JPEG")
_PAIRS = (("GIF", "PNG"), ("TIFF", "BMP"))


def cases() -> Iterator[Case]:
    """Every case in a corner."""
    for clause, name, question in (*_pixels(), *_bytes(), *_faces(), *_turned()):
        yield Case(clause, name, question, Effort.FULL)


Asked = Iterator[tuple[str, str, Question]]


def _pixels() -> Asked:
    """The sides that the edges in formats other than JPEG were not asked of; then both directions at once."""
    for format, wide, high in other_sides():
        for px in (ABOVE_PX, ABOVE_PX + 1):
            sizes = {f"wide, image {wide}": ((px, _ACROSS), wide), f"high, image {high}": ((_ACROSS, px), high)}
            for words, (size, side) in sizes.items():
                question = small(px, images.flat(*size, format=format), (side,))
                yield "LF-IMG-MIN-PX", f"{format} {px} px {words}", question
        for px in (MAX_PX, MAX_PX + 1):
            sizes = {f"wide, image {wide}": ((px, _ACROSS), wide), f"high, image {high}": ((_ACROSS, px), high)}
            for words, (size, side) in sizes.items():
                yield "LF-IMG-MAX-PX", f"{format} {px} px {words}", large(px, size, format, (side,))
    least, most = images.flat(ABOVE_PX + 1, ABOVE_PX + 1), images.flat(MAX_PX, MAX_PX)
    yield "LF-IMG-MIN-PX", f"{ABOVE_PX + 1} px both ways", fits(least)
    yield "LF-IMG-MAX-PX", f"{MAX_PX} px both ways", fits(most)


def _bytes() -> Asked:
    for one, two in _PAIRS:
        shown = ((1, one), (2, two))  # as many bytes and not as many faces, for whoever tells pictures by their length
        full = [images.padded(images.scene(faces, format=format), MAX_BYTES_SURE) for faces, format in shown]
        yield "LF-IMG-MAX-BYTES", f"{one} and {two} of {MAX_BYTES_SURE:,} bytes", accepted((full[0], full[1]))
    for format, _, side in other_sides():
        picture = images.padded(images.scene((ANA,), format=format), MAX_BYTES + 1)
        question = refused(picture, "IMAGE_FILE_SIZE_TOO_BIG", sides=(side,))
        yield "LF-IMG-MAX-BYTES", f"{format} of {MAX_BYTES + 1:,} bytes, image {side}", question


def _faces() -> Asked:
    for format in _OTHERS:
        crowds = images.scene(MAX_FACES, format=format), images.scene(MAX_FACES, format=format, seed=9)
        yield "LF-IMG-MAX-FACES", f"{MAX_FACES} in {format}", accepted(crowds)
        question = refused(images.scene(MAX_FACES + 1, format=format), "TOO_MANY_FACES")
        yield "LF-IMG-MAX-FACES", f"{MAX_FACES + 1} in {format}", question


def _turned() -> Asked:
    for format, pair in (("PNG", (6, 3)), ("TIFF", (8, 6))):
        one, two = (images.scene(1, format=format, orientation=by) for by in pair)
        yield "LF-IMG-EXIF", f"{format}, both images", accepted((one, two))
    for number, format in enumerate(_OTHERS):
        side = SIDES[number % 2]
        yield "LF-IMG-AUTO-ROTATE", f"{format}, image {side}", _rotated(side, format, "")
    for side in SIDES:
        yield "LF-IMG-AUTO-ROTATE", f"image {side}, wrong by EXIF", _rotated(side, "JPEG", "", orientation=3)
    for side in SIDES:
        yield "LF-IMG-AUTO-ROTATE", f"image {side} and expressly not the other", _rotated(side, "JPEG", "false")


def _rotated(side: str, format: str, other: str, *, orientation: int | None = None) -> Question:
    """A face that lies on its side is found, whatever EXIF says; the other picture is upright."""

    def ask(exam: Exam) -> None:
        exam.examiner.control(format)
        lying = images.scene((ANA,), format=format, turn=90, orientation=orientation)
        upright = images.scene((BO,), format=format)
        one, two = (lying, upright) if side == SIDES[0] else (upright, lying)
        texts = {f"image_{name}_auto_rotate": "true" if name == side else other for name in SIDES}
        exam.succeeds(one, two, extra=tuple((name, text) for name, text in texts.items() if text))

    return ask
