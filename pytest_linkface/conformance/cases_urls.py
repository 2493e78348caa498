"""Pictures by url: good ones, bad ones, and downloads that fail or never begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_linkface import images
from pytest_linkface.checks import Expectation, id_of
from pytest_linkface.conformance._capability import Capability
from pytest_linkface.conformance._case import Case, Effort, NotExercised
from pytest_linkface.conformance._exam import ANA, Exam, Given
from pytest_linkface.conformance._image_host import HANGING, HOLD_SECONDS, MISSING, MOVED, PAGE, PictureUrls
from pytest_linkface.conformance._questions import Question
from pytest_linkface.contract import ABOVE_PX, MAX_BYTES, MAX_BYTES_SURE, MAX_FACES, MAX_PX, SIDES, clauses
from pytest_linkface.exchange import Exchange, ImageId, Url

_SIZE_ERROR = "INVALID_IMAGE_FORMAT_OR_SIZE"
SAME_NAME = "others/two.jpg"
"""Another picture than the one of that name."""
_PERSON = images.scene((ANA,))
PICTURES = {
    "two.jpg": images.scene(2),
    "three.jpg": images.scene(3, seed=4),
    "exif.jpg": images.scene((ANA,), orientation=6),
    "lying.jpg": images.scene((ANA,), turn=90),
    "png": images.scene(2, format="PNG"),
    "crowd.jpg": images.scene(MAX_FACES + 1),
    "field.jpg": images.landscape(),
    "wide.jpg": images.scene((ANA,), size=(MAX_PX + 1, 400)),
    "high.jpg": images.scene((ANA,), size=(400, MAX_PX + 1)),
    "widest.jpg": images.flat(MAX_PX, 400, format="JPEG"),
    "low.jpg": images.flat(400, ABOVE_PX, format="JPEG"),
    "narrow.jpg": images.flat(ABOVE_PX, 400, format="JPEG"),
    "lowest.jpg": images.flat(400, ABOVE_PX + 1, format="JPEG"),
    "full.jpg": images.padded(_PERSON, MAX_BYTES_SURE),
    "heavy.jpg": images.padded(_PERSON, MAX_BYTES + 1),
    "picture.webp": images.foreign("WEBP", (ANA,)),
    "highest.jpg": images.flat(400, MAX_PX, format="JPEG"),
    "narrowest.jpg": images.flat(ABOVE_PX + 1, 400, format="JPEG"),
    "four.jpg": images.scene(MAX_FACES),
    "bmp": images.scene(1, format="BMP"),
    "gif": images.scene(1, format="GIF"),
    "tiff": images.scene(1, format="TIFF"),
    SAME_NAME: images.scene(3, seed=8),
    "half.png": images.cut(images.scene((ANA,), format="PNG"), 0.5),
}
"""What the kit's picture server holds."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a url leads to, the clause that it is held to, and what it is answered."""

    name: str
    clause: str
    statuses: tuple[str, ...]
    sides: Sequence[str]


_ONE, _TWO = SIDES
HELD = {
    "five faces": Held("crowd.jpg", "LF-IMG-MAX-FACES", ("TOO_MANY_FACES",), [_ONE]),
    "no face": Held("field.jpg", "LF-ERR-NO-FACE-DETECTED", ("NO_FACE_DETECTED",), [_TWO]),
    "too wide": Held("wide.jpg", "LF-IMG-MAX-PX", (_SIZE_ERROR,), [_ONE]),
    "too high": Held("high.jpg", "LF-IMG-MAX-PX", (_SIZE_ERROR,), [_TWO]),
    "just as wide as allowed": Held("widest.jpg", "LF-IMG-MAX-PX", ("NO_FACE_DETECTED", "OK"), [_TWO]),
    "too low": Held("low.jpg", "LF-IMG-MIN-PX", (_SIZE_ERROR,), [_ONE]),
    "too narrow": Held("narrow.jpg", "LF-IMG-MIN-PX", (_SIZE_ERROR,), [_TWO]),
    "just as high as needed": Held("lowest.jpg", "LF-IMG-MIN-PX", ("NO_FACE_DETECTED", "OK"), [_ONE]),
    "just as heavy as allowed": Held("full.jpg", "LF-IMG-MAX-BYTES", ("OK",), [_TWO]),
    "too heavy": Held("heavy.jpg", "LF-IMG-MAX-BYTES", ("IMAGE_FILE_SIZE_TOO_BIG", "DOWNLOAD_ERROR"), SIDES),
    "another format": Held(
        "picture.webp", "LF-IMG-OTHER-FORMAT", (_SIZE_ERROR, "CORRUPT_IMAGE", "DOWNLOAD_ERROR"), [_ONE]
    ),
    "half a PNG": Held("half.png", "LF-ERR-CORRUPT-IMAGE", ("CORRUPT_IMAGE",), [_TWO]),
    "an HTML page": Held(PAGE, "LF-ERR-CORRUPT-IMAGE", ("CORRUPT_IMAGE", "DOWNLOAD_ERROR", _SIZE_ERROR), SIDES),
}
"""A url may be slow to tell what it leads to: a service that stops a download half-way is not wrong."""
_DOWNLOAD_FAILURES = {"DOWNLOAD_ERROR", "DOWNLOAD_TIMEOUT"}


