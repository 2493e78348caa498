"""What an answer says: the matrix and its scores, ids that lead back to pictures, answers that fit their calls."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from pytest_linkface import images
from pytest_linkface.checks import Expectation
from pytest_linkface.conformance._case import Case, Effort, NotExercised
from pytest_linkface.conformance._exam import ANA, BO, Exam, Given
from pytest_linkface.conformance._questions import Question, accepted
from pytest_linkface.conformance._scores import cells, near
from pytest_linkface.contract import SIDES
from pytest_linkface.exchange import Call, ImageId, Upload

_SHAPES = ((1, 2), (1, 3), (1, 4), (2, 2), (2, 3), (2, 4))
"""Of the calls sent at once; none is another one transposed, which would look like another fault."""
_TWO, _THREE = 2, 3
_UNGUESSABLE = 16
"""Characters of an id that is not counted."""


def cases() -> Iterator[Case]:
    """Every case on what an answer says."""
    for rows, columns in ((1, 3), (3, 1), (2, 4), (4, 2)):
        pair = images.scene(rows), images.scene(columns, seed=11)
        effort = Effort.SMOKE if rows == 1 else Effort.CORE if columns == 1 else Effort.EDGES
        yield Case("LF-OK-SHAPE", f"{rows} x {columns}", accepted(pair), effort)
    yield Case("LF-OK-SIMILARITY", "the same picture and another", _similar)
    reuse = {
        "image one again": _same_side(0),
        "image two again": _same_side(1),
        "on the other side": _crossed,
        "both, twice, after other calls": _later,
    }
    for words, question in reuse.items():
        yield Case("LF-SRC-ID", words, question)
    for side in SIDES:
        yield Case("LF-ERR-IMAGE-ID-NOT-EXIST", f"image {side}", _unknown_id(side))
    yield Case("LF-ERR-IMAGE-ID-NOT-EXIST", "an id with another character", _nearly_known_id, Effort.FULL)
    yield Case("LF-SRC-ALIKE", "file and id", _alike, Effort.EDGES)
    yield Case("LF-ANS-REPEATABLE", "twice", _repeated)
    yield Case("LF-ANS-CONCURRENT", f"{len(_SHAPES)} at once", _concurrent)
    yield Case("LF-ANS-CONCURRENT", f"{len(_SHAPES)} at once, again", _concurrent, Effort.EDGES)


def _similar(exam: Exam) -> None:
    exam.examiner.control()
    ana, bo = exam.good(ANA), exam.good(BO)
    same = cells(exam.succeeds(ana, ana))
    call = exam.examiner.call((Upload.of(ana),), (Upload.of(bo),))
    exchange = exam.examiner.send(call)
    exam.settle(exchange, Expectation(exam.clause, shape=(1, 1)))
    other = cells(exchange)
    if same and other:
        expected = "a higher score for a picture and itself than for two people"
        exam.see(max(same) > max(other), expected, f"{max(same)} for itself, {max(other)} for two people", exchange)


def _same_side(place: int) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        ids, person = _ids(exam), Given.of(exam.good(BO))
        exam.succeeds(*(ids[place] if side == place else person for side in (0, 1)), shape_clause=exam.clause)

    return ask


def _crossed(exam: Exam) -> None:
    exam.examiner.control()
    (two, three), person = _ids(exam), Given.of(exam.good(BO))
    exam.succeeds(three, person, shape_clause=exam.clause)
    exam.succeeds(person, two, shape_clause=exam.clause)


def _later(exam: Exam) -> None:
    exam.examiner.control()
    two, three = _ids(exam)
    exam.succeeds(exam.good(BO), exam.good(*images.PEOPLE[9:13]))
    for _ in range(2):
        exam.succeeds(two, three, shape_clause=exam.clause)


def _ids(exam: Exam) -> tuple[Given, Given]:
    """A picture of two and one of three faces, uploaded before and now given by id."""
    pictures = exam.good(*images.PEOPLE[:_TWO]), exam.good(*images.PEOPLE[4 : 4 + _THREE])
    ids = exam.uploaded(*(Upload.of(picture) for picture in pictures))
    one, two = (Given(ImageId(id), picture.faces) for id, picture in zip(ids, pictures, strict=True))
    return one, two


def _unknown_id(side: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        one, _ = _ids(exam)
        exam.refuses(side, ImageId(stranger(str(getattr(one.source, "id", "")))), "IMAGE_ID_NOT_EXIST")

    return ask


def _nearly_known_id(exam: Exam) -> None:
    """An id that differs from a known one by a character; by all of them where ids are so short that one could hit.

    One that goes on behind its end may be no id at all to a target that knows how long its own are.
    """
    exam.examiner.control()
    one, _ = _ids(exam)
    id = str(getattr(one.source, "id", ""))
    exam.refuses("two", ImageId(_neighbour(id)), "IMAGE_ID_NOT_EXIST")
    if len(id) >= _UNGUESSABLE:
        exam.refuses("one", ImageId(f"{id}{id[:4]}"), "IMAGE_ID_NOT_EXIST", "INVALID_ARGUMENT")


def _neighbour(id: str) -> str:
    place = next((at for at in range(3 * len(id) // 4, len(id)) if id[at] in string.hexdigits), None)
    if len(id) < _UNGUESSABLE or place is None:
        return stranger(id)
    return id[:place] + stranger(id[place])[0] + id[place + 1 :]


def stranger(id: str) -> str:
    """An id of the same form that was never given out: every letter and digit is another of its kind."""
    longer = id if len(id) >= 12 else id * (12 // len(id) + 1)
    turned = re.sub(r"[0-9]", lambda digit: str((int(digit[0]) + 7) % 10), longer)
    return re.sub(r"[a-fA-F]", lambda letter: letter[0].translate(_NEXT), turned)


_NEXT = str.maketrans("abcdefABCDEF", "bcdefaBCDEFA")


def _alike(exam: Exam) -> None:
    exam.examiner.control()
    pictures = exam.good(*images.PEOPLE[:_TWO]), exam.good(*images.PEOPLE[4 : 4 + _THREE])
    by_file = cells(exam.succeeds(*pictures))
    call = exam.examiner.call(*((given.source,) for given in _ids(exam)))
    exchange = exam.examiner.send(call)
    by_both = frozenset(SIDES)
    exam.settle(exchange, Expectation(exam.clause, shape=(_TWO, _THREE), by_id=by_both, shape_clause=exam.clause))
    by_id = cells(exchange)
    near(exam, by_file, by_id, "the same scores by file and by id", exchange)


def _repeated(exam: Exam) -> None:
    exam.examiner.control()
    others = images.PEOPLE[: _THREE - 1]
    call = exam.one_sided("one", exam.good(*others, BO))  # who is alike comes last: the best cell is not the first
    first: list[float] = []
    for _ in range(2):
        exchange = exam.examiner.send(call)
        exam.settle(exchange, Expectation(exam.clause, shape=(_THREE, 1)))
        now = cells(exchange)
        near(exam, first, now, "the same scores each time", exchange)
        first = first or now


def _concurrent(exam: Exam) -> None:
    exam.examiner.control()
    if exam.examiner.pace is not None:
        raise NotExercised("calls at once, which --linkface-rate does not allow")
    exam.expect_together([shaped(exam, rows, columns) for rows, columns in _SHAPES])


def shaped(exam: Exam, rows: int, columns: int) -> tuple[Call, Expectation]:
    """A call of so many faces a side, whose answer has to be its own."""
    one, two = exam.good(*images.PEOPLE[:rows]), exam.good(*images.PEOPLE[7 : 7 + columns])
    call = exam.examiner.call((Upload.of(one),), (Upload.of(two),))
    return call, Expectation(exam.clause, shape=(rows, columns), shape_clause=exam.clause)
