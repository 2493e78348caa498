"""A comparison's own questions: best pair, same person, error rate."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_linkface.client import Client, Comparison, decode
from pytest_linkface.exchange import Answer
from pytest_linkface.images import PEOPLE, scene
from tests._printed import PRINTED_SUCCESS


def answer(code: int = 200, **fields: Any) -> Answer:
    """The printed success with other fields; those set to Ellipsis are left out."""
    body = {name: value for name, value in (PRINTED_SUCCESS | fields).items() if value is not ...}
    return Answer(code, {"content-type": "application/json"}, json.dumps(body).encode())


def test_the_printed_success_is_read_whole() -> None:
    """Every documented field arrives, under its own name."""
    assert decode(answer()) == Comparison(
        ((0.9410581588745117, 0.37318912148475647), (0.34146273136138916, 0.3264574706554413)),
        0.9410581588745117,
        "TID8bf47ab6eda64476973cc5f5b6ebf57e",
        "6d1ac07746624c1abe9c219446b72c32",
        "44b0a59de4e045e0b61c9c08dc8f0a9d",
    )


def test_rows_are_faces_of_image_one(client: Client) -> None:
    """One face against three gives one row of three cells, and the best cell is the face that both pictures show."""
    one, two = scene(PEOPLE[:1]).make(), scene(PEOPLE[:3]).make()
    comparison = client.compare_faces_in_two_images(one, two)
    assert [len(row) for row in comparison.confidences] == [3]
    assert comparison.max_confidence == max(comparison.confidences[0]) > 0.9


@pytest.mark.parametrize(
    ("confidences", "best"),
    [
        ([[0.2]], (0, 0)),
        ([[0.1, 0.9], [0.2, 0.3]], (0, 1)),
        ([[0.1, 0.2, 0.3], [0.4, 0.9, 0.6]], (1, 1)),
        ([[0.1], [0.2], [0.9], [0.3]], (2, 0)),
        ([[0.5, 0.9], [0.9, 0.9]], (0, 1)),
        ([[0, 0]], (0, 0)),
    ],
)
def test_the_best_pair_is_row_and_column(confidences: list[list[float]], best: tuple[int, int]) -> None:
    """Square or not; of equal cells the first in reading order."""
    assert decode(answer(confidences=confidences)).best_pair == best


@pytest.mark.parametrize("absent", [..., None, {}])
def test_a_side_given_by_id_has_no_id_in_the_answer(absent: object) -> None:
    """Whether the field is left out, null or empty, the id is None and the other side's stays."""
    comparison = decode(answer(image_two=absent))
    assert comparison.image_two_id is None
    assert comparison.image_one_id == "6d1ac07746624c1abe9c219446b72c32"


def test_whole_numbers_are_confidences_too() -> None:
    """A service that prints 1.0 as 1 is understood, and floats are what comes out."""
    comparison = decode(answer(confidences=[[1, 0]], max_confidence=1))
    assert comparison.confidences == ((1.0, 0.0),)
    assert isinstance(comparison.confidences[0][0], float)
    assert isinstance(comparison.max_confidence, float)


@pytest.mark.parametrize(("score", "same"), [(0.9, False), (0.9000001, True), (0.91, True), (0.5, False)])
def test_the_same_person_is_above_the_threshold(score: float, same: bool) -> None:
    """The manual says greater, so the threshold itself is not enough."""
    assert decode(answer(max_confidence=score)).same_person() is same


@pytest.mark.parametrize(
    ("threshold", "rate"), [(0.4, 1e-1), (0.5, 1e-2), (0.6, 1e-3), (0.7, 1e-4), (0.8, 1e-5), (0.9, 1e-6)]
)
def test_documented_thresholds_have_error_rates(threshold: float, rate: float) -> None:
    """The six figures of line 58, and the first is the default's."""
    assert decode(answer()).error_rate(threshold) == rate


def test_an_undocumented_threshold_has_no_error_rate() -> None:
    """No figure is made up between the documented ones; the message lists them."""
    with pytest.raises(ValueError, match="no error rate") as error:
        decode(answer()).error_rate(0.85)
    assert str(error.value) == "no error rate is documented for 0.85, only for [0.4, 0.5, 0.6, 0.7, 0.8, 0.9]"
