"""What the claims about faces and examples rest on: the commands that count them, run in small."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_linkface import images
from pytest_linkface.images import Picture
from tools.count_faces import count, scenes, table
from tools.suite_faces import count_suite, upright
from tools.verify_strategies import CLAIMS, wrong_of

DETECTORS = ["haar alt2", "dlib hog"]


def test_every_picture_of_the_suite_is_counted_exactly() -> None:
    """Two detectors find in each the faces that it is said to show, no more and no fewer."""
    assert count_suite(DETECTORS)


def test_drawn_scenes_are_counted_exactly() -> None:
    """A round of 0 to 6 faces, each once by each detector, and the table says so."""
    tally = count(scenes(7, seed=3, longest=500), DETECTORS)
    assert sum(tally.values()) == 14
    assert {outcome for _, _, outcome in tally} == {"exact"}
    assert table(tally, DETECTORS).count("    all      7      0      0") == 2


@pytest.mark.parametrize("options", [{"orientation": 6}, {"orientation": 6, "format": "TIFF"}, {"turn": 90}, {}])
def test_pictures_are_held_upright_before_they_are_counted(options: dict[str, object]) -> None:
    """Turned by EXIF or by nothing that tells, a portrait of 240 x 280 px is looked at as one."""
    image = upright(images.scene(**options))  # type: ignore[arg-type]  # names are scene's
    assert image is not None
    assert image.size == (240, 280)


@pytest.mark.parametrize("name", CLAIMS)
def test_examples_keep_what_their_strategy_claims(name: str) -> None:
    """Two decoders agree about 25 of each; the command looks at a thousand."""
    assert wrong_of(name, 25) == (25, [])


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("images", images.scene(5)),
        ("images", images.scene(size=(4001, 300))),
        ("images", images.padded(images.scene(), 5_000_001)),
        ("images", images.cut(images.scene(format="PNG"), 0.5)),
        ("landscapes", images.scene()),
        ("turned", images.scene()),
        ("lying", images.scene(orientation=6)),
        ("too_small", images.flat(9, 9)),
        ("too_large", images.flat(4000, 9)),
        ("too_heavy", images.scene()),
        ("crowds", images.scene(4)),
        ("corrupt", images.scene()),
        ("unsupported", images.scene()),
    ],
)
def test_an_example_that_breaks_a_claim_is_seen(name: str, picture: Picture) -> None:
    """Each claim can tell."""
    claim: Callable[[Picture, bytes], bool] = CLAIMS[name]
    assert not claim(picture, picture.make())
