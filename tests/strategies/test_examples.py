"""What a user meets: dull failing examples, short reprs, no health check, no bytes kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from pytest_linkface import contract, images, strategies
from pytest_linkface.images import Picture

Strategy = st.SearchStrategy[Picture]
patient = settings(max_examples=3000, database=None, deadline=None, derandomize=True)

DULLEST = {
    "images": "images.scene()",
    "landscapes": "images.landscape(size=(9, 9))",
    "turned": "images.scene(orientation=2)",
    "lying": "images.scene(turn=90)",
    "too_small": "images.flat(1, 1, format='JPEG')",
    "too_large": "images.scene(size=(4001, 280))",
    "too_heavy": "images.padded(images.scene(), 5242881)",
    "crowds": "images.scene(faces=5)",
    "corrupt": "images.empty()",
    "unsupported": "images.foreign('WEBP')",
}
ALL: dict[str, Callable[[], Strategy]] = {name: getattr(strategies, name) for name in DULLEST}
OTHERS = {"Asked", "Caller", "Example", "accounts", "calls", "outcomes"}
"""Of these test_calls.py and test_outcomes.py tell."""


@pytest.mark.parametrize("name", DULLEST)
def test_each_strategy_shrinks_to_its_dullest_example(name: str) -> None:
    """Where everything fails, the example is the plainest there is."""
    assert repr(find(ALL[name](), lambda _: True, settings=patient)) == DULLEST[name]


def test_there_is_a_dullest_example_for_each_strategy() -> None:
    """None is left out of this file."""
    assert set(DULLEST) == set(strategies.__all__) - OTHERS


@pytest.mark.parametrize(
    ("bug", "dullest"),
    [
        (lambda p: p.width > 3000 and p.format == "TIFF", "images.scene(size=(3001, 280), format='TIFF')"),
        (lambda p: p.height > 1000, "images.scene(size=(240, 1001))"),
        (lambda p: p.faces == 3 and p.format == "GIF", "images.scene(faces=3, format='GIF')"),
        (lambda p: "cmyk" in p.recipe, "images.scene(kind='cmyk')"),
        (lambda p: len(p.make()) > 2_000_000, "images.padded(images.scene(), 2000001)"),
    ],
    ids=["wide TIFF", "high", "three in a GIF", "CMYK", "heavy"],
)
def test_a_bug_shrinks_to_just_what_it_needs(bug: Callable[[Picture], bool], dullest: str) -> None:
    """Nothing that the bug does not depend on is left in the recipe."""
    assert repr(find(strategies.images(), bug, settings=patient)) == dullest


@pytest.mark.parametrize("name", ALL)
def test_the_repr_of_an_example_is_a_short_recipe(name: str) -> None:
    """A line that evaluates to the same picture."""

    @settings(database=None)
    @given(ALL[name]())
    def holds(picture: Picture) -> None:
        assert len(repr(picture)) < 200
        again = eval(repr(picture), {"images": images})
        assert again == picture
        assert picture == again
        assert hash(again) == hash(picture)

    holds()


@pytest.mark.parametrize("name", ALL)
def test_no_health_check_fires_while_all_bytes_are_built(name: str) -> None:
    """Every one of them is switched on, in a test that builds each example, of 5 MB too."""

    @settings(suppress_health_check=[], database=None, deadline=None)
    @given(ALL[name]())
    def holds(picture: Picture) -> None:
        assert isinstance(picture.make(), bytes)

    holds()


def test_the_example_database_holds_no_bytes() -> None:
    """A failing example of 5 MB is remembered in less than a hundred bytes."""
    database = InMemoryExampleDatabase()

    @settings(database=database, deadline=None, phases=(Phase.generate, Phase.shrink))
    @given(strategies.too_heavy())
    def fails(picture: Picture) -> None:
        assert len(picture.make()) <= contract.MAX_BYTES

    with pytest.raises(AssertionError):
        fails()
    kept = [value for values in database.data.values() for value in values]
    assert kept
    assert max(map(len, kept)) < 100


def test_a_failure_prints_the_recipe_and_no_bytes() -> None:
    """The note that Hypothesis adds to a failure is the call, well below a kilobyte."""

    @settings(database=None, deadline=None)
    @given(strategies.too_heavy())
    def fails(picture: Picture) -> None:
        assert len(picture.make()) <= contract.MAX_BYTES

    with pytest.raises(AssertionError) as failure:
        fails()
    notes = "\n".join(failure.value.__notes__)
    assert "picture=images.padded(images.scene(), 5242881)" in notes
    assert len(notes) < 1000
