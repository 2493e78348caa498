"""``flat``: one grey in exactly so many pixels, small in bytes even where it is huge in pixels."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from pytest_linkface import images

from ._decoding import Pixels, by_imagemagick, by_opencv, by_pillow, by_vips

FORMATS = list(images.KINDS)
SIDES = [1, 7, 8, 9, 3999, 4000, 4001]
ALL_KINDS = [(name, kind) for name, kinds in images.KINDS.items() for kind in kinds]


@pytest.mark.parametrize("format", FORMATS)
def test_the_edges_of_what_is_allowed_come_out_to_the_pixel(format: str) -> None:
    """Each side around the documented limits, across and down, is one even grey in Pillow and OpenCV."""
    for width, height in [(side, 9) for side in SIDES] + [(9, side) for side in SIDES]:
        data = images.flat(width, height, format=format).make()
        for decode in (by_pillow, by_opencv):
            pixels = decode(data)
            assert pixels is not None
            assert pixels.shape == (height, width, 3)
            assert pixels.min() == pixels.max() == 128


@pytest.mark.parametrize("format", FORMATS)
def test_the_largest_allowed_picture_is_within_5_mb(format: str) -> None:
    """4000 x 4000 px take less than 5,000,000 bytes in every format, and both decoders take them."""
    data = images.flat(4000, 4000, format=format).make()
    assert len(data) < 5_000_000
    for decode in (by_pillow, by_opencv):
        pixels = decode(data)
        assert pixels is not None
        assert pixels.shape == (4000, 4000, 3)
        assert pixels.min() == pixels.max() == 128


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("size", [(65_500, 4000), (4000, 65_500), (4001, 4001)])
def test_far_too_many_pixels_are_still_few_bytes(format: str, size: tuple[int, int]) -> None:
    """A picture whose fault is its sides has not a second fault in its bytes."""
    data = images.flat(*size, format=format).make()
    assert len(data) < 5_000_000
    header = images.read(data)
    assert header is not None
    assert (header.width, header.height) == size


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("decode", [by_vips, by_imagemagick])
def test_other_decoders_take_hand_made_pictures(decode: Callable[[bytes], Pixels], format: str) -> None:
    """libvips and ImageMagick see one grey of the stated size."""
    pixels = np.asarray(decode(images.flat(4000, 43, format=format).make()))
    assert pixels.shape == (43, 4000, 3)
    assert pixels.min() == pixels.max() == 128


@pytest.mark.parametrize(("format", "kind"), ALL_KINDS)
def test_each_kind_of_flat_is_even(format: str, kind: str) -> None:
    """Every kind is one grey, of odd sides too, where rows are padded and blocks are not full."""
    data = images.flat(43, 27, format=format, kind=kind).make()
    for decode in (by_pillow, by_opencv):
        pixels = decode(data)
        assert pixels is not None
        assert pixels.shape == (27, 43, 3)
        assert pixels.max() - pixels.min() == 0


@pytest.mark.parametrize("format", FORMATS)
def test_runs_of_every_length_are_spelled_right(format: str) -> None:
    """Widths and numbers of rows on all sides of the encodings' steps decode to as many pixels."""
    for number in [*range(1, 70), *range(250, 275), 509, 516, 517, 4090, 4091, 4092]:
        for size in ((number, 3), (3, number)):
            pixels = by_pillow(images.flat(*size, format=format).make())
            assert pixels is not None
            assert pixels.shape == (size[1], size[0], 3)
            assert pixels.min() == pixels.max() == 128


@pytest.mark.parametrize("format", FORMATS)
def test_the_largest_allowed_picture_is_built_in_milliseconds(format: str) -> None:
    """The best of five takes less than 50 ms, where drawing and encoding takes hundreds."""
    picture = images.flat(4000, 4000, format=format)
    times = []
    for _ in range(5):
        start = time.thread_time()
        picture.make()
        times.append(time.thread_time() - start)
    assert min(times) < 0.05


@pytest.mark.parametrize("size", [(0, 9), (9, 0), (65_501, 9), (9, -1)])
def test_sides_that_no_format_has_are_refused(size: tuple[int, int]) -> None:
    """A side of 0 or of more than 65,500 px is an error at once."""
    with pytest.raises(ValueError, match="1 to 65500 px"):
        images.flat(*size)


@pytest.mark.parametrize("format", FORMATS)
def test_a_scene_of_the_largest_size_is_within_5_mb(format: str) -> None:
    """4000 x 4000 px with four faces are allowed in every format."""
    scene = images.scene(faces=4, size=(4000, 4000), format=format)
    assert (scene.width, scene.height) == (4000, 4000)
    assert len(scene.make()) < 5_000_000
    assert images.read(scene.make()) == images.Header(format, 4000, 4000)
