"""The questions that most cases ask, made from a picture and what is documented of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pytest_linkface.conformance._exam import Exam
from pytest_linkface.contract import FORMATS, SIDES
from pytest_linkface.exchange import Upload
from pytest_linkface.images import Picture

Question = Callable[[Exam], None]


def accepted(*pairs: tuple[Picture, Picture]) -> Question:
    """Each pair of pictures is compared."""

    def ask(exam: Exam) -> None:
        for one, two in pairs:
            exam.succeeds(one, two)

    return ask


def fits(picture: Picture, sides: Sequence[str] = SIDES) -> Question:
    """A picture that may lack nothing but a face is refused for that at most."""

    def ask(exam: Exam) -> None:
        exam.examiner.control(picture.format)
        for side in sides:
            exam.refuses(side, picture, "NO_FACE_DETECTED", "OK")

    return ask


def refused(picture: Picture, *statuses: str, sides: Sequence[str] = SIDES, file_name: str | None = None) -> Question:
    """A picture is refused with one of the statuses, on each side, after good ones of its format were taken."""

    def ask(exam: Exam) -> None:
        exam.examiner.control(picture.format if picture.format in FORMATS else None)
        for side in sides:
            exam.refuses(side, Upload.of(picture, file_name=file_name), *statuses)

    return ask
