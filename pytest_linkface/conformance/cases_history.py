"""What came before a call and what comes beside it: many uploads, many repetitions, refusals, crowds, other sources."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_linkface import images
from pytest_linkface.checks import Expectation
from pytest_linkface.conformance._case import Case, Effort, NotExercised
from pytest_linkface.conformance._exam import ANA, BO, Exam, Given
from pytest_linkface.conformance._questions import Question
from pytest_linkface.conformance._scores import cells, near, rows, still_alike
from pytest_linkface.conformance.cases_answers import shaped
from pytest_linkface.contract import MAX_FACES, SIDES
from pytest_linkface.exchange import Call, Exchange, ImageId, Upload
from pytest_linkface.images import Picture

_TWO, _THREE = 2, 3
_UPLOADS = 8
"""Calls with two uploads each, after which an id still leads to its picture, if it leads anywhere."""
_USES = 5
_REPETITIONS = 6
_CROWD = 16
"""Calls at once."""
_HEAVY = 3_000_000


def cases() -> Iterator[Case]:
    """Every case with a history."""
    found: dict[tuple[str, str], Question] = {
        ("LF-SRC-ID", f"after {2 * _UPLOADS} other uploads"): _old,
        ("LF-SRC-ID", f"{_USES} times"): _often,
        ("LF-SRC-ID", f"of pictures of {_HEAVY:,} bytes"): _kept(_heavy("JPEG"), _heavy("PNG")),
        ("LF-SRC-ID", "of PNG and TIFF"): _kept(_two("PNG"), _three("TIFF")),
        ("LF-SRC-ID", "of BMP and GIF"): _kept(_two("BMP"), _three("GIF")),
        ("LF-SRC-ID", "the same on both sides"): _same,
        ("LF-ANS-REPEATABLE", f"{_REPETITIONS} times"): _repeated,
        ("LF-ANS-REPEATABLE", "after each refusal"): _after_refusals,
        ("LF-ANS-CONCURRENT", f"{_CROWD} at once"): _crowd,
        ("LF-ANS-CONCURRENT", "refusals of both sides at once"): _blamed_at_once,
        ("LF-ANS-CONCURRENT", "uploads at once, then their ids"): _uploaded_at_once,
        ("LF-OK-SIMILARITY", "two people with themselves"): _paired,
        ("LF-OK-SIMILARITY", "a person among others"): _among_others,
        ("LF-OK-SHAPE", "the sides swapped"): _swapped,
    }
    for (clause, words), question in found.items():
        yield Case(clause, words, question, Effort.FULL)


def _two(format: str) -> Picture:
    return images.scene(images.PEOPLE[:_TWO], format=format)


def _three(format: str) -> Picture:
    return images.scene(images.PEOPLE[4 : 4 + _THREE], format=format)


def _heavy(format: str) -> Picture:
    return images.padded(_two(format) if format == "JPEG" else _three(format), _HEAVY)


def _ids(exam: Exam, one: Picture, two: Picture) -> tuple[Given, Given]:
    exam.examiner.control()
    ids = exam.uploaded(Upload.of(one), Upload.of(two))
    return Given(ImageId(ids[0]), one.faces), Given(ImageId(ids[1]), two.faces)


def _kept(one: Picture, two: Picture) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control(one.format)
        exam.examiner.control(two.format)
        exam.succeeds(*_ids(exam, one, two), shape_clause=exam.clause)

    return ask


def _old(exam: Exam) -> None:
    """How long an id lives is not said; as long as it does it leads to the picture for which it was given.

    Somebody is in both pictures. The others are of the same size and show as many people, but nobody twice, so that
    the best score tells whose picture was found.
    """
    pictures = exam.good(ANA, BO), exam.good(*images.PEOPLE[9:11], ANA)
    two, three = _ids(exam, *pictures)
    by_file = cells(exam.examiner.recalled(exam.examiner.call(*((Upload.of(picture),) for picture in pictures))))
    for number in range(_UPLOADS):
        others = _rest(number)
        exam.succeeds(exam.good(*others[:_TWO]), exam.good(*others[_TWO:]))
    exchange = exam.examiner.send(exam.examiner.call((two.source,), (three.source,)))
    if exchange.answer is not None and exchange.answer.status == "IMAGE_ID_NOT_EXIST":
        raise NotExercised(f"ids that outlive {2 * _UPLOADS} other uploads")
    by_id, shape = frozenset(SIDES), (_TWO, _THREE)
    exam.settle(exchange, Expectation(exam.clause, shape=shape, by_id=by_id, shape_clause=exam.clause))
    still_alike(exam, by_file, cells(exchange), "the id to lead to its own picture, where one person is", exchange)


def _rest(number: int) -> list[str]:
    """Five people without the two who are looked for, others each time."""
    known = [name for name in images.PEOPLE if name not in (ANA, BO)]
    return [known[(number + at) % len(known)] for at in range(_TWO + _THREE)]


def _often(exam: Exam) -> None:
    two, three = _ids(exam, exam.good(*images.PEOPLE[:_TWO]), exam.good(*images.PEOPLE[4 : 4 + _THREE]))
    for _ in range(_USES):
        exam.succeeds(two, three, shape_clause=exam.clause)


def _same(exam: Exam) -> None:
    two, _ = _ids(exam, exam.good(*images.PEOPLE[:_TWO]), exam.good(BO))
    exam.succeeds(two, two, shape_clause=exam.clause)


def _repeated(exam: Exam) -> None:
    exam.examiner.control()
    call = exam.one_sided("two", exam.good(*images.PEOPLE[:_TWO]))
    _alike(exam, [call] * _REPETITIONS, (1, _TWO))


def _alike(exam: Exam, calls: list[Call], shape: tuple[int, int]) -> None:
    first: list[float] = []
    for call in calls:
        exchange = exam.examiner.send(call)
        exam.settle(exchange, Expectation(exam.clause, shape=shape))
        near(exam, first, cells(exchange), "the same scores each time", exchange)
        first = first or cells(exchange)


def _after_refusals(exam: Exam) -> None:
    """A call between refusals of every kind is answered as if they had not been."""
    exam.examiner.control()
    good = exam.one_sided("two", exam.good(*images.PEOPLE[:_TWO]))
    bad: dict[str, tuple[str, Picture]] = {
        "TOO_MANY_FACES": ("two", exam.good(*images.PEOPLE[: MAX_FACES + 1])),
        "NO_FACE_DETECTED": ("one", images.flat(320, 240, format=exam.examiner.format)),
        "CORRUPT_IMAGE": ("two", images.text()),
    }
    first: list[float] = []
    for status, (side, picture) in ({"": ("", images.text())} | bad).items():
        if status:
            exam.refuses(side, picture, status, clause=f"LF-ERR-{status.replace('_', '-')}")
        exchange = exam.examiner.send(good)
        exam.settle(exchange, Expectation(exam.clause, shape=(1, _TWO)))
        near(exam, first, cells(exchange), "the same scores after a refusal", exchange)
        first = first or cells(exchange)


def _need_crowds(exam: Exam) -> None:
    exam.examiner.control()
    if exam.examiner.pace is not None:
        raise NotExercised("calls at once, which --linkface-rate does not allow")


def _crowd(exam: Exam) -> None:
    _need_crowds(exam)
    shapes = [(rows, columns) for rows in range(1, MAX_FACES + 1) for columns in range(1, MAX_FACES + 1)]
    exam.expect_together([shaped(exam, *shape) for shape in shapes[:_CROWD]])


def _blamed_at_once(exam: Exam) -> None:
    _need_crowds(exam)
    grey, crowd = images.flat(320, 240, format="JPEG"), exam.good(*images.PEOPLE[: MAX_FACES + 1])
    bad = {"NO_FACE_DETECTED": grey, "TOO_MANY_FACES": crowd}
    asked = [(side, status) for _ in range(2) for side in SIDES for status in bad]
    exam.expect_together(
        [(exam.one_sided(side, bad[status]), Expectation(exam.clause, (status,), side)) for side, status in asked]
    )


def _uploaded_at_once(exam: Exam) -> None:
    """Ids that were given out at the same moment are different ids."""
    _need_crowds(exam)
    shapes = [(1, 2), (2, 3), (3, 4), (4, 1)]
    asked = [shaped(exam, *shape) for shape in shapes]
    exchanges = exam.expect_together(asked)
    for exchange, shape in zip(exchanges, shapes, strict=True):
        ids = exam.examiner.ids_of(exchange)
        if len(ids) == len(SIDES):
            one, two = (Given(ImageId(ids[side]), faces) for side, faces in zip(SIDES, shape, strict=True))
            exam.succeeds(one, two, shape_clause=exam.clause)


def _answered(exam: Exam, one: Picture, two: Picture) -> Exchange:
    exchange = exam.examiner.send(exam.examiner.call((Upload.of(one),), (Upload.of(two),)))
    exam.settle(exchange, Expectation(exam.clause, shape=(one.faces, two.faces)))
    return exchange


def _paired(exam: Exam) -> None:
    """Each of two people is most like himself: the best cells of both rows lie in different columns."""
    exam.examiner.control()
    pair = exam.good(ANA, BO)
    exchange = _answered(exam, pair, pair)
    found = rows(exchange)
    if [len(row) for row in found] == [_TWO, _TWO]:
        best = {row.index(max(row)) for row in found}
        expected = "the best cell of each row in another column, for a picture of two people and itself"
        exam.see(len(best) == _TWO and found[0][0] != found[0][1], expected, str(found), exchange)


def _among_others(exam: Exam) -> None:
    """Whether a person is among others decides over the best score."""
    exam.examiner.control()
    others = [name for name in images.PEOPLE if name not in (ANA, BO)][:_TWO]
    found = []
    for people in ((others[0], ANA, others[1]), (others[0], BO, others[1])):
        exchange = _answered(exam, exam.good(ANA), exam.good(*people))
        found.append(max(cells(exchange), default=None))
    there, absent = found
    if there is not None and absent is not None:
        expected = "a higher best score where the person is among the others than where not"
        exam.see(there > absent, expected, f"{there} among others, {absent} where absent", exchange)


def _swapped(exam: Exam) -> None:
    """What image one and image two are is the caller's choice: swapped, the matrix is transposed, not another one."""
    exam.examiner.control()
    two, three = exam.good(*images.PEOPLE[:_TWO]), exam.good(*images.PEOPLE[4 : 4 + _THREE])
    _answered(exam, two, three)
    _answered(exam, three, two)  # whether scores are the same then is not said; the shape is
