"""Faults in a success: matrix, maximum, request_id and the objects that hold the ids of the pictures."""

import random
from collections.abc import Callable
from typing import Any

from ._asking import Ask
from ._behaviour import Behaviour
from ._fault import Body, Edit, drop, edited, put, success, table
from ._terms import Reply

Matrix = list[list[Any]]


def _matrix(change: Callable[[Matrix], Any]) -> Behaviour:
    """Another matrix, with a maximum that fits it where that can be said."""

    def edit(body: Body) -> None:
        body["confidences"] = found = change(body["confidences"])
        cells = [cell for row in found if isinstance(row, list) for cell in row if isinstance(cell, int | float)]
        if cells:
            body["max_confidence"] = max(cells)

    return edited(success, edit)


def _each(change: Callable[[float], Any]) -> Behaviour:
    return _matrix(lambda rows: [[change(cell) for cell in row] for row in rows])


def _untouched_maximum(change: Callable[[Matrix], Any]) -> Behaviour:
    return edited(success, lambda body: body.update(confidences=change(body["confidences"])))


def _transposed(rows: Matrix) -> Matrix:
    return [list(column) for column in zip(*rows, strict=True)]


def _longer_side_down(rows: Matrix) -> Matrix:
    return _transposed(rows) if len(rows[0]) > len(rows) else rows


def _ragged(rows: Matrix) -> Matrix:
    return [*rows[:-1], rows[-1][:-1]]


def _square(rows: Matrix) -> Matrix:
    side = max(len(rows), len(rows[0]))
    return [[*row, *[0.0] * (side - len(row))] for row in [*rows, *[[]] * (side - len(rows))]]


def _maximum(choose: Callable[[Matrix], Any]) -> Behaviour:
    return edited(success, lambda body: body.update(max_confidence=choose(body["confidences"])))


def _cells(rows: Matrix) -> list[float]:
    return [cell for row in rows for cell in row]


def _mean(rows: Matrix) -> float:
    return float(sum(_cells(rows)) / len(_cells(rows)))


def _best_row(rows: Matrix) -> Matrix:
    return [max(rows, key=max)]


def _diagonal(rows: Matrix) -> Matrix:
    return [[rows[at][at] for at in range(min(len(rows), len(rows[0])))]]


def _in(name: str, edit: Edit) -> Behaviour:
    """Change the object of one side, where there is one."""

    def inside(body: Body) -> None:
        if name in body:
            edit(body)

    return edited(success, inside)


def _flat_id(name: str) -> Edit:
    return lambda body: body.update({name: body[name][f"{name}_id"]})


def _bare_id(name: str) -> Edit:
    return lambda body: body.update({name: {"id": body[name][f"{name}_id"]}})


def _number_id(name: str) -> Edit:
    return lambda body: body.update({name: {f"{name}_id": int(body[name][f"{name}_id"][:8], 16)}})


def _echo_ids(ask: Ask, reply: Reply) -> Reply:
    body = dict(reply.body)
    for name in ("image_one", "image_two"):
        if success(reply) and name not in body:
            body[name] = {f"{name}_id": ask.text(f"{name}_id")}
    return Reply(reply.code, body)


def _ids_swapped(body: Body) -> None:
    if "image_one" in body and "image_two" in body:
        one, two = body["image_one"]["image_one_id"], body["image_two"]["image_two_id"]
        body.update(image_one={"image_one_id": two}, image_two={"image_two_id": one})


def _objects(name: str) -> dict[str, Behaviour]:
    side = name.replace("_", "-")
    return {
        f"{side}-missing": edited(success, drop(name)),
        f"{side}-a-string": _in(name, _flat_id(name)),
        f"{side}-empty": _in(name, put(**{name: {}})),
        f"{side}-null": _in(name, put(**{name: None})),
        f"{side}-with-bare-id": _in(name, _bare_id(name)),
        f"{side}-id-a-number": _in(name, _number_id(name)),
        f"{side}-present-for-ids": Behaviour(answer=_echo_ids),
    }


def _constant(_: float) -> float:
    return 0.5


