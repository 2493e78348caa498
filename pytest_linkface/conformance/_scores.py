"""The numbers of an answer, and whether two answers say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_linkface.exchange import Exchange

if TYPE_CHECKING:
    from pytest_linkface.conformance._exam import Exam

NEAR = 0.01
"""How far two scores of the same faces may lie apart: a service may keep a picture in another encoding."""


FALLEN = 0.25
"""By how much the best score of a person falls who is no longer there: more than any other encoding costs."""


def rows(exchange: Exchange) -> list[list[float]]:
    """The rows of the matrix; none where there is none."""
    body = exchange.answer.json() if exchange.answer else None
    return _rows(body)


def _rows(body: object) -> list[list[float]]:
    found = body.get("confidences") if isinstance(body, dict) else None
    lines = [line for line in found if isinstance(line, list)] if isinstance(found, list) else []
    return [[float(cell) for cell in line if isinstance(cell, int | float)] for line in lines]


def cells(answered: object) -> list[float]:
    """The cells of an exchange or a body in ascending order, since the order of faces is not promised."""
    found = rows(answered) if isinstance(answered, Exchange) else _rows(answered)
    return sorted(cell for row in found for cell in row)


def near(exam: Exam, before: list[float], now: list[float], expected: str, exchange: Exchange) -> None:
    """Judge under the case's clause whether as many cells came before and now, and about the same."""
    far = [(was, cell) for was, cell in zip(before, now, strict=False) if abs(was - cell) > NEAR]
    if before and len(before) == len(now):
        exam.see(not far, expected, f"{before} and {now}", exchange)


def still_alike(exam: Exam, before: list[float], now: list[float], expected: str, exchange: Exchange) -> None:
    """Judge under the case's clause whether somebody who was found before is found now, by the best score."""
    if before and now:
        holds = max(now) > max(before) - FALLEN
        exam.see(holds, f"{expected}: a best score like {max(before)}", f"a best score of {max(now)}", exchange)
