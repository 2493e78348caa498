"""What a picture may be: formats and their kinds, names, orientation; and what is no picture, or one without a face."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_linkface import images
from pytest_linkface.checks import Expectation
from pytest_linkface.conformance._case import Case, Effort
from pytest_linkface.conformance._exam import ANA, BO, Exam, Given
from pytest_linkface.conformance._questions import Question, accepted, refused
from pytest_linkface.conformance._scores import cells, still_alike
from pytest_linkface.contract import FORMATS, SIDES
from pytest_linkface.exchange import ImageId, Upload

_KINDS = {
    "JPEG": ("gray", "progressive", "cmyk"),
    "BMP": ("gray", "palette", "alpha"),
    "PNG": ("gray", "palette", "alpha", "interlaced"),
    "GIF": ("gray", "interlaced", "transparent"),
    "TIFF": ("gray", "palette", "cmyk", "lzw", "deflate", "bigendian"),
}
"""The kinds that every common decoder takes."""
_SELDOM = {"JPEG": ("camera", "bare"), "BMP": ("downwards",), "TIFF": ("tiled",)}
"""Those that fewer programs write, but not fewer read."""
_COMMON = {"JPEG gray", "JPEG progressive", "JPEG cmyk", "PNG palette", "PNG alpha", "TIFF lzw"}
"""Those that people meet every day."""
_NAMES = {
    "without suffix": "picture",
    "Chinese": "照片 一.png",
    "with a wrong suffix": "picture.jpg",
}
_ODD_NAMES = {
    "with a suffix in capitals": "PICTURE.PNG",
    "with odd characters": "it's picture;1 of \N{CAMERA}, 50%.v2.png",
    "of 200 letters": f"{'picture' * 28}.png",
    "with a folder": "C:\\DCIM\\picture.png",
}
_TYPES = {
    "that of a JPEG": "image/jpeg",
    "that of any file": "application/octet-stream",
    "that of a text": "text/plain",
    "none, as requests sends it": None,
}
_FLIPPING = {2: 3, 4: 1, 5: 6, 7: 8}
"""Orientations that mirror, each with one that turns alike and does not."""
_TURNED_ALONE = images.scene((ANA,)), images.scene((ANA,), orientation=6)


def cases() -> Iterator[Case]:
    """Every case on what a picture may be."""
    for format in FORMATS:
        yield Case(f"LF-IMG-{format}", "both images", _format(format))
    for format, kinds in _KINDS.items():
        for kind in kinds:
            words = f"{format} {kind}"
            yield Case("LF-IMG-KINDS", words, _kind(format, kind), _rare(words not in _COMMON))
    for format, kinds in _SELDOM.items():
        for kind in kinds:
            yield Case("LF-IMG-KINDS", f"{format} {kind}", _kind(format, kind), Effort.FULL)
    for words, name in _ODD_NAMES.items():
        yield Case("LF-UP-FILE-NAME", words, _named(name), Effort.FULL)
    for words, name in _NAMES.items():
        yield Case("LF-UP-FILE-NAME", words, _named(name), _rare(words == "with a wrong suffix"))
    for words, content_type in _TYPES.items():
        yield Case("LF-UP-CONTENT-TYPE", words, _typed(content_type), _rare(content_type not in (None, "image/jpeg")))
    yield from _turned()
    yield from _refused()


def _rare(rare: object) -> Effort:
    return Effort.EDGES if rare else Effort.CORE


def _format(format: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        exam.settle(exam.examiner.asked(format, exam.examiner.placement), Expectation(exam.clause, shape=(1, 1)))

    return ask


def _kind(format: str, kind: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control(format)
        exam.succeeds(images.scene((ANA,), format=format, kind=kind), images.scene((BO,), format=format, kind=kind))

    return ask


def _named(name: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control("PNG")
        ana, bo = (_png(who, file_name=name, content_type="image/png") for who in (ANA, BO))
        exam.succeeds(Given(ana, 1), Given(bo, 1))

    return ask


def _typed(content_type: str | None) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control("PNG")
        ana, bo = (replace(_png(who), content_type=content_type) for who in (ANA, BO))
        exam.succeeds(Given(ana, 1), Given(bo, 1))

    return ask


def _png(who: str, **options: str) -> Upload:
    return Upload.of(images.scene((who,), format="PNG"), **options)


def _turned() -> Iterator[Case]:
    yield Case("LF-IMG-EXIF", "only image two", accepted(_TURNED_ALONE), Effort.EDGES)
    for orientation in range(1, 9):
        pair = images.scene((ANA,), orientation=orientation), images.scene((BO,), orientation=orientation)
        question = accepted(pair) if orientation not in _FLIPPING else _flipped(orientation, _FLIPPING[orientation])
        yield Case("LF-IMG-EXIF", f"orientation {orientation}", question, _rare(orientation not in (3, 6, 8)))
    yield Case("LF-IMG-EXIF", "by id", _turned_by_id, Effort.EDGES)
    taken = (images.scene((who,), kind="camera", orientation=by) for who, by in ((ANA, 6), (BO, 8)))
    yield Case("LF-IMG-EXIF", "the low byte first", accepted((next(taken), next(taken))), Effort.FULL)
    for orientation, turning in _FLIPPING.items():
        words = f"orientation {orientation}, image two"
        yield Case("LF-IMG-EXIF", words, _flipped(turning, orientation), Effort.FULL)
    for turn in (90, 180, 270):
        for side in SIDES:
            words = f"image {side} by {turn} degrees"
            yield Case("LF-IMG-AUTO-ROTATE", words, _rotated(side, turn), _rare(turn == 180))
    yield Case("LF-IMG-AUTO-ROTATE", "by id", _rotated_by_id, Effort.EDGES)
    for text in ("true", "false"):
        yield Case("LF-IMG-AUTO-ROTATE", f"{text}, both upright", _upright(text), Effort.EDGES)


def _flipped(one: int, two: int) -> Question:
    """One person twice, of whom one picture is to be mirrored: where it is not, who was alike turned is so no more."""

    def ask(exam: Exam) -> None:
        exam.examiner.control("JPEG")
        pair = tuple(images.scene((ANA,), orientation=by) for by in (one, two))
        calls = [exam.examiner.call(*((Upload.of(shown),) for shown in both)) for both in (_TURNED_ALONE, pair)]
        turned, flipped = exam.examiner.recalled(calls[0]), exam.examiner.send(calls[1])
        exam.settle(flipped, Expectation(exam.clause, shape=(1, 1)))
        still_alike(exam, cells(turned), cells(flipped), "a person to be like himself, mirrored back", flipped)

    return ask


def _turned_by_id(exam: Exam) -> None:
    exam.examiner.control("JPEG")
    lying, upright = Upload.of(images.scene((ANA,), orientation=6)), Upload.of(images.scene((BO,)))
    one, two = exam.uploaded(lying, upright)
    exam.succeeds(Given(ImageId(one), 1), Given(ImageId(two), 1))


def _rotated_by_id(exam: Exam) -> None:
    exam.examiner.control()
    turning = (("image_two_auto_rotate", "true"),)
    one, two = exam.uploaded(Upload.of(exam.good(ANA)), Upload.of(exam.good(BO, turn=90)), extra=turning)
    exam.succeeds(Given(ImageId(one), 1), Given(ImageId(two), 1), extra=turning)


def _rotated(side: str, turn: int) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        turned, upright = exam.good(ANA, turn=turn), exam.good(BO)
        one, two = (turned, upright) if side == "one" else (upright, turned)
        exam.succeeds(one, two, extra=((f"image_{side}_auto_rotate", "true"),))

    return ask


def _upright(text: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        turns = tuple((f"image_{side}_auto_rotate", text) for side in SIDES)
        exam.succeeds(exam.good(ANA), exam.good(BO), extra=turns)

    return ask


def _foreign(format: str, sides: Sequence[str]) -> Question:
    return refused(images.foreign(format, (ANA,)), "INVALID_IMAGE_FORMAT_OR_SIZE", "CORRUPT_IMAGE", sides=sides)


def _refused() -> Iterator[Case]:
    for format in ("WEBP", "PPM"):
        yield Case("LF-IMG-OTHER-FORMAT", format, _foreign(format, SIDES), _rare(format != "WEBP"))
    for number, format in enumerate(("ICO", "PDF", "SVG")):
        yield Case("LF-IMG-OTHER-FORMAT", format, _foreign(format, SIDES[number % 2 :][:1]), Effort.FULL)
    whole = {format: images.scene((ANA,), format=format) for format in FORMATS}
    broken = {
        "a text": (images.text(), "picture.jpg"),
        "an HTML page": (images.html(), "picture.png"),
        "half a PNG": (images.cut(whole["PNG"], 0.5), "picture.png"),
        "half a BMP": (images.cut(whole["BMP"], 0.5), "picture.bmp"),
        "half a TIFF": (images.cut(whole["TIFF"], 0.5), "picture.tif"),
        "a GIF with a wrong beginning": (images.wrong_magic(whole["GIF"]), "picture.gif"),
        "the first 8 bytes of a JPEG": (images.cut(whole["JPEG"], 8), "picture.jpg"),
    }
    for words, (picture, name) in broken.items():
        question = refused(picture, "CORRUPT_IMAGE", file_name=name)
        yield Case("LF-ERR-CORRUPT-IMAGE", words, question, _rare(words not in ("a text", "half a PNG")))
    grey = refused(images.flat(320, 240, format="JPEG"), "NO_FACE_DETECTED")
    yield Case("LF-ERR-NO-FACE-DETECTED", "grey", grey, Effort.SMOKE)
    landscape = refused(images.landscape(), "NO_FACE_DETECTED")
    yield Case("LF-ERR-NO-FACE-DETECTED", "a landscape", landscape, Effort.EDGES)
