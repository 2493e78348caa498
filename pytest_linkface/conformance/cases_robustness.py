"""Odd requests, of which the manual says only that the server does not fail over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_linkface import images
from pytest_linkface.checks import Judgement, no_failure, no_secret
from pytest_linkface.conformance._case import Case, Effort
from pytest_linkface.conformance._exam import ANA, Exam
from pytest_linkface.conformance._questions import Question
from pytest_linkface.exchange import Call, ImageId, Upload, Url


def cases() -> Iterator[Case]:
    """Every case on odd requests."""
    odd: dict[str, Callable[[Exam], Call]] = {
        "a part with an empty name": lambda exam: exam.one_sided("one", exam.good(), extra=(("", "x"),)),
        "a file as url and as id": file_as_url,
        "a file as text": lambda exam: exam.two_sided("one", (), extra=(("image_one_file", "picture.jpg"),)),
        "the same file twice": lambda exam: exam.two_sided("two", (Upload.of(exam.good()),) * 2),
        "file, id and url at once": several_sources,
        "a url of another scheme": lambda exam: exam.one_sided("two", Url("ftp://127.0.0.1/picture.jpg")),
        "an id with a NUL": lambda exam: exam.one_sided("one", ImageId("a\0b")),
        "an empty file": lambda exam: exam.one_sided("two", images.empty()),
        "a tiny file of 20,000 x 20,000 px": lambda exam: exam.one_sided("one", images.bomb()),
        "1 x 1 px": lambda exam: exam.one_sided("two", images.flat(1, 1)),
        "an empty id": empty_id,
        "auto_rotate=yes": unclear_truth,
        "an unknown parameter": unknown_parameter,
    }
    for words, make in odd.items():
        effort = Effort.CORE if make in (file_as_url, several_sources) else Effort.EDGES
        yield Case("LF-ANS-NO-500", words, _survived(make), effort)
    odder: dict[str, Callable[[Exam], Call]] = {
        "an id of 300 odd characters": lambda exam: exam.one_sided("one", ImageId(f"../it's {'x' * 300}")),
        "a url beyond ASCII": lambda exam: exam.one_sided("two", Url("http://127.0.0.1:1/\u7167\u7247.jpg")),
    }
    for words, make in odder.items():
        yield Case("LF-ANS-NO-500", words, _survived(make), Effort.FULL)


def file_as_url(exam: Exam) -> Call:
    """The mistake of the manual's PHP 5.6 sample (line 300)."""
    one, two = Upload.of(images.scene((ANA,))), Upload.of(exam.good())
    return exam.examiner.call((), (), extra=(("image_one_url", one), ("image_two_id", two)))


def several_sources(exam: Exam) -> Call:
    """A side with more than the one source that it needs; the id is unknown and the url leads nowhere."""
    file = Upload.of(exam.good())
    return exam.two_sided("one", (file, Url("http://127.0.0.1:1/picture.jpg"), ImageId("0" * 32)))


def empty_id(exam: Exam) -> Call:
    """A text field that was left empty."""
    return exam.one_sided("one", ImageId(""))


def unclear_truth(exam: Exam) -> Call:
    """A boolean in other words, of a picture to which it would matter."""
    return exam.one_sided("one", images.scene((ANA,), turn=90), extra=(("image_one_auto_rotate", "yes"),))


def unknown_parameter(exam: Exam) -> Call:
    """A parameter that the manual does not know."""
    return exam.one_sided("one", images.scene((ANA,)), extra=(("colour", "blue"),))


def _survived(make: Callable[[Exam], Call]) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        exchange = exam.examiner.send(make(exam))
        exam.examiner.hearing.judge(exchange, "an answer, and no failure of the server")
        judgement = Judgement()
        if exchange.answer is None:
            judgement.see(exam.clause, False, "an answer", exchange.summary())
        else:
            no_failure(judgement, exchange.answer, redact=exchange.redact)
            no_secret(judgement, exchange.call, exchange.answer)
        exam.take(judgement, exchange)

    return ask