def cases() -> Iterator[Case]:
    """Every case on pictures by url."""
    for side in SIDES:
        yield Case("LF-SRC-URL", f"image {side}", _one_side(side))
    yield Case("LF-SRC-URL", "both images, then by their ids", _both)
    yield Case("LF-SRC-URL", "turned by EXIF", _turned, Effort.EDGES)
    yield Case("LF-SRC-URL", "turned by auto_rotate", _rotated, Effort.EDGES)
    for words, held in HELD.items():
        effort = Effort.CORE if words in ("five faces", "too heavy") else Effort.EDGES
        yield Case("LF-SRC-URL", words, answered(held), effort)
    missing = Held(MISSING, "LF-ERR-DOWNLOAD-ERROR", ("DOWNLOAD_ERROR",), SIDES)
    yield Case("LF-ERR-DOWNLOAD-ERROR", "404", answered(missing))
    yield Case("LF-ERR-DOWNLOAD-TIMEOUT", "no answer", _hanging)
    yield Case("LF-OBS-REDIRECT", "302", _redirected, Effort.EDGES)


def hosted(exam: Exam) -> PictureUrls:
    """The picture server, if the target was seen to download from it.

    A target that refuses every download from loopback without trying protects itself, which is nobody's fault.
    """
    exam.examiner.control()
    exam.needs(Capability.URLS)
    host = exam.examiner.image_host
    if host is None:
        raise NotExercised(clauses()[exam.clause].needs)
    if not host.hits and not host.declared:
        _try(exam, host)
    return host


def _try(exam: Exam, host: PictureUrls) -> None:
    for side in SIDES:
        answer = exam.examiner.send(exam.one_sided(side, Url(host.url("two.jpg")))).answer
        if host.hits or answer is None or answer.status not in _DOWNLOAD_FAILURES:
            return
    raise NotExercised(f"the target downloads nothing from {host.url('')}: allow it to, or give --linkface-image-host")


def _one_side(side: str) -> Question:
    def ask(exam: Exam) -> None:
        by_url, by_file = Given(Url(hosted(exam).url("two.jpg")), 2), Given.of(exam.good())
        exam.succeeds(*((by_url, by_file) if side == "one" else (by_file, by_url)), shape_clause=exam.clause)

    return ask


def _turned(exam: Exam) -> None:
    call = exam.one_sided("one", Url(hosted(exam).url("exif.jpg")))
    exam.expect(call, Expectation("LF-IMG-EXIF", shape=(1, 1)))


def _rotated(exam: Exam) -> None:
    turning = (("image_two_auto_rotate", "true"),)
    call = exam.one_sided("two", Url(hosted(exam).url("lying.jpg")), extra=turning)
    exam.expect(call, Expectation("LF-IMG-AUTO-ROTATE", shape=(1, 1)))


def _both(exam: Exam) -> None:
    host = hosted(exam)
    three, two = Given(Url(host.url("three.jpg")), 3), Given(Url(host.url("png")), 2)
    body = exam.succeeds(three, two, shape_clause=exam.clause)
    ids = [id_of(body, side) for side in SIDES]
    exam.needs(Capability.IDS)
    if ids[0] and ids[1]:
        exam.succeeds(Given(ImageId(ids[0]), 3), Given(ImageId(ids[1]), 2), shape_clause="LF-SRC-ID")


def answered(held: Held) -> Question:
    """What a url leads to is answered so, on each side that is named."""
    def ask(exam: Exam) -> None:
        host = hosted(exam)
        for side in held.sides:
            exam.refuses(side, Url(host.url(held.name)), *held.statuses, clause=held.clause)

    return ask


def _hanging(exam: Exam) -> None:
    host = hosted(exam)
    for side in SIDES:
        exchange = exam.examiner.send(exam.one_sided(side, Url(host.url(HANGING))))
        need_patience_to_end(exchange)
        exam.settle(exchange, Expectation(exam.clause, ("DOWNLOAD_TIMEOUT",), side))


def need_patience_to_end(exchange: Exchange) -> None:
    """Judge no answer that came when the kit itself gave up holding a download.

    Raises:
        NotExercised: the target was as patient as that.
    """
    if exchange.answer is not None and exchange.answer.seconds > HOLD_SECONDS - 1:
        raise NotExercised(f"a target that gives a download up within {HOLD_SECONDS:g} s")


def _redirected(exam: Exam) -> None:
    exam.observe(exam.one_sided("one", Url(hosted(exam).url(MOVED))))
