"""Every example is what its strategy says, in the eyes of decoders and detectors that were not told."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from pytest_linkface import contract, strategies
from pytest_linkface.images import Header, Picture, read
from tests.images._decoding import Pixels, by_opencv, by_pillow, faces_found, opened

_DETECTABLE_PX = 700_000  # more take a detector seconds
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # pictures, on a crowded machine


def decoded(picture: Picture) -> tuple[bytes, Header, Pixels]:
    """The bytes, what their head says, and the pixels in which Pillow and OpenCV agree on the stated size."""
    data = picture.make()
    header, pixels, others = read(data), by_pillow(data), by_opencv(data)
    assert header is not None
    assert pixels is not None
    assert others is not None
    assert pixels.shape == others.shape == (picture.height, picture.width, 3)
    assert (header.format, header.width, header.height) == (picture.format, picture.width, picture.height)
    return data, header, pixels


def within_limits(data: bytes, header: Header) -> bool:
    """Whether format, sides and bytes are allowed."""
    sides = (header.width, header.height)
    return (
        header.format in contract.FORMATS
        and all(contract.ABOVE_PX < side <= contract.MAX_PX for side in sides)
        and len(data) <= contract.MAX_BYTES_SURE
    )


@relaxed
@given(strategies.images())
def test_images_are_within_every_limit(picture: Picture) -> None:
    """Allowed in format, sides, bytes and people."""
    data, header, _ = decoded(picture)
    assert within_limits(data, header)
    assert 1 <= picture.faces <= contract.MAX_FACES


@settings(relaxed, max_examples=40)
@given(strategies.images())
def test_images_show_whom_they_say(picture: Picture) -> None:
    """Two detectors count the people of pictures that are not too large to search."""
    assume(picture.width * picture.height <= _DETECTABLE_PX)
    _, _, pixels = decoded(picture)
    assert faces_found(pixels) == {"haar": picture.faces, "hog": picture.faces}


@relaxed
@given(strategies.landscapes())
def test_landscapes_are_allowed_and_nobody_is_in_them(picture: Picture) -> None:
    """Within every limit, and neither detector finds a face."""
    data, header, pixels = decoded(picture)
    assert within_limits(data, header)
    assert picture.faces == 0
    if picture.width * picture.height <= _DETECTABLE_PX:
        assert faces_found(pixels) == {"haar": 0, "hog": 0}


@relaxed
@given(strategies.too_small())
def test_too_small_is_all_that_is_wrong(picture: Picture) -> None:
    """A side of 8 px or less, and none above the limit."""
    data, header, _ = decoded(picture)
    assert min(header.width, header.height) <= contract.ABOVE_PX
    assert max(header.width, header.height) <= contract.MAX_PX
    assert len(data) <= contract.MAX_BYTES_SURE


@settings(relaxed, max_examples=40)
@given(strategies.too_large())
def test_too_large_is_all_that_is_wrong(picture: Picture) -> None:
    """One side is above 4000 px; bytes and faces are as they should be."""
    data, header, _ = decoded(picture)
    assert max(header.width, header.height) > contract.MAX_PX >= min(header.width, header.height) > contract.ABOVE_PX
    assert len(data) <= contract.MAX_BYTES_SURE
    assert picture.faces == 1


@relaxed
@given(strategies.too_heavy())
def test_too_heavy_is_all_that_is_wrong(picture: Picture) -> None:
    """More than 5 MiB, and otherwise allowed."""
    data, header, _ = decoded(picture)
    assert len(data) > contract.MAX_BYTES
    assert within_limits(b"", header)
    assert 1 <= picture.faces <= contract.MAX_FACES


@settings(relaxed, max_examples=40)
@given(strategies.crowds())
def test_crowds_have_more_people_than_allowed_and_are_counted(picture: Picture) -> None:
    """Five or six, found by both detectors."""
    data, header, pixels = decoded(picture)
    assert within_limits(data, header)
    assert picture.faces > contract.MAX_FACES
    assert faces_found(pixels) == {"haar": picture.faces, "hog": picture.faces}


@settings(relaxed, max_examples=40)
@given(strategies.turned())
def test_turned_pictures_are_upright_once_exif_is_applied(picture: Picture) -> None:
    """The orientation is told, is not 1, and brings the faces up."""
    data = picture.make()
    header = read(data)
    assert header is not None
    assert within_limits(data, header)
    assert header.orientation in range(2, 9)
    image = opened(data)
    upright = image if picture.format == "TIFF" else ImageOps.exif_transpose(image)
    assert faces_found(np.asarray(upright.convert("RGB"))) == {"haar": picture.faces, "hog": picture.faces}


@settings(relaxed, max_examples=40)
@given(strategies.lying())
def test_lying_pictures_need_a_quarter_turn_that_nothing_tells(picture: Picture) -> None:
    """No orientation is told; one of the two quarter turns brings all faces up."""
    data, header, pixels = decoded(picture)
    assert within_limits(data, header)
    assert header.orientation in {None, 1}
    counts = [faces_found(np.ascontiguousarray(np.rot90(pixels, turns))) for turns in (1, 3)]
    assert {"haar": picture.faces, "hog": picture.faces} in counts


@relaxed
@given(strategies.corrupt())
def test_corrupt_bytes_are_refused_by_decoders(picture: Picture) -> None:
    """Pillow and OpenCV get nothing out of them, and they are not too many."""
    data = picture.make()
    assert by_pillow(data) is None
    assert by_opencv(data) is None
    assert len(data) <= contract.MAX_BYTES_SURE


@settings(relaxed, max_examples=50)
@given(strategies.unsupported())
def test_unsupported_pictures_are_sound_in_another_format(picture: Picture) -> None:
    """None of the five formats; where Pillow reads it, the faces are there."""
    data = picture.make()
    assert picture.format not in contract.FORMATS
    assert read(data) is None
    assert by_pillow(data) is None
    assert len(data) <= contract.MAX_BYTES_SURE
    if picture.format in {"WEBP", "ICO", "TGA", "PPM"}:
        pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
        assert faces_found(pixels) == {"haar": picture.faces, "hog": picture.faces}


@given(st.data())
def test_arguments_replace_what_the_contract_says(data: st.DataObject) -> None:
    """Another service's limits hold in the same way."""
    picture = data.draw(strategies.images(formats=["PNG"], max_faces=2, max_px=800, max_bytes=2_000_000))
    assert picture.format == "PNG"
    assert picture.faces <= 2
    assert max(picture.width, picture.height) <= 800
    large = data.draw(strategies.too_large(max_px=7000))
    assert max(large.width, large.height) > 7000


@pytest.mark.parametrize("limits", [{"max_bytes": 500_000}, {"max_px": 300}])
def test_limits_that_no_picture_fits_into_are_refused_where_they_are_written(limits: dict[str, int]) -> None:
    """Not when something is drawn, and with the least that would do."""
    with pytest.raises(ValueError, match=f"{next(iter(limits))} is at least .* for such pictures, not"):
        strategies.images(**limits)  # type: ignore[arg-type]  # mypy sees formats among the names
