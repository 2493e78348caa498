"""The documented outcomes of a picture, out of what its maker knows of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from pytest_linkface import images, strategies
from pytest_linkface.images import Picture
from pytest_linkface.strategies import Example, outcomes

DOCUMENTED = {
    "images": ("OK",),
    "turned": ("OK",),
    "lying": ("OK", "NO_FACE_DETECTED"),
    "landscapes": ("NO_FACE_DETECTED",),
    "too_small": ("INVALID_IMAGE_FORMAT_OR_SIZE",),
    "too_large": ("INVALID_IMAGE_FORMAT_OR_SIZE",),
    "too_heavy": ("IMAGE_FILE_SIZE_TOO_BIG",),
    "crowds": ("TOO_MANY_FACES",),
    "corrupt": ("CORRUPT_IMAGE", "INVALID_IMAGE_FORMAT_OR_SIZE"),
    "unsupported": ("INVALID_IMAGE_FORMAT_OR_SIZE", "CORRUPT_IMAGE"),
}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_example_has_its_strategys_outcomes(name: str) -> None:
    """A picture that was drawn as valid, or with one fault, tells just that."""

    @settings(max_examples=40, deadline=None, database=None)
    @given(getattr(strategies, name)())
    def holds(picture: Example) -> None:
        assert picture.outcomes == outcomes(picture) == DOCUMENTED[name]

    holds()


@pytest.mark.parametrize(
    ("picture", "documented"),
    [
        (images.flat(8, 9), ("INVALID_IMAGE_FORMAT_OR_SIZE",)),
        (images.flat(9, 4000), ("NO_FACE_DETECTED",)),
        (images.flat(4001, 9), ("INVALID_IMAGE_FORMAT_OR_SIZE",)),
        (images.padded(images.scene(), 5_000_000), ("OK",)),
        (images.padded(images.scene(), 5_000_001), ("OK", "IMAGE_FILE_SIZE_TOO_BIG")),
        (images.padded(images.scene(), 5_242_880), ("OK", "IMAGE_FILE_SIZE_TOO_BIG")),
        (images.padded(images.scene(), 5_242_881), ("IMAGE_FILE_SIZE_TOO_BIG",)),
        (images.scene(4), ("OK",)),
        (images.scene(5), ("TOO_MANY_FACES",)),
        (images.bomb(), ("INVALID_IMAGE_FORMAT_OR_SIZE",)),
    ],
)
def test_each_edge_has_the_documented_outcome(picture: Picture, documented: tuple[str, ...]) -> None:
    """Just inside, just outside, and where the manual can be read in two ways."""
    assert outcomes(picture) == documented
