"""Pictures by url in further ways: edges on the other side, formats, odd addresses, downloads that fail half-way."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from pytest_linkface import images
from pytest_linkface.checks import Expectation
from pytest_linkface.conformance._capability import Capability
from pytest_linkface.conformance._case import Case, Effort
from pytest_linkface.conformance._exam import Exam, Given
from pytest_linkface.conformance._image_host import (
    BROKEN_OFF,
    CODED,
    FAILING,
    FORBIDDEN,
    OTHERWISE_QUERIED,
    QUERIED,
    STALLING,
    UNMEASURED,
)
from pytest_linkface.conformance._questions import Question
from pytest_linkface.conformance._scores import cells, near
from pytest_linkface.conformance.cases_access import intruder
from pytest_linkface.conformance.cases_urls import HELD, SAME_NAME, Held, answered, hosted, need_patience_to_end
from pytest_linkface.contract import SIDES
from pytest_linkface.exchange import ImageId, Source, Upload, Url

_FLAT = ("NO_FACE_DETECTED", "OK")
_EDGES = {
    "just as high as allowed": Held("highest.jpg", "LF-IMG-MAX-PX", _FLAT, SIDES),
    "just as wide as needed": Held("narrowest.jpg", "LF-IMG-MIN-PX", _FLAT, SIDES),
}
_FORMATS = {"BMP": "bmp", "PNG": "png", "GIF": "gif", "TIFF": "tiff"}
_ODD = {"with a coded name": CODED, "without its length": UNMEASURED}
_SILENT_PORT = 1
"""Nobody listens there, of whatever machine."""
_NOT_UTF8 = b"\xed\xa0\xbd\xed\xb8\x80.jpg", "照片".encode()[:-1]
"""A character in two halves, as UTF-16 has it, and one that is cut off."""


def cases() -> Iterator[Case]:
    """Every further case on pictures by url."""
    for clause, words, question in _asked():
        yield Case(clause, words, question, Effort.FULL)


def _asked() -> Iterator[tuple[str, str, Question]]:
    for words, held in HELD.items():
        others = [side for side in SIDES if side not in held.sides]
        if others:
            (side,) = others
            yield "LF-SRC-URL", f"{words}, image {side}", answered(Held(held.name, held.clause, held.statuses, others))
    for words, held in _EDGES.items():
        yield "LF-SRC-URL", words, answered(held)
    for format, name in _FORMATS.items():
        yield "LF-SRC-URL", f"{format}, both images", _both_alike(name, 2 if name == "png" else 1, f"LF-IMG-{format}")
    yield "LF-SRC-URL", "four faces, both images", _both_alike("four.jpg", 4, "LF-IMG-MAX-FACES")
    yield "LF-SRC-URL", "turned by EXIF, image two", _turned
    yield "LF-SRC-URL", "turned by auto_rotate, image one", _rotated
    for words, name in _ODD.items():
        yield "LF-SRC-URL", words, _both_alike(name, 2, "")
    yield "LF-SRC-URL", "with a query", _queried
    yield "LF-SRC-URL", "beside an id", _beside_id
    yield "LF-SRC-URL", "with a wrong secret", _intruding
    yield "LF-SRC-URL", "two pictures of one name", _of_one_name
    yield "LF-SRC-ALIKE", "file, url and id", _three_ways
    for number, (http, name) in enumerate({"500": FAILING, "403": FORBIDDEN}.items()):
        held = Held(name, "LF-ERR-DOWNLOAD-ERROR", ("DOWNLOAD_ERROR",), [SIDES[number % 2]])
        yield "LF-ERR-DOWNLOAD-ERROR", http, answered(held)
    yield "LF-ERR-DOWNLOAD-ERROR", "nobody listens", _unheard
    yield "LF-ERR-DOWNLOAD-ERROR", "broken off", _broken_off
    yield "LF-ERR-DOWNLOAD-TIMEOUT", "half an answer", _stalling
    for side, text in zip(SIDES, _NOT_UTF8, strict=True):
        yield "LF-ERR-ENCODING-ERROR", f"url of image {side}", _not_utf8(side, text)


def _both_alike(name: str, faces: int, clause: str) -> Question:
    """The same url on both sides; another answer breaks a clause on the picture, or that on urls."""

    def ask(exam: Exam) -> None:
        url = Url(hosted(exam).url(name))
        call = exam.examiner.call((url,), (url,))
        exam.expect(call, Expectation(clause or exam.clause, shape=(faces, faces), shape_clause=exam.clause))

    return ask


def _turned(exam: Exam) -> None:
    call = exam.one_sided("two", Url(hosted(exam).url("exif.jpg")))
    exam.expect(call, Expectation("LF-IMG-EXIF", shape=(1, 1)))


def _rotated(exam: Exam) -> None:
    turning = (("image_one_auto_rotate", "true"),)
    call = exam.one_sided("one", Url(hosted(exam).url("lying.jpg")), extra=turning)
    exam.expect(call, Expectation("LF-IMG-AUTO-ROTATE", shape=(1, 1)))


def _beside_id(exam: Exam) -> None:
    url = Given(Url(hosted(exam).url("two.jpg")), 2)
    picture = exam.good(*images.PEOPLE[4:7])
    ids = exam.uploaded(Upload.of(picture), Upload.of(picture))
    exam.succeeds(Given(ImageId(ids[0]), 3), url, shape_clause=exam.clause)
    exam.succeeds(url, Given(ImageId(ids[1]), 3), shape_clause=exam.clause)


def _of_one_name(exam: Exam) -> None:
    """A url is more than the name that it ends with."""
    host = hosted(exam)
    exam.succeeds(Given(Url(host.url("two.jpg")), 2), Given(Url(host.url(SAME_NAME)), 3), shape_clause=exam.clause)


def _queried(exam: Exam) -> None:
    """A url is more than its path, too: another query leads to another picture."""
    host = hosted(exam)
    one, two = Given(Url(host.url(QUERIED)), 2), Given(Url(host.url(OTHERWISE_QUERIED)), 3)
    exam.succeeds(one, two, shape_clause=exam.clause)


def _intruding(exam: Exam) -> None:
    """Credentials are asked for also where no file is sent."""
    url = (Url(hosted(exam).url("two.jpg")),)
    call = exam.examiner.call(url, url, account=intruder(exam.examiner.target.account))
    exam.expect(call, Expectation("LF-CRED-SECRET", ("UNAUTHORIZED",)))


def _unheard(exam: Exam) -> None:
    """A connection that nobody takes fails at once, or is waited for; whoever guards ports may not try it."""
    host = urlsplit(hosted(exam).url("two.jpg"))
    silent = host._replace(netloc=f"{host.netloc.removesuffix(f':{host.port}')}:{_SILENT_PORT}")
    exam.refuses("one", Url(silent.geturl()), "DOWNLOAD_ERROR", "DOWNLOAD_TIMEOUT", "INVALID_ARGUMENT")


def _broken_off(exam: Exam) -> None:
    """Half a picture is a download that failed, to whoever looks at its length, or else a broken picture."""
    url = Url(hosted(exam).url(BROKEN_OFF))
    exam.refuses("two", url, "DOWNLOAD_ERROR", "CORRUPT_IMAGE", "DOWNLOAD_TIMEOUT")


def _three_ways(exam: Exam) -> None:
    """One picture by file, by url and by its id is the same picture."""
    host = hosted(exam)
    file, other = images.scene(2), exam.good(images.PEOPLE[0], *images.PEOPLE[5:7])
    ids = exam.uploaded(Upload.of(file), Upload.of(other))
    before: list[float] = []
    ways: dict[str, Source] = {"file": Upload.of(file), "url": Url(host.url("two.jpg")), "id": ImageId(ids[0])}
    for way, source in ways.items():
        exchange = exam.examiner.send(exam.examiner.call((source,), (Upload.of(other),)))
        by_id = frozenset({"one"} if way == "id" else ())
        exam.settle(exchange, Expectation(exam.clause, shape=(2, 3), by_id=by_id, shape_clause=exam.clause))
        near(exam, before, cells(exchange), f"the same scores by file and by {way}", exchange)
        before = before or cells(exchange)


def _stalling(exam: Exam) -> None:
    """A download that stops half-way takes too long, or has failed."""
    host = hosted(exam)
    exchange = exam.examiner.send(exam.one_sided("two", Url(host.url(STALLING))))
    need_patience_to_end(exchange)
    exam.settle(exchange, Expectation(exam.clause, ("DOWNLOAD_TIMEOUT", "DOWNLOAD_ERROR"), "two"))


def _not_utf8(side: str, text: bytes) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        exam.needs(Capability.URLS)
        call = exam.two_sided(side, (), extra=((f"image_{side}_url", b"http://127.0.0.1/" + text),))
        exam.expect(call, Expectation(exam.clause, ("ENCODING_ERROR",)))

    return ask
