"""Calls that nobody wrote down: drawn with their truth, alone, as histories of uploads and ids, in several forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pytest_linkface import images
from pytest_linkface.checks import Expectation
from pytest_linkface.conformance._capability import Capability
from pytest_linkface.conformance._case import Case, Effort
from pytest_linkface.conformance._drawing import Drawing
from pytest_linkface.conformance._exam import Exam, Given
from pytest_linkface.contract import FORMATS, MAX_FACES, SIDES
from pytest_linkface.exchange import Account, Exchange, ImageId, Upload
from pytest_linkface.images import Picture

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from pytest_linkface.strategies import Asked

_CALLS = 100
_HISTORIES, _LENGTH = 5, 10
_FORMS = 8
_RARE = ("gray16", "rgb16", "runs", "alpha")
"""Kinds that not every decoder takes."""
_HEAVY_BMP = 4_900_000
"""Bytes from which a BMP has to be packed, which not every decoder takes either."""
_BY_REASON = {
    "IMAGE_FILE_SIZE_TOO_BIG": "LF-IMG-MAX-BYTES",
    "TOO_MANY_FACES": "LF-IMG-MAX-FACES",
    "UNAUTHORIZED": "LF-CRED-SECRET",
    "IMAGE_ID_NOT_EXIST": "LF-SRC-ID",
}
"""The clause that a wrong refusal of a good call breaks; another one breaks that on the endpoint."""


def cases() -> Iterator[Case]:
    """Every case that is drawn."""
    yield Case("LF-CALL-ENDPOINT", f"{_CALLS} drawn calls", _single, Effort.FULL, _CALLS)
    words = f"{_HISTORIES} drawn histories of {_LENGTH} calls"
    yield Case("LF-SRC-ID", words, _histories, Effort.FULL, _HISTORIES * _LENGTH + 1)
    yield Case("LF-OK-SHAPE", f"{_FORMS} drawn pairs, re-encoded and swapped", _forms, Effort.FULL, 2 * _FORMS)


def _draw(exam: Exam, number: int, strategy: SearchStrategy[Any], ask: Callable[[Exam, Any], None]) -> None:
    """Ask so many examples aside, and then the smallest that showed a fault in earnest."""
    exam.examiner.control()
    drawing = Drawing(seed=exam.examiner.seed, examples=number, spent=lambda: exam.examiner.calls)
    smallest = drawing.smallest(strategy, lambda example: exam.aside(lambda quiet: ask(quiet, example)))
    if smallest is not None:
        ask(exam, smallest)


# Single calls


def _single(exam: Exam) -> None:
    from pytest_linkface.strategies import calls

    exam.examiner.control()
    formats = sorted(FORMATS, key=lambda name: name != exam.examiner.format)
    drawn = calls(formats=formats).filter(_is_common)
    if Capability.IDS in exam.examiner.target.without:
        drawn = drawn.filter(_is_without_ids)
    _draw(exam, _CALLS, drawn, _asked)


def _is_without_ids(asked: Asked) -> bool:
    return not any(isinstance(shown, ImageId) for shown in (asked.one, asked.two))


def _is_common(asked: Asked) -> bool:
    """Whether a call shows nothing but what every decoder takes, and lies on no side with a crowd.

    Also of a call with a fault: a decoder that refuses the kind of its picture names another fault. A detector that
    tries one direction after the other may stop at the first that shows any of several faces.
    """
    pictures = [shown for shown in (asked.one, asked.two) if isinstance(shown, Picture)]
    packed = any(one.format == "BMP" and one.width * one.height * 3 > _HEAVY_BMP for one in pictures)
    lying = any("turn=" in one.recipe and one.faces > 1 for one in pictures)
    return not packed and not lying and not any(f"kind='{kind}'" in one.recipe for one in pictures for kind in _RARE)


def _asked(exam: Exam, asked: Asked) -> None:
    account = exam.examiner.target.account
    call = replace(asked.call(account), shown=_shown(asked, account))
    exchange = exam.examiner.send(call)
    exam.settle(exchange, _expectation(exam, asked, exchange))


def _shown(asked: Asked, account: Account) -> tuple[tuple[str, str], ...]:
    """Credentials as they may be printed: what was drawn is nobody's."""
    texts: dict[str, str | None] = {**dict(account.shown), **dict(asked.caller.replaced)}
    return tuple((name, text) for name, text in texts.items() if text is not None)


