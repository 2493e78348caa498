"""An answer read: a comparison, or the exception that says why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pytest_linkface.contract import ERROR_RATES, SIDES, STATUSES, validator
from pytest_linkface.errors import BY_STATUS, Refused, UndocumentedAnswer
from pytest_linkface.exchange import Answer


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every face of image one against every face of image two (manual, lines 51 to 56 and 84)."""

    confidences: tuple[tuple[float, ...], ...]
    """A row for each face of image one, a column for each face of image two, each in [0, 1]."""
    max_confidence: float
    """The best cell, as the service gives it."""
    request_id: str
    image_one_id: str | None = None
    """Names image one in later calls; None when it was given by id."""
    image_two_id: str | None = None
    """Likewise for image two."""

    @property
    def best_pair(self) -> tuple[int, int]:
        """Row and column of the best cell: which face of image one is most like which of image two."""
        places = [(row, column) for row, line in enumerate(self.confidences) for column, _ in enumerate(line)]
        return max(places, key=lambda place: self.confidences[place[0]][place[1]])

    def same_person(self, threshold: float = 0.9) -> bool:
        """Whether somebody is in both pictures, by the manual's reading: above the threshold (line 86)."""
        return self.max_confidence > threshold

    def error_rate(self, threshold: float = 0.9) -> float:
        """How often ``same_person(threshold)`` is wrong (manual, lines 58 to 60).

        Raises:
            ValueError: a threshold that the manual has no figure for.
        """
        if threshold not in ERROR_RATES:
            raise ValueError(f"no error rate is documented for {threshold}, only for {sorted(ERROR_RATES)}")
        return ERROR_RATES[threshold]


def decode(answer: Answer, *, redact: Callable[[str], str] = str) -> Comparison:
    """The comparison that an answer holds.

    Args:
        answer: What came back.
        redact: Takes secrets out of what an exception tells of the answer: a proxy's page may repeat the request.

    Raises:
        Refused: a documented error, as the class of its status.
        UndocumentedAnswer: anything else, JSON or not.
    """
    __tracebackhide__ = True
    body = answer.json()
    status = STATUSES.get(answer.status or "")
    if status is None or status.http_code != answer.http_code:
        raise UndocumentedAnswer(answer.http_code, f"{redact(answer.text)[:200]!r}")
    if status.name != "OK":
        raise _refusal(body, answer.http_code, redact)
    known = _without_empty_sides(body)
    problem = next(validator("success").iter_errors(known), None)
    if problem is not None:
        raise UndocumentedAnswer(200, f"{problem.json_path} {redact(problem.message):.200}")
    return _comparison(known)


def _without_empty_sides(body: dict[str, Any]) -> dict[str, Any]:
    """A side that was given by id has no id to give back, which a service may spell as null or ``{}``."""
    sides = [f"image_{side}" for side in SIDES]
    return {name: value for name, value in body.items() if name not in sides or value not in (None, {})}


def _refusal(body: dict[str, Any], http_code: int, redact: Callable[[str], str]) -> Refused:
    names = ("image", "reason", "request_id")
    said = {name: redact(body[name]) for name in names if isinstance(body.get(name), str)}
    return BY_STATUS[body["status"]](body["status"], http_code, **said)


def _comparison(body: dict[str, Any]) -> Comparison:
    rows = tuple(tuple(float(cell) for cell in row) for row in body["confidences"])
    one, two = (body.get(f"image_{side}", {}).get(f"image_{side}_id") for side in SIDES)
    return Comparison(rows, float(body["max_confidence"]), body["request_id"], one, two)
