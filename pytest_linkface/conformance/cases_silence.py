"""Where the manual is silent or contradicts itself: what the target does is recorded and never red."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_linkface import images
from pytest_linkface.conformance._case import Case, Effort
from pytest_linkface.conformance._exam import ANA, Exam
from pytest_linkface.conformance._questions import Question
from pytest_linkface.conformance.cases_robustness import (
    empty_id,
    file_as_url,
    several_sources,
    unclear_truth,
    unknown_parameter,
)
from pytest_linkface.contract import MAX_BYTES, MAX_BYTES_SURE
from pytest_linkface.exchange import Call, Upload

_SEEN_ANYWAY = {"LF-OBS-SEVERAL-SOURCES", "LF-OBS-FILE-AS-URL", "LF-OBS-FORMAT-STATUS", "LF-OBS-IMAGE-VALUE"}
"""Another case makes the same call, so that these cost nothing."""


def cases() -> Iterator[Case]:
    """Every case on what the manual leaves open."""
    person = images.scene((ANA,))
    lying = images.scene((ANA,), turn=90)
    between: dict[tuple[str, str], Callable[[Exam], Call]] = {
        ("LF-OBS-FIVE-MB", f"{MAX_BYTES_SURE + 1:,} bytes"): _with(images.padded(person, MAX_BYTES_SURE + 1)),
        ("LF-OBS-FIVE-MB", f"{MAX_BYTES:,} bytes"): _with(images.padded(person, MAX_BYTES)),
        ("LF-OBS-SEVERAL-SOURCES", "file, url and id"): several_sources,
        ("LF-OBS-EMPTY-SOURCE", "id"): empty_id,
        ("LF-OBS-ROTATE-DEFAULT", "sideways"): _with(lying),
        ("LF-OBS-ROTATE-TEXT", "yes"): unclear_truth,
        ("LF-OBS-FRAMES", "GIF"): _with(images.frames((ANA,))),
        ("LF-OBS-FRAMES", "TIFF"): _with(images.frames((ANA,), format="TIFF")),
        ("LF-OBS-OTHER-METHOD", "GET"): lambda exam: exam.examiner.call((), (), method="GET"),
        ("LF-OBS-UNKNOWN-PARAMETER", "colour"): unknown_parameter,
        ("LF-OBS-FILE-AS-URL", "PHP 5.6"): file_as_url,
        ("LF-OBS-FORMAT-STATUS", "WEBP"): _with(images.foreign("WEBP", (ANA,))),
        ("LF-OBS-IMAGE-VALUE", "no face"): _with(images.flat(320, 240, format="JPEG")),
    }
    for (clause, words), make in between.items():
        effort = Effort.CORE if clause in _SEEN_ANYWAY else Effort.EDGES
        yield Case(clause, words, _observed(make), effort)
    yield Case("LF-OBS-SAME-PICTURE", "twice", _same_picture)


def _with(picture: images.Picture, **options: object) -> Callable[[Exam], Call]:
    return lambda exam: exam.one_sided("one", picture, **options)


def _observed(make: Callable[[Exam], Call]) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        exam.observe(make(exam))

    return ask


def _same_picture(exam: Exam) -> None:
    exam.examiner.control()
    one = Upload.of(exam.good())
    answer = exam.examiner.recalled(exam.examiner.call((one,), (one,))).answer
    body = answer.json() if answer else None
    exam.note(f"{body.get('confidences')!r:.80}" if isinstance(body, dict) else "no JSON object")
