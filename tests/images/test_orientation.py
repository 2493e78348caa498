"""Stored pixels and what EXIF tells of them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageOps

from pytest_linkface import images

from ._decoding import faces_found, opened

TOLD = [(name, number) for name in ("JPEG", "PNG", "TIFF") for number in range(1, 9)]
OURS = [("PNG", "interlaced"), ("PNG", "rgb16"), ("TIFF", "bigendian"), ("JPEG", "progressive"), ("TIFF", "deflate")]


def upright(data: bytes) -> Image.Image:
    """The picture after the orientation is applied; Pillow itself applies TIFF's while it loads."""
    image = opened(data)
    turned = ImageOps.exif_transpose(image)
    return (image if image.format == "TIFF" else turned).convert("RGB")


def near(one: Image.Image, two: Image.Image) -> bool:
    """Whether both are the same but for the losses of JPEG."""
    apart = np.abs(np.asarray(one, dtype=int) - np.asarray(two, dtype=int))
    return one.size == two.size and float(apart.mean()) < 1.5


@pytest.mark.parametrize(("format", "orientation"), TOLD)
def test_applying_the_orientation_gives_the_upright_picture(format: str, orientation: int) -> None:
    """Each of the eight, undone by Pillow, is the scene that was asked for."""
    turned = images.scene(size=(300, 200), format=format, orientation=orientation)
    plain = images.scene(size=(300, 200), format="PNG")
    assert near(upright(turned.make()), opened(plain.make()).convert("RGB"))


@pytest.mark.parametrize(("format", "orientation"), TOLD)
def test_the_header_tells_the_stored_sides_and_the_orientation(format: str, orientation: int) -> None:
    """Orientations 5 to 8 store a picture lying on its side, and say so in both places."""
    turned = images.scene(size=(300, 200), format=format, orientation=orientation)
    stored = (200, 300) if orientation >= 5 else (300, 200)
    assert (turned.width, turned.height) == stored
    assert images.read(turned.make()) == images.Header(format, *stored, orientation)


@pytest.mark.parametrize(("format", "kind"), OURS)
def test_the_orientation_fits_every_kind(format: str, kind: str) -> None:
    """Kinds that are written by hand tell the orientation as the others do."""
    turned = images.scene(size=(300, 200), format=format, kind=kind, orientation=6)
    assert near(upright(turned.make()), opened(images.scene(size=(300, 200), format="PNG").make()).convert("RGB"))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turn_is_counterclockwise_and_told_by_nothing(turn: int) -> None:
    """Turned back by as much the pixels are the upright ones, and no EXIF is found."""
    turned = images.scene(size=(300, 200), format="PNG", turn=turn)
    image = opened(turned.make())
    assert image.size == (turned.width, turned.height)
    assert image.getexif().get(0x0112) is None
    plain = opened(images.scene(size=(300, 200), format="PNG").make())
    assert near(image.rotate(-turn, expand=True), plain)


@pytest.mark.parametrize("turn", [90, 270])
def test_a_face_on_its_side_is_found_only_once_it_is_upright(turn: int) -> None:
    """Sideways neither detector finds it, turned back both do; that is what auto_rotate is for."""
    turned = images.scene(format="PNG", turn=turn)
    image = opened(turned.make()).convert("RGB")
    assert faces_found(np.asarray(image)) == {"haar": 0, "hog": 0}
    assert faces_found(np.asarray(image.rotate(-turn, expand=True))) == {"haar": 1, "hog": 1}


@pytest.mark.parametrize("format", ["GIF", "BMP"])
def test_formats_without_exif_are_refused_an_orientation(format: str) -> None:
    """A GIF or BMP cannot tell how it is to be turned."""
    with pytest.raises(ValueError, match=f"{format} has no place for an EXIF orientation"):
        images.scene(format=format, orientation=6)


@pytest.mark.parametrize("orientation", [0, 9])
def test_an_orientation_that_exif_does_not_know_is_refused(orientation: int) -> None:
    """There are eight of them."""
    with pytest.raises(ValueError, match="1 to 8"):
        images.scene(orientation=orientation)


def test_a_turn_by_any_other_angle_is_refused() -> None:
    """Pixels are turned without loss or not at all."""
    with pytest.raises(ValueError, match="0, 90, 180 or 270"):
        images.scene(turn=45)
