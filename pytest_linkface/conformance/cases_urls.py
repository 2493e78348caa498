"""Pictures by url: good ones, bad ones, and downloads that fail or never begin."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_linkface import images
from pytest_linkface.checks import Expectation, id_of
from pytest_linkface.conformance._case import Case, NotExercised
from pytest_linkface.conformance._exam import ANA, Exam, Given
from pytest_linkface.conformance._image_host import HANGING, HOLD_SECONDS, MISSING, MOVED, PAGE, ImageHost
from pytest_linkface.conformance._questions import Question
from pytest_linkface.contract import MAX_BYTES, MAX_FACES, MAX_PX, SIDES, clauses
from pytest_linkface.exchange import ImageId, Url

PICTURES = {
    "two.jpg": images.scene(2),
    "three.jpg": images.scene(3, seed=4),
    "png": images.scene(2, format="PNG"),
    "crowd.jpg": images.scene(MAX_FACES + 1),
    "field.jpg": images.landscape(),
    "wide.jpg": images.scene((ANA,), size=(MAX_PX + 1, 400)),
    "heavy.jpg": images.padded(images.scene((ANA,)), MAX_BYTES + 1),
}
"""What the kit's picture server holds."""
_BAD = {
    "five faces": ("crowd.jpg", ("TOO_MANY_FACES",)),
    "no face": ("field.jpg", ("NO_FACE_DETECTED",)),
    "too wide": ("wide.jpg", ("INVALID_IMAGE_FORMAT_OR_SIZE",)),
    "too heavy": ("heavy.jpg", ("IMAGE_FILE_SIZE_TOO_BIG", "DOWNLOAD_ERROR")),
    "an HTML page": (PAGE, ("CORRUPT_IMAGE", "DOWNLOAD_ERROR", "INVALID_IMAGE_FORMAT_OR_SIZE")),
}
_DOWNLOAD_FAILURES = {"DOWNLOAD_ERROR", "DOWNLOAD_TIMEOUT"}


def cases() -> Iterator[Case]:
    """Every case on pictures by url."""
    for side in SIDES:
        yield Case("LF-SRC-URL", f"image {side}", _one_side(side))
    yield Case("LF-SRC-URL", "both images, then by their ids", _both)
    for words, (name, statuses) in _BAD.items():
        yield Case("LF-SRC-URL", words, _refused(name, *statuses))
    yield Case("LF-ERR-DOWNLOAD-ERROR", "404", _refused(MISSING, "DOWNLOAD_ERROR"))
    yield Case("LF-ERR-DOWNLOAD-TIMEOUT", "no answer", _hanging)
    yield Case("LF-OBS-REDIRECT", "302", _redirected)


def _host(exam: Exam) -> ImageHost:
    """The picture server, if the target was seen to download from it.

    A target that refuses every download from loopback without trying protects itself, which is nobody's fault.
    """
    exam.examiner.control()
    host = exam.examiner.image_host
    if host is None:
        raise NotExercised(clauses()[exam.clause].needs)
    if not host.hits and not host.declared:
        _try(exam, host)
    return host


def _try(exam: Exam, host: ImageHost) -> None:
    for side in SIDES:
        answer = exam.examiner.send(exam.one_sided(side, Url(host.url("two.jpg")))).answer
        if host.hits or answer is None or answer.status not in _DOWNLOAD_FAILURES:
            return
    raise NotExercised(f"the target downloads nothing from {host.url('')}: allow it to, or give --linkface-image-host")


def _one_side(side: str) -> Question:
    def ask(exam: Exam) -> None:
        by_url, by_file = Given(Url(_host(exam).url("two.jpg")), 2), Given.of(exam.good())
        exam.succeeds(*((by_url, by_file) if side == "one" else (by_file, by_url)))

    return ask


def _both(exam: Exam) -> None:
    host = _host(exam)
    body = exam.succeeds(Given(Url(host.url("three.jpg")), 3), Given(Url(host.url("png")), 2))
    ids = [id_of(body, side) for side in SIDES]
    if ids[0] and ids[1]:
        exam.succeeds(Given(ImageId(ids[0]), 3), Given(ImageId(ids[1]), 2))


def _refused(name: str, *statuses: str) -> Question:
    def ask(exam: Exam) -> None:
        host = _host(exam)
        for side in SIDES:
            exam.refuses(side, Url(host.url(name)), *statuses)

    return ask


def _hanging(exam: Exam) -> None:
    host = _host(exam)
    for side in SIDES:
        exchange = exam.examiner.send(exam.one_sided(side, Url(host.url(HANGING))))
        if host.let_go.is_set():
            raise NotExercised(f"a target that gives a download up within {HOLD_SECONDS:g} s")
        exam.settle(exchange, Expectation(exam.clause, ("DOWNLOAD_TIMEOUT",), side))


def _redirected(exam: Exam) -> None:
    exam.observe(exam.one_sided("one", Url(_host(exam).url(MOVED))))
