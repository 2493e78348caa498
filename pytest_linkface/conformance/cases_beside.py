"""One fault beside something else that is right: an id or a url on the other side, auto_rotate on both.

A case belongs to the source that it needs, for a target without ids is still asked all else; what breaks is told under
the fault's own clause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pytest_linkface import images
from pytest_linkface.checks import Expectation
from pytest_linkface.conformance._case import Case, Effort, NotExercised
from pytest_linkface.conformance._exam import Exam, Given
from pytest_linkface.conformance._examiner import succeeded
from pytest_linkface.conformance._image_host import MISSING
from pytest_linkface.conformance._questions import Question
from pytest_linkface.conformance.cases_access import intruder
from pytest_linkface.conformance.cases_answers import stranger
from pytest_linkface.conformance.cases_urls import hosted
from pytest_linkface.contract import MAX_BYTES, MAX_FACES, MAX_PX, SIDES
from pytest_linkface.exchange import ImageId, Placement, Source, Upload, Url
from pytest_linkface.images import Picture

_GREY, _CROWD = images.flat(320, 240, format="JPEG"), images.scene(MAX_FACES + 1)
_BAD: dict[str, tuple[str, Picture]] = {
    "NO_FACE_DETECTED": ("LF-ERR-NO-FACE-DETECTED", _GREY),
    "TOO_MANY_FACES": ("LF-IMG-MAX-FACES", _CROWD),
    "CORRUPT_IMAGE": ("LF-ERR-CORRUPT-IMAGE", images.text()),
    "IMAGE_FILE_SIZE_TOO_BIG": ("LF-IMG-MAX-BYTES", images.padded(images.scene(1), MAX_BYTES + 1)),
    "INVALID_IMAGE_FORMAT_OR_SIZE": ("LF-IMG-MAX-PX", images.scene(1, size=(MAX_PX + 1, 400))),
}
_BESIDE_URLS = ("NO_FACE_DETECTED", "CORRUPT_IMAGE")
_TURNING = tuple((f"image_{side}_auto_rotate", "true") for side in SIDES)

Bad = Callable[[Exam, str], Source]
"""What is at fault, from the id of a good picture."""


def cases() -> Iterator[Case]:
    """Every case on a fault in company."""
    for clause, words, question in _asked():
        yield Case(clause, words, question, Effort.FULL)


def _asked() -> Iterator[tuple[str, str, Question]]:
    yield "LF-SRC-ID", "credentials in a form without files", _admitted_without_files
    for status, (clause, picture) in _BAD.items():
        yield "LF-SRC-ID", f"{status} beside an id", _beside_ids(_uploaded(picture), Expectation(clause, (status,)))
    unknown = Expectation("LF-ERR-IMAGE-ID-NOT-EXIST", ("IMAGE_ID_NOT_EXIST",))
    yield "LF-SRC-ID", "IMAGE_ID_NOT_EXIST beside an id", _beside_ids(_unknown, unknown)
    missing = Expectation("LF-ERR-DOWNLOAD-ERROR", ("DOWNLOAD_ERROR",))
    yield "LF-SRC-ALIKE", "DOWNLOAD_ERROR beside an id", _beside_ids(_missing, missing)
    for status in _BESIDE_URLS:
        clause, picture = _BAD[status]
        yield "LF-SRC-URL", f"{status} beside a url", _beside_url(picture, Expectation(clause, (status,)))
    for status, picture in {"NO_FACE_DETECTED": _GREY, "TOO_MANY_FACES": _CROWD}.items():
        yield _BAD[status][0], f"{status} with auto_rotate", _though_turning(picture, status)
    yield "LF-IMG-MAX-FACES", f"{MAX_FACES} on both with auto_rotate", _crowds_though_turning
    for orientation in (6, 8):
        too_large = images.scene(1, size=(MAX_PX + 1, 400), orientation=orientation)
        yield "LF-IMG-MAX-PX", f"{MAX_PX + 1} px, EXIF orientation {orientation}", _turned_and_too_large(too_large)


def _admitted_without_files(exam: Exam) -> None:
    """Credentials are read from the form also where no file stands in it; the query shows that the ids are good.

    And they are asked for: whoever knows an id is not let in for that.
    """
    exam.examiner.control(placement=Placement.FORM)
    ids = exam.uploaded(Upload.of(exam.good()), Upload.of(exam.good()))
    one, two = (Given(ImageId(id), 1) for id in ids)
    by_query = exam.examiner.call((one.source,), (two.source,), placement=Placement.QUERY)
    if not succeeded(exam.examiner.send(by_query)):
        raise NotExercised("two ids that are taken with credentials in the query")
    by_form = exam.examiner.call((one.source,), (two.source,), placement=Placement.FORM)
    exam.expect(by_form, Expectation("LF-CRED-FORM", shape=(1, 1), by_id=frozenset(SIDES)))
    intruding = exam.examiner.call((one.source,), (two.source,), account=intruder(exam.examiner.target.account))
    exam.expect(intruding, Expectation("LF-CRED-SECRET", ("UNAUTHORIZED",)))


def _uploaded(picture: Picture) -> Bad:
    return lambda _exam, _id: Upload.of(picture)


def _unknown(_: Exam, id: str) -> Source:
    return ImageId(stranger(id))


def _missing(exam: Exam, _: str) -> Source:
    return Url(hosted(exam).url(MISSING))


def _beside_ids(bad: Bad, expected: Expectation) -> Question:
    """The fault is that of its own side, whatever the other side is given by."""

    def ask(exam: Exam) -> None:
        exam.examiner.control()
        ids = exam.uploaded(Upload.of(exam.good()), Upload.of(exam.good()))
        source, good = (bad(exam, ids[0]),), (ImageId(ids[0]),)
        exam.expect(exam.examiner.call(source, good), replace(expected, side="one"))
        exam.expect(exam.examiner.call(good, source), replace(expected, side="two"))

    return ask


def _beside_url(picture: Picture, expected: Expectation) -> Question:
    def ask(exam: Exam) -> None:
        good, source = (Url(hosted(exam).url("two.jpg")),), (Upload.of(picture),)
        exam.expect(exam.examiner.call(source, good), replace(expected, side="one"))
        exam.expect(exam.examiner.call(good, source), replace(expected, side="two"))

    return ask


def _though_turning(picture: Picture, status: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        for side in SIDES:
            call = exam.one_sided(side, picture, extra=_TURNING)
            exam.expect(call, Expectation(exam.clause, (status,), side))

    return ask


def _crowds_though_turning(exam: Exam) -> None:
    exam.examiner.control()
    exam.succeeds(images.scene(MAX_FACES), images.scene(MAX_FACES, seed=9), extra=_TURNING)


def _turned_and_too_large(picture: Picture) -> Question:
    """4001 px are too many in either direction, so that it does not matter what is turned first."""

    def ask(exam: Exam) -> None:
        exam.examiner.control("JPEG")
        exam.refuses(SIDES[0], picture, "INVALID_IMAGE_FORMAT_OR_SIZE")

    return ask
