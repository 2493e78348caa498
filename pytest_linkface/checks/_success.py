"""A success: its fields by the schema, and what they have to say about each other and about the pictures."""

from __future__ import annotations

from typing import Any, cast

from pytest_linkface.checks._judgement import Expectation, Judgement
from pytest_linkface.contract import validator

_CLAUSES = {
    "request_id": "LF-OK-REQUEST-ID",
    "confidences": "LF-OK-CONFIDENCES",
    "max_confidence": "LF-OK-MAX",
    "image_one": "LF-OK-IMAGE-ONE",
    "image_two": "LF-OK-IMAGE-TWO",
}
_EXPECTED = {
    "request_id": "request_id, a string that is not empty",
    "confidences": "confidences, a rectangular matrix of numbers in [0, 1]",
    "max_confidence": "max_confidence, a number in [0, 1]",
    "image_one": "image_one, an object with image_one_id, a string that is not empty",
    "image_two": "image_two, an object with image_two_id, a string that is not empty",
}
_ROUNDING = 1e-6
"""Confidences are float32 widened to double; a service may print the best one with fewer digits."""


def success(judgement: Judgement, body: dict[str, Any], expectation: Expectation) -> None:
    """Every clause on a success."""
    wrong = wrong_fields(body, "success")
    for name, clause in _CLAUSES.items():
        if name in ("image_one", "image_two"):
            _image_id(judgement, body, name, expectation)
        else:
            judgement.see(clause, name not in wrong, _EXPECTED[name], f"{name}: {body.get(name, 'missing')!r:.160}")
    if "confidences" not in wrong:
        _matrix(judgement, body, expectation, comparable="max_confidence" not in wrong)


def wrong_fields(body: dict[str, Any], schema: str) -> set[str]:
    """The top-level fields that are missing or not as the schema says."""
    wrong: set[str] = set()
    for error in validator(schema).iter_errors(body):
        if error.absolute_path:
            wrong.add(str(error.absolute_path[0]))
        elif error.validator == "required":
            wrong.update(set(cast(list[str], error.validator_value)) - body.keys())
    return wrong


def _image_id(judgement: Judgement, body: dict[str, Any], name: str, expectation: Expectation) -> None:
    given = body.get(name)
    if name.removeprefix("image_") in expectation.by_id:
        expected = f"no {name}: it was given by id"
        judgement.see(_CLAUSES[name], not given, expected, f"{name}: {given!r:.160}")
        return
    identifier = given.get(f"{name}_id") if isinstance(given, dict) else None
    holds = isinstance(identifier, str) and identifier
    judgement.see(_CLAUSES[name], holds, _EXPECTED[name], f"{name}: {given!r:.160}")


def _matrix(
    judgement: Judgement, body: dict[str, Any], expectation: Expectation, *, comparable: bool
) -> None:
    rows, shape = body["confidences"], expectation.shape
    best = max(cell for row in rows for cell in row)
    if comparable:
        judgement.see(
            "LF-OK-MAX", abs(best - body["max_confidence"]) <= _ROUNDING, f"max_confidence {best}, the best cell",
            f"max_confidence {body['max_confidence']} with confidences {rows!r:.200}",
        )  # fmt: skip
    if shape is not None:
        found = len(rows), len(rows[0])
        judgement.see(
            "LF-OK-SHAPE" if found[::-1] == shape else expectation.shape_clause, found == shape,
            f"a row for each of the {shape[0]} faces of image one, a column for each of the {shape[1]} of image two",
            f"{len(rows)} x {len(rows[0])}: {rows!r:.200}",
        )  # fmt: skip


def id_of(body: dict[str, Any], side: str) -> str | None:
    """The id under which a side's picture can be used again; None where the answer has none."""
    given = body.get(f"image_{side}")
    identifier = given.get(f"image_{side}_id") if isinstance(given, dict) else None
    return identifier if isinstance(identifier, str) and identifier else None
