"""Faults in what is computed of the scores: axes that vanish, maxima of the wrong thing, values that leave [0, 1]."""

from collections.abc import Callable
from typing import Any

from ._asking import Ask
from ._behaviour import Behaviour
from ._fault import Body, Fault, edited, success, table
from ._terms import Refusal, Reply

Matrix = list[list[Any]]

_LOW, _FEW, _MANY = 0.1, 3, 4


def _rows(change: Callable[[Matrix], Any]) -> Behaviour:
    """Another matrix beside the right maximum."""
    return edited(success, lambda body: body.update(confidences=change(body["confidences"])))


def _cells(change: Callable[[float], Any]) -> Behaviour:
    """Other cells, and a maximum that fits them."""

    def edit(body: Body) -> None:
        body["confidences"] = [[change(cell) for cell in row] for row in body["confidences"]]
        known = [cell for row in body["confidences"] for cell in row if cell is not None]
        if known:
            body["max_confidence"] = max(known)

    return edited(success, edit)


def _maximum(choose: Callable[[Matrix], Any]) -> Behaviour:
    return edited(success, lambda body: body.update(max_confidence=choose(body["confidences"])))


def _squeezed(rows: Matrix) -> Any:
    """Drop each axis of one, as numerical libraries do."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    if len(rows) == 1:
        return rows[0]
    return [row[0] for row in rows] if len(rows[0]) == 1 else rows


def _single_row_flat(rows: Matrix) -> Any:
    return rows[0] if len(rows) == 1 else rows


def _single_column_flat(rows: Matrix) -> Any:
    return [row[0] for row in rows] if len(rows[0]) == 1 and len(rows) > 1 else rows


def _single_cell_flat(rows: Matrix) -> Any:
    return rows[0] if len(rows) == len(rows[0]) == 1 else rows


def _column_of_one_row(rows: Matrix) -> Any:
    return [[cell] for cell in rows[0]] if len(rows) == 1 else rows


def _filled(body: Body) -> None:
    """Fill the matrix up to four by four."""
    rows = [[*row, *[0.0] * (_MANY - len(row))] for row in body["confidences"]]
    body["confidences"] = [*rows, *[[0.0] * _MANY] * (_MANY - len(rows))]


def _low_rows_dropped(rows: Matrix) -> Matrix:
    kept = [row for row in rows if max(row) >= _LOW]
    return kept or rows


def _zero_if_low(rows: Matrix) -> float:
    best = max(map(max, rows))
    return 0 if best < 0.4 else best


def _columns(rows: Matrix) -> Matrix:
    return [list(column) for column in zip(*rows, strict=True)]


def _sorted_rows(rows: Matrix) -> Matrix:
    return [sorted(row, reverse=True) for row in rows]


def _same_bytes_refused(ask: Ask) -> Ask:
    files = list(ask.files.values())
    if len(files) > 1 and files[0].data == files[1].data:
        raise Refusal("INVALID_ARGUMENT", side="two", reason="the same picture twice")
    return ask


def _same_bytes_answered_with_one(ask: Ask, reply: Reply) -> Reply:
    """Compare the first faces alone where both files are the same."""
    files = list(ask.files.values())
    if not success(reply) or len(files) < 2 or files[0].data != files[1].data:
        return reply
    return Reply(reply.code, {**reply.body, "confidences": [[1.0]], "max_confidence": 1.0})


def _kept_once_for_both(ask: Ask, reply: Reply) -> Reply:
    """Give one id where both files are the same, for it is kept once."""
    files = list(ask.files.values())
    if not success(reply) or len(files) < 2 or files[0].data != files[1].data:
        return reply
    return Reply(reply.code, {name: value for name, value in reply.body.items() if name != "image_two"})


def _together(_: Ask, reply: Reply) -> Reply:
    rows = reply.body.get("confidences", [[]])
    if not success(reply) or len(rows) + len(rows[0]) <= _MANY:
        return reply
    told = {"request_id": reply.body["request_id"], "status": "TOO_MANY_FACES", "image": "image_two"}
    return Reply(400, told)


def _shared_out(body: Body) -> None:
    """Let the scores of a row sum to one."""
    body["confidences"] = [[cell / (sum(row) or 1) for cell in row] for row in body["confidences"]]
    body["max_confidence"] = max(map(max, body["confidences"]))


_AXES = {
    "axes-of-one-squeezed": _rows(_squeezed),
    "single-row-flat": _rows(_single_row_flat),
    "single-column-flat": _rows(_single_column_flat),
    "single-cell-flat": _rows(_single_cell_flat),
}
_SHAPES = {
    "single-row-stood-up": _rows(_column_of_one_row),
    "matrix-filled-to-four": edited(success, _filled),
    "fourth-row-lost": _rows(lambda rows: rows[:_FEW]),
    "fourth-column-lost": _rows(lambda rows: [row[:_FEW] for row in rows]),
    "low-rows-dropped": _rows(_low_rows_dropped),
    "one-cell-for-the-same-file": Behaviour(answer=_same_bytes_answered_with_one),
}
_MAXIMA = {
    "max-of-the-greatest-list": _maximum(lambda rows: max(max(rows))),
    "max-of-diagonal": _maximum(lambda rows: max(rows[at][at] for at in range(min(len(rows), len(rows[0]))))),
    "max-of-last-row": _maximum(lambda rows: max(rows[-1])),
    "max-of-last-column": _maximum(lambda rows: max(row[-1] for row in rows)),
    "max-of-means-of-rows": _maximum(lambda rows: max(sum(row) / len(row) for row in rows)),
    "max-of-texts": _maximum(lambda rows: float(max(f"{cell:.3e}" for row in rows for cell in row))),
    "max-a-truth": _maximum(lambda rows: max(map(max, rows)) > 0.5),
    "max-whole": _maximum(lambda rows: round(max(map(max, rows)))),
    "max-of-two-digits": _maximum(lambda rows: round(max(map(max, rows)), 2)),
    "max-zero-below-the-first-threshold": _maximum(_zero_if_low),
    "max-in-a-list-of-one-face": _maximum(lambda rows: rows[0] if len(rows[0]) == 1 else max(map(max, rows))),
}
_CELLS = {
    "same-face-just-above-one": _cells(lambda cell: 1.0000001 if cell == 1 else cell),
    "strangers-just-below-zero": _cells(lambda cell: cell - 0.02),
    "low-cells-null": _cells(lambda cell: None if cell < _LOW else cell),
    "low-cells-minus-one": _cells(lambda cell: -1 if cell < _LOW else cell),
    "same-face-a-truth": _cells(lambda cell: True if cell == 1 else cell),
}
_LIKENESS = {
    "rows-sorted-each": _rows(_sorted_rows),
    "columns-sorted-each": _rows(lambda rows: _columns(_sorted_rows(_columns(rows)))),
    "rows-shared-out": edited(success, _shared_out),
    "likeness-of-bytes": _cells(lambda cell: 1.0 if cell == 1 else 0.0),
}

FAULTS: list[Fault] = [
    *table("confidences is a matrix, whatever its shape", 53, "LF-OK-CONFIDENCES LF-OK-SHAPE", _AXES),
    *table("a row per face of image one, a column per face of image two", 83, "LF-OK-SHAPE", _SHAPES),
    *table("max_confidence is the best cell", 54, "LF-OK-MAX", _MAXIMA),
    *table("confidences are numbers between 0 and 1", 53, "LF-OK-CONFIDENCES", _CELLS),
    *table("the greater the value, the likelier the same person", 53, "LF-OK-SIMILARITY", _LIKENESS),
    *table(
        "each picture has four faces at most",
        7,
        "LF-IMG-MAX-FACES LF-OK-SHAPE",
        {"four-faces-in-both-together": Behaviour(answer=_together)},
    ),
    *table(
        "any two pictures are compared",
        5,
        "LF-OK-SIMILARITY LF-SRC-FILE LF-ANS-REPEATABLE LF-CALL-ENDPOINT",
        {"same-file-twice-refused": Behaviour(hear=_same_bytes_refused)},
    ),
    *table(
        "image_two holds its id for files",
        55,
        "LF-OK-IMAGE-TWO",
        {"one-id-for-the-same-file": Behaviour(answer=_kept_once_for_both)},
    ),
]
