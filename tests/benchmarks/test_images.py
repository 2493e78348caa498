"""The benchmark of pictures measures the same thing in each way, in turn, and says when a goal is missed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image

from benchmarks.images import HEAVY, LARGE, by_pillow, grown_noise, heavy, naive_calls


@pytest.mark.parametrize("format", ["BMP", "TIFF"])
def test_noise_grows_until_the_file_is_large_enough(format: str) -> None:
    """The naive way ends with a picture of at least as many bytes as ours has."""
    data = grown_noise(format, np.random.default_rng(0))
    assert len(data) >= HEAVY
    assert Image.open(io.BytesIO(data)).format == format


def test_a_row_holds_three_ways_and_two_goals() -> None:
    """Padding, noise and copy of one format, and each goal with a yes or a NO."""
    (row,) = heavy("BMP", 1)
    assert row[0] == "BMP"
    assert [row[5], row[8]] == [">= 100x", "<= 3x"]
    assert {row[6], row[9]} <= {"yes", "NO"}


def test_pillow_draws_the_same_scene_in_full_size() -> None:
    """The peer of our 4000 x 4000 px is as large."""
    assert Image.open(io.BytesIO(by_pillow("JPEG", 0))).size == LARGE


@settings(max_examples=3, deadline=None, database=None)
@given(naive_calls())
def test_the_naive_calls_are_pictures(call: tuple[bytes, bytes]) -> None:
    """What we are compared with is sound too."""
    for data in call:
        Image.open(io.BytesIO(data)).load()
