"""The people who never existed: that they are all there, and that real detectors count them as they were asked for."""

from itertools import combinations, product
from pathlib import Path
from random import Random

import cv2
import cv2.data
import dlib
import numpy as np
import pytest
from PIL import Image, ImageChops, ImageStat

from pytest_linkface.images import _people
from pytest_linkface.images._people import BACKGROUNDS, MAX_FACES, PEOPLE, compose, natural_size

PORTRAITS = Path(_people.__file__).with_name("portraits")
SIZES = ((1.0, 1.0), (1.3, 1.0), (1.0, 1.5), (2.0, 2.0))
SCENES = [
    pytest.param(n_faces, background, SIZES[index % len(SIZES)], index, id=f"{n_faces}-{background}-{index}")
    for index, (n_faces, background) in enumerate(product(range(MAX_FACES + 1), sorted(BACKGROUNDS)))
]


@pytest.fixture(scope="module")
def cascade() -> cv2.CascadeClassifier:
    """OpenCV's detector."""
    return cv2.CascadeClassifier(f"{cv2.data.haarcascades}haarcascade_frontalface_alt2.xml")


@pytest.fixture(scope="module")
def gradients() -> "dlib.fhog_object_detector":
    """dlib's detector, of another family."""
    return dlib.get_frontal_face_detector()


def counts(picture: Image.Image, cascade: cv2.CascadeClassifier, gradients: "dlib.fhog_object_detector") -> list[int]:
    """How many faces each of the two finds."""
    grey = np.asarray(picture.convert("L"))
    by_cascade = cascade.detectMultiScale(grey, scaleFactor=1.1, minNeighbors=3, minSize=(30, 30))
    return [len(by_cascade), len(gradients(grey, 0))]


def people_of(n_faces: int, seed: int) -> list[str]:
    """So many names, another choice for every seed."""
    return Random(seed).sample(PEOPLE, n_faces)


def test_thirty_two_people_are_shipped_in_order() -> None:
    """There are 32 names, sorted, lower case and short enough to type."""
    assert len(PEOPLE) == 32
    assert list(PEOPLE) == sorted(set(PEOPLE))
    assert all(name.isalpha() and name.islower() and len(name) <= 5 for name in PEOPLE)


def test_the_portraits_stay_small() -> None:
    """All portraits together weigh less than 300 KB, for every installation carries them."""
    assert 0 < sum(path.stat().st_size for path in PORTRAITS.iterdir()) < 300_000


def test_every_two_people_look_different() -> None:
    """No two people share their looks: between any two the mean pixel differs by more than 6 of 255 grey levels."""
    alone = {name: compose([name], (120, 140), background="plain") for name in PEOPLE}
    too_near = [
        pair
        for pair in combinations(PEOPLE, 2)
        if max(ImageStat.Stat(ImageChops.difference(alone[pair[0]], alone[pair[1]])).mean) <= 6
    ]
    assert not too_near


@pytest.mark.parametrize("n_faces", range(MAX_FACES + 1))
def test_the_natural_size_has_room_for_its_faces(n_faces: int) -> None:
    """A picture of the natural size can be composed for every number of faces, and has exactly that size."""
    assert compose(PEOPLE[:n_faces], natural_size(n_faces)).size == natural_size(n_faces)


@pytest.mark.parametrize("background", sorted(BACKGROUNDS))
def test_the_same_arguments_give_the_same_pixels(background: str) -> None:
    """A composed picture is a function of its arguments, and its seed is one of them."""
    first, again = (compose(["ana", "chen"], (401, 307), background=background, seed=5) for _ in range(2))
    other = compose(["ana", "chen"], (401, 307), background=background, seed=6)
    assert (first.mode, first.size) == ("RGB", (401, 307))
    assert first.tobytes() == again.tobytes() != other.tobytes()


def test_a_background_alone_may_have_any_size() -> None:
    """Without people even nine pixels square, the least that the manual allows, can be composed."""
    assert compose([], (9, 9)).size == (9, 9)


@pytest.mark.parametrize(
    ("people", "size", "message"),
    [
        (("ana", "bo", "chen"), (200, 130), r"3 face\(s\) do not fit into 200x130 pixels"),
        (("ana",), (95, 400), r"1 face\(s\) do not fit into 95x400 pixels: a head needs a cell of 96x120"),
        (("ana",) * 7, (4000, 4000), "a picture shows 0 to 6 faces, not 7"),
        (("nobody",), (300, 300), "there is no portrait of 'nobody'; there are ada, ali,"),
    ],
)
def test_heads_outside_the_envelope_are_refused(people: tuple[str, ...], size: tuple[int, int], message: str) -> None:
    """What cannot be counted for sure is not drawn, and the error says what would be."""
    with pytest.raises(ValueError, match=message):
        compose(people, size)


def test_an_unknown_background_is_refused_with_the_known_ones() -> None:
    """A misspelt background is answered by the list of those there are."""
    with pytest.raises(ValueError, match="there is no background 'beach'; there are plain, studio, texture"):
        compose([], (100, 100), background="beach")


@pytest.mark.parametrize(("n_faces", "background", "growth", "seed"), SCENES)
def test_two_real_detectors_count_exactly_the_faces_asked_for(
    n_faces: int,
    background: str,
    growth: tuple[float, float],
    seed: int,
    cascade: cv2.CascadeClassifier,
    gradients: "dlib.fhog_object_detector",
) -> None:
    """OpenCV's cascade and dlib's gradients both find each face once, and nothing else."""
    width, height = natural_size(n_faces)
    size = (round(width * growth[0]), round(height * growth[1]))
    picture = compose(people_of(n_faces, seed), size, background=background, seed=seed)
    assert counts(picture, cascade, gradients) == [n_faces, n_faces]


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270])
def test_sideways_faces_are_not_found(
    turn: Image.Transpose, cascade: cv2.CascadeClassifier, gradients: "dlib.fhog_object_detector"
) -> None:
    """A picture on its side shows no face to either detector, so that orientation can be tested."""
    people = people_of(4, 1)
    upright = compose(people, natural_size(4), seed=1)
    assert counts(upright, cascade, gradients) == [4, 4]
    assert counts(upright.transpose(turn), cascade, gradients) == [0, 0]


def test_the_largest_picture_still_shows_countable_faces(cascade: cv2.CascadeClassifier) -> None:
    """At the manual's 4000 pixels heads grow with the picture, so that it may be scaled to 640 before counting."""
    picture = compose(people_of(4, 2), (4000, 3000), seed=2).resize((640, 480), Image.Resampling.BILINEAR)
    grey = np.asarray(picture.convert("L"))
    assert len(cascade.detectMultiScale(grey, scaleFactor=1.1, minNeighbors=3, minSize=(30, 30))) == 4
