"""The same call as other clients write it: parts in another order, with further headers, a boundary in quotes."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_linkface import images
from pytest_linkface.checks import Expectation
from pytest_linkface.conformance._case import Case, Effort, NotExercised
from pytest_linkface.conformance._exam import Exam
from pytest_linkface.conformance._questions import Question
from pytest_linkface.exchange import Placement, Upload, Written

_TWO, _THREE = 2, 3


def cases() -> Iterator[Case]:
    """Every case on how a form is written."""
    for written in Written:
        if written is Written.USUAL:
            continue
        clause = "LF-CRED-FORM" if written is Written.CREDENTIALS_LAST else "LF-CALL-MULTIPART"
        yield Case(clause, str(written), _written(written), Effort.FULL)


def _written(written: Written) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control(placement=Placement.FORM)
        two, three = exam.good(*images.PEOPLE[:_TWO]), exam.good(*images.PEOPLE[4 : 4 + _THREE])
        one = (Upload.of(two),)
        call = exam.examiner.call(one, (Upload.of(three),), placement=Placement.FORM, written=written)
        exchange = exam.examiner.send(call)
        if written is Written.EXPECTING and exchange.answer is not None and exchange.answer.http_code == 417:
            raise NotExercised("a server that does not turn Expect down: curl asks again without")
        exam.settle(exchange, Expectation(exam.clause, shape=(_TWO, _THREE)))

    return ask
