"""The matrix of confidences by the thousand: drawn good, then drawn with one fault."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pytest_linkface import contract

Matrix = list[list[Any]]

sizes = st.integers(1, contract.MAX_FACES)
scores: st.SearchStrategy[Any] = st.one_of(st.floats(0, 1), st.integers(0, 1))
no_scores: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=4),
    st.lists(st.floats(0, 1), max_size=2),
    st.dictionaries(st.just("confidence"), st.floats(0, 1)),
    st.just(math.nan),
    st.floats(max_value=0, exclude_max=True),
    st.floats(min_value=1, exclude_min=True),
    st.integers(max_value=-1),
    st.integers(min_value=2),
)


def of_size(rows: int, columns: int) -> st.SearchStrategy[Matrix]:
    """Matrices of this many rows and columns."""
    row = st.lists(scores, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


matrices = st.builds(of_size, sizes, sizes).flatmap(lambda matrix: matrix)


def accepted(matrix: Matrix) -> bool:
    """Whether a success with this matrix obeys success.json."""
    answer: dict[str, Any] = {"request_id": "TID8bf47ab6", "status": "OK", "confidences": matrix, "max_confidence": 0.5}
    return contract.validator("success").is_valid(answer)


@settings(deadline=None)
@given(matrices)
def test_every_rectangle_of_scores_is_valid(matrix: Matrix) -> None:
    """A rectangular matrix of numbers in [0,1], one to four on either side, obeys success.json."""
    assert accepted(matrix)


@settings(deadline=None)
@given(st.lists(st.lists(scores, max_size=6), max_size=6))
def test_every_other_shape_is_refused(matrix: Matrix) -> None:
    """Rows of unequal length, none at all, or more than four on a side do not obey success.json."""
    widths = {len(row) for row in matrix}
    assume(len(widths) != 1 or not widths <= {1, 2, 3, 4} or len(matrix) > contract.MAX_FACES)
    assert not accepted(matrix)


@settings(deadline=None)
@given(matrices, st.data(), no_scores)
def test_one_cell_that_is_no_score_is_refused(matrix: Matrix, data: st.DataObject, cell: Any) -> None:
    """A matrix does not obey success.json when a single cell is out of range or no number."""
    row = data.draw(st.sampled_from(matrix))
    row[data.draw(st.integers(0, len(row) - 1))] = cell
    assert not accepted(matrix)


@pytest.mark.parametrize("columns", range(7))
@pytest.mark.parametrize("rows", range(7))
def test_exactly_the_sixteen_sizes_are_valid(rows: int, columns: int) -> None:
    """Of all sizes from 0 x 0 to 6 x 6 those from 1 x 1 to 4 x 4 obey success.json."""
    assert accepted([[0.5] * columns] * rows) == (1 <= rows <= 4 and 1 <= columns <= 4)
