"""``padded``: exactly so many bytes, and not one pixel other than before."""

from __future__ import annotations

import timeit
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_linkface import images

from ._decoding import Pixels, by_imagemagick, by_opencv, by_pillow, by_vips, opened

FORMATS = list(images.KINDS)
NEXT = {"JPEG": 4, "BMP": 1, "PNG": 12, "GIF": 15, "TIFF": 1}
SMALL = {name: images.flat(9, 9, format=name) for name in FORMATS}
SIZES = [5_000_000, 5 * 1024 * 1024, 5 * 1024 * 1024 + 1]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("format", FORMATS)
def test_a_scene_is_padded_to_the_byte_and_decoded_alike(format: str, size: int) -> None:
    """5 MB in either reading, and one byte more, show the same pixels in Pillow and OpenCV."""
    scene = images.scene(faces=2, format=format)
    data = images.padded(scene, size).make()
    assert len(data) == size
    for decode in (by_pillow, by_opencv):
        np.testing.assert_array_equal(decode(data), decode(scene.make()))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("decode", [by_vips, by_imagemagick])
def test_other_decoders_take_the_padding_too(decode: Callable[[bytes], Pixels], format: str) -> None:
    """libvips and ImageMagick show the same pixels of 5 MiB and one byte as before."""
    scene = images.scene(format=format)
    np.testing.assert_array_equal(decode(images.padded(scene, SIZES[-1]).make()), decode(scene.make()))


@pytest.mark.parametrize(("format", "kind"), [(name, kind) for name, kinds in images.KINDS.items() for kind in kinds])
def test_every_kind_can_be_padded(format: str, kind: str) -> None:
    """No kind has something before its pixels that the padding trips over."""
    scene = images.scene(format=format, kind=kind)
    data = images.padded(scene, 1_000_000).make()
    assert len(data) == 1_000_000
    for decode in (by_pillow, by_opencv):
        np.testing.assert_array_equal(decode(data), decode(scene.make()))


@settings(deadline=None)
@given(format=st.sampled_from(FORMATS), more=st.integers(17, 1_200_000))
def test_any_size_above_the_least_is_met(format: str, more: int) -> None:
    """However many bytes are added, it is exactly so many, and both decoders see the same."""
    plain = SMALL[format].make()
    data = images.padded(SMALL[format], len(plain) + more).make()
    assert len(data) == len(plain) + more
    for decode in (by_pillow, by_opencv):
        np.testing.assert_array_equal(decode(data), decode(plain))


@pytest.mark.parametrize("around", [1 << 15, 1 << 18, 1 << 19])
@pytest.mark.parametrize("format", FORMATS)
def test_sizes_around_whole_blocks_are_met(format: str, around: int) -> None:
    """Where one more block of padding begins no byte is lost and no structure torn."""
    plain = SMALL[format].make()
    for more in range(around - 3, around + 36):
        data = images.padded(SMALL[format], len(plain) + more).make()
        assert len(data) == len(plain) + more
        np.testing.assert_array_equal(by_pillow(data), by_pillow(plain))


@pytest.mark.parametrize("format", FORMATS)
def test_the_least_sizes_are_met(format: str) -> None:
    """As long as it is, and then from the shortest padding on, each size is possible."""
    plain = SMALL[format].make()
    impossible = {16} if format == "GIF" else set()
    for more in {0, *range(NEXT[format], 600)} - impossible:
        data = images.padded(SMALL[format], len(plain) + more).make()
        assert len(data) == len(plain) + more
        np.testing.assert_array_equal(by_opencv(data), by_opencv(plain))


@pytest.mark.parametrize("format", FORMATS)
def test_a_size_below_the_picture_is_refused_by_name_of_the_least(format: str) -> None:
    """One byte too few is an error that says how many there must be."""
    floor = len(SMALL[format].make())
    with pytest.raises(ValueError, match=rf"cannot have {floor - 1} bytes: the smallest possible size is {floor}\b"):
        images.padded(SMALL[format], floor - 1).make()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF"])
def test_a_gap_too_short_for_padding_is_refused_by_name_of_the_next_size(format: str) -> None:
    """One byte cannot be added where padding has a head of its own; the error says from where on it can."""
    floor = len(SMALL[format].make())
    with pytest.raises(ValueError, match=rf"the next one {floor + NEXT[format]}\b"):
        images.padded(SMALL[format], floor + 1).make()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "TIFF"])
def test_padding_keeps_the_orientation_within_reach(format: str) -> None:
    """The EXIF orientation of a padded picture is found as before."""
    turned = images.padded(images.scene(format=format, orientation=6), 1_000_000)
    header = images.read(turned.make())
    assert header is not None
    assert (header.width, header.height, header.orientation) == (turned.width, turned.height, 6)


@pytest.mark.parametrize("format", ["GIF", "TIFF"])
def test_padding_keeps_the_frames(format: str) -> None:
    """A picture of several frames still has them all."""
    assert getattr(opened(images.padded(images.frames(format=format), 1_000_000).make()), "n_frames", 1) == 3


@pytest.mark.parametrize("format", FORMATS)
def test_padding_takes_hardly_more_than_copying_the_bytes(format: str) -> None:
    """Once the scene is there, the best of nine paddings to 5 MiB and one byte takes less than 5 ms."""
    picture = images.padded(images.scene(format=format), SIZES[-1])
    assert min(timeit.repeat(picture.make, number=1, repeat=9)) < 0.005


@pytest.mark.parametrize("picture", [images.text(), images.foreign("WEBP")], ids=repr)
def test_what_is_none_of_the_five_formats_is_not_padded(picture: images.Picture) -> None:
    """There is no neutral place to add to, so it is refused before anything is built."""
    with pytest.raises(ValueError, match="none of JPEG, BMP, PNG, GIF, TIFF"):
        images.padded(picture, 5_000_000)


def test_a_padded_picture_tells_the_same_truth() -> None:
    """Who is shown and how large it is does not change with the number of bytes."""
    scene = images.scene(faces=3, format="PNG")
    padded = images.padded(scene, 5_000_000)
    assert (padded.format, padded.width, padded.height, padded.people) == (
        scene.format,
        scene.width,
        scene.height,
        scene.people,
    )