def _expectation(exam: Exam, asked: Asked, exchange: Exchange) -> Expectation:
    if asked.statuses != ("OK",):
        # an id that was drawn need not look like one of the target's
        further = ("INVALID_ARGUMENT",) if asked.statuses == ("IMAGE_ID_NOT_EXIST",) else ()
        return Expectation(**asked.expected | {"statuses": (*asked.statuses, *further)})
    status = exchange.answer.status if exchange.answer else None
    return Expectation(_blamed(exam, asked, status), shape=asked.shape)


def _blamed(exam: Exam, asked: Asked, status: str | None) -> str:
    recipes = " ".join(one.recipe for one in (asked.one, asked.two) if isinstance(one, Picture))
    if status == "NO_FACE_DETECTED" and "orientation=" in recipes:
        return "LF-IMG-EXIF"
    if status == "NO_FACE_DETECTED" and "turn=" in recipes:
        return "LF-IMG-AUTO-ROTATE"
    return _BY_REASON.get(status or "", exam.clause)


# Histories


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a history: on each side so many new faces, or the id that was given so many ids ago."""

    faces: tuple[int, int]
    ago: tuple[int | None, int | None]


def _histories(exam: Exam) -> None:
    from hypothesis import strategies as st

    faces, ago = st.integers(1, MAX_FACES), st.sampled_from((None, *range(6)))
    steps = st.builds(Step, st.tuples(faces, faces), st.tuples(ago, ago))
    exam.uploaded(Upload.of(exam.good()), Upload.of(exam.good()))
    _draw(exam, _HISTORIES, st.lists(steps, min_size=_LENGTH, max_size=_LENGTH).filter(_is_mixed), _lived)


def _is_mixed(steps: Sequence[Step]) -> bool:
    """Whether ids of either side come back on either side: the plainest histories are uploads and nothing else."""
    known: list[int] = []
    ways: set[tuple[int, int]] = set()
    for step in steps:
        ago = [back if known else None for back in step.ago]
        ways |= {(known[-1 - back % len(known)], place) for place, back in enumerate(ago) if back is not None}
        known += [place for place, back in enumerate(ago) if back is None]
    return len(ways) == len(SIDES) ** 2


def _lived(exam: Exam, steps: Sequence[Step]) -> None:
    """Each id leads to its own picture, on either side, whatever came between."""
    known: list[Given] = []
    for number, step in enumerate(steps):
        sides = [_side(exam, known, step, place, number) for place in (0, 1)]
        call = exam.examiner.call((sides[0].source,), (sides[1].source,))
        by_id = frozenset(side for side, one in zip(SIDES, sides, strict=True) if isinstance(one.source, ImageId))
        shape = sides[0].faces, sides[1].faces
        exchange = exam.examiner.send(call)
        exam.settle(exchange, Expectation(exam.clause, shape=shape, by_id=by_id, shape_clause=exam.clause))
        given = exam.examiner.ids_of(exchange)
        shown = dict(zip(SIDES, shape, strict=True))
        known += [Given(ImageId(id), shown[side]) for side, id in given.items()]


def _side(exam: Exam, known: Sequence[Given], step: Step, place: int, number: int) -> Given:
    ago = step.ago[place]
    if ago is not None and known:
        return known[-1 - ago % len(known)]
    seed = 7 * number + 3 * place
    return Given.of(images.scene(step.faces[place], format=exam.examiner.format, seed=seed % len(images.PEOPLE)))


# Forms


def _forms(exam: Exam) -> None:
    from hypothesis import strategies as st

    exam.examiner.control()
    faces, formats = st.integers(1, MAX_FACES), st.sampled_from(FORMATS)
    seeds = st.integers(0, len(images.PEOPLE) - 1)
    _draw(exam, _FORMS, st.tuples(faces, faces, formats, formats, seeds), _in_forms)


def _in_forms(exam: Exam, drawn: tuple[int, int, str, str, int]) -> None:
    """Re-encoding keeps the faces, and swapping the sides transposes the matrix."""
    one, two, format, other, seed = drawn
    pair = images.scene(one, format=format, seed=seed), images.scene(two, format=other, seed=seed)
    exam.succeeds(*pair)
    exam.succeeds(pair[1], pair[0])


