"""Who is shown, how many, and what there is when nobody is."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_linkface import images
from pytest_linkface.images._scenes import _scene

from ._decoding import by_opencv, faces_found, opened

FORMATS = list(images.KINDS)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("faces", range(7))
def test_so_many_faces_are_found_as_were_asked_for(faces: int, format: str) -> None:
    """Two detectors count 0 to 6 in every format."""
    scene = images.scene(faces, format=format)
    pixels = by_opencv(scene.make())
    assert pixels is not None
    assert scene.faces == faces
    assert faces_found(pixels) == {"haar": faces, "hog": faces}


def test_those_named_are_shown() -> None:
    """People are chosen by name, in any sequence, and the same one may come twice."""
    one, two = images.PEOPLE[3], images.PEOPLE[5]
    assert images.scene([one, two]).people == (one, two)
    assert images.scene((one, one)).people == (one, one)
    assert images.scene([one]).make() != images.scene([two]).make()


def test_the_seed_says_where_counting_begins() -> None:
    """People of one scene differ, and so do those of scenes with different seeds."""
    assert len(set(images.scene(6).people)) == 6
    assert {images.scene(seed=seed).people for seed in range(8)} == {(name,) for name in images.PEOPLE[:8]}


@pytest.mark.parametrize("faces", [-1, 7, ["nobody"]])
def test_people_that_cannot_be_shown_are_refused_at_once(faces: int | list[str]) -> None:
    """More than six, fewer than none, and names without a portrait."""
    with pytest.raises(ValueError, match=r"0 to 6 faces|nobody is called"):
        images.scene(faces)


@pytest.mark.parametrize("format", FORMATS)
def test_nobody_is_found_in_a_landscape(format: str) -> None:
    """Neither detector sees a face in hills."""
    for seed in range(12):
        landscape = images.landscape(format=format, seed=seed)
        pixels = by_opencv(landscape.make())
        assert pixels is not None
        assert pixels.shape == (240, 320, 3)
        assert pixels.std() > 20
        assert faces_found(pixels) == {"haar": 0, "hog": 0}


@pytest.mark.parametrize("size", [(9, 9), (9, 4000), (4000, 9), (1500, 1000)])
def test_landscapes_come_in_any_size(size: tuple[int, int]) -> None:
    """From the smallest allowed sides to the largest, and still without faces."""
    pixels = by_opencv(images.landscape(size=size, format="PNG").make())
    assert pixels is not None
    assert pixels.shape[:2] == (size[1], size[0])
    assert faces_found(pixels) == {"haar": 0, "hog": 0}


@pytest.mark.parametrize("format", ["GIF", "TIFF"])
def test_the_first_of_several_frames_is_the_scene(format: str) -> None:
    """Two faces in frame one, none in those that follow."""
    picture = images.frames(2, count=4, format=format)
    image = opened(picture.make())
    assert getattr(image, "n_frames", 1) == 4
    assert image.size == (picture.width, picture.height)
    pixels = by_opencv(picture.make())
    assert pixels is not None
    assert faces_found(pixels) == {"haar": 2, "hog": 2}


def test_other_formats_have_one_frame() -> None:
    """PNG and JPEG are refused."""
    with pytest.raises(ValueError, match="GIF and TIFF have several"):
        images.frames(format="PNG")


def test_the_same_call_gives_the_same_bytes() -> None:
    """Pictures are made anew from the recipe and come out alike."""
    for make in (images.scene, images.landscape, images.frames):
        first = make(seed=5).make()
        assert make(seed=6).make() != first
        for seed in range(20, 40):  # as many others as the last scenes that are kept
            make(seed=seed).make()
        assert make(seed=5).make() == first


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": (50, 50)}, r"1 face\(s\) do not fit into 50x50 pixels"),
        ({"faces": 6, "size": (200, 130)}, r"6 face\(s\) do not fit"),
        ({"background": "beach"}, "there is no background 'beach'; there are plain, studio, texture"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused_where_it_is_written(options: dict[str, Any], message: str) -> None:
    """Not first when its bytes are asked for, by a server or in a thread."""
    with pytest.raises(ValueError, match=message):
        images.scene(**options)


def test_a_picture_that_is_kept_does_not_change() -> None:
    """Another format of the same scene, made in between, leaves its bytes as they were."""
    first = images.scene(2, format="PNG", seed=9).make()
    _scene.cache_clear()
    assert images.scene(2, format="GIF", seed=9).make() != first
    assert images.scene(2, format="PNG", seed=9, orientation=6).make() != first
    _scene.cache_clear()
    assert images.scene(2, format="PNG", seed=9).make() == first