FAULTS = [
    *table(
        "confidences has a row per face of image one, a column per face of image two",
        83,
        "LF-OK-SHAPE",
        {
            "matrix-transposed": _matrix(_transposed),
            "matrix-longer-side-down": _matrix(_longer_side_down),
            "matrix-1x1": _matrix(lambda rows: [[rows[0][0]]]),
            "matrix-first-column": _matrix(lambda rows: [[row[0]] for row in rows]),
            "matrix-first-row": _matrix(lambda rows: rows[:1]),
            "matrix-best-row": _matrix(_best_row),
            "matrix-diagonal": _matrix(_diagonal),
            "matrix-square": _matrix(_square),
            "matrix-in-one-row": _matrix(lambda rows: [_cells(rows)]),
        },
    ),
    *table(
        "confidences is a matrix of numbers between 0 and 1",
        53,
        "LF-OK-CONFIDENCES LF-OK-SHAPE LF-ANS-JSON",
        {
            "matrix-missing": edited(success, drop("confidences")),
            "matrix-flat": _untouched_maximum(_cells),
            "matrix-ragged": _matrix(_ragged),
            "matrix-empty": _untouched_maximum(lambda _: []),
            "matrix-an-object": _untouched_maximum(lambda rows: {str(at): row for at, row in enumerate(rows)}),
            "matrix-in-percent": _each(lambda cell: 100 * cell),
            "matrix-of-strings": _untouched_maximum(lambda rows: [[str(cell) for cell in row] for row in rows]),
            "matrix-of-nulls": _untouched_maximum(lambda rows: [[None for _ in row] for row in rows]),
            "matrix-of-booleans": _untouched_maximum(lambda rows: [[cell > 0.7 for cell in row] for row in rows]),
            "matrix-above-one": _each(lambda cell: 1.04 * cell),
            "matrix-below-zero": _each(lambda cell: 2 * cell - 1),
        },
    ),
    *table(
        "the greater the value, the likelier the same person",
        53,
        "LF-OK-SIMILARITY LF-ANS-REPEATABLE",
        {
            "similarity-constant": _each(_constant),
            "similarity-always-one": _each(lambda _: 1.0),
            "similarity-always-zero": _each(lambda _: 0.0),
            "similarity-inverted": _each(lambda cell: 1 - cell),
            "similarity-random": lambda: _each(lambda _: random.random()),
        },
    ),
    *table(
        "max_confidence is the best cell",
        54,
        "LF-OK-MAX",
        {
            "max-first-cell": _maximum(lambda rows: rows[0][0]),
            "max-last-cell": _maximum(lambda rows: rows[-1][-1]),
            "max-of-first-row": _maximum(lambda rows: max(rows[0])),
            "max-of-first-column": _maximum(lambda rows: max(row[0] for row in rows)),
            "max-smallest": _maximum(lambda rows: min(_cells(rows))),
            "max-mean": _maximum(_mean),
            "max-one": _maximum(lambda _: 1.0),
            "max-zero": _maximum(lambda _: 0.0),
            "max-rounded": _maximum(lambda rows: round(max(_cells(rows)) - 0.05, 1)),
            "max-a-string": _maximum(lambda rows: str(max(_cells(rows)))),
            "max-a-list": _maximum(lambda rows: [max(_cells(rows))]),
            "max-in-percent": _maximum(lambda rows: 100 * max(_cells(rows))),
            "max-null": _maximum(lambda _: None),
            "max-missing": edited(success, drop("max_confidence")),
        },
    ),
    *table(
        "a success has a request_id, a string",
        51,
        "LF-OK-REQUEST-ID",
        {
            "ok-without-request-id": edited(success, drop("request_id")),
            "ok-with-empty-request-id": edited(success, put(request_id="")),
            "ok-with-null-request-id": edited(success, put(request_id=None)),
            "ok-with-a-number-for-request-id": lambda: edited(
                success, lambda b: b.update(request_id=random.getrandbits(40))
            ),
        },
    ),
    *table("image_one holds its id for files and urls, and only then", 56, "LF-OK-IMAGE-ONE", _objects("image_one")),
    *table("image_two holds its id for files and urls, and only then", 55, "LF-OK-IMAGE-TWO", _objects("image_two")),
    *table(
        "a returned id leads to the picture of its side",
        27,
        "LF-SRC-ID LF-SRC-ALIKE",
        {
            "ids-swapped-between-sides": edited(success, _ids_swapped),
        },
    ),
]
