"""Bytes that every decoder refuses, and sound pictures that are not allowed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from pytest_linkface import images

from ._decoding import by_opencv, by_pillow, faces_found

FORMATS = list(images.KINDS)
MAGIC = {"WEBP": b"RIFF", "ICO": b"\0\0\1\0", "TGA": b"\0\0", "PPM": b"P6", "PDF": b"%PDF-", "SVG": b"<svg"}
NO_PICTURES = [
    images.empty(), images.text(), images.html(), images.noise(1), images.noise(4096),
    *(images.noise(1000, seed=seed) for seed in range(20)),
    *(images.wrong_magic(images.scene(format=name)) for name in FORMATS),
    *(images.cut(images.scene(format=name), 8) for name in FORMATS),
    *(images.cut(images.scene(format="PNG", kind=kind), 0.5) for kind in images.KINDS["PNG"]),
    *(images.cut(images.scene(format=name), at) for name in ("BMP", "TIFF") for at in (0, 32, 0.1, 0.5, 0.9, 0.999)),
]  # fmt: skip


@pytest.mark.parametrize("picture", NO_PICTURES, ids=repr)
def test_decoders_refuse_it(picture: images.Picture) -> None:
    """Neither Pillow nor OpenCV gets a picture out of it, and it does not claim to be one."""
    data = picture.make()
    assert (picture.format, picture.width, picture.height, picture.faces) == (None, 0, 0, 0)
    assert by_pillow(data) is None
    assert by_opencv(data) is None


@pytest.mark.parametrize(("at", "length"), [(0, 0), (100, 100), (0.5, 2500), (0.9999, 4999), (1, 1)])
def test_a_cut_is_a_share_or_a_number_of_bytes(at: float, length: int) -> None:
    """Half of 5,000 bytes is 2,500 of them, the first ones."""
    whole = images.padded(images.flat(9, 9), 5000)
    assert images.cut(whole, at).make() == whole.make()[:length]


@pytest.mark.parametrize("at", [-1, 1.0, 2.5])
def test_a_cut_that_leaves_everything_is_refused(at: float) -> None:
    """A share is below 1, for then something is missing."""
    with pytest.raises(ValueError, match="share"):
        images.cut(images.flat(9, 9), at)


def test_noise_has_its_size_and_its_seed() -> None:
    """So many bytes, others for another seed, the same for the same."""
    assert [len(images.noise(size).make()) for size in (0, 1, 3, 4, 100_000)] == [0, 1, 3, 4, 100_000]
    assert images.noise(100, seed=1).make() == images.noise(100, seed=1).make() != images.noise(100, seed=2).make()


@pytest.mark.parametrize("format", FORMATS)
def test_a_bomb_is_small_and_says_it_is_huge(format: str) -> None:
    """Less than two kilobytes promise 400 million pixels, which Pillow refuses to make room for."""
    picture = images.bomb(format)
    data = picture.make()
    assert len(data) < 2000
    header = images.read(data)
    assert header is not None
    assert (header.format, header.width, header.height) == (format, 20_000, 20_000)
    with pytest.raises(Image.DecompressionBombError):
        Image.open(io.BytesIO(data), formats=[format]).load()


@pytest.mark.parametrize("format", FORMATS)
def test_a_bomb_lacks_its_pixels_in_smaller_sizes_too(format: str) -> None:
    """At 1000 x 1000 px, where room is no question, Pillow finds the end of the file."""
    with pytest.raises((OSError, SyntaxError)):
        Image.open(io.BytesIO(images.bomb(format, size=(1000, 1000)).make()), formats=[format]).load()


@pytest.mark.parametrize("format", ["WEBP", "ICO", "TGA", "PPM"])
def test_foreign_formats_are_sound_and_show_a_face(format: str) -> None:
    """Pillow opens what is not among the five, so a lax server would answer as if it were allowed."""
    picture = images.foreign(format, 1)
    image = Image.open(io.BytesIO(picture.make()))
    assert image.format == format
    assert image.size == (picture.width, picture.height)
    assert faces_found(np.asarray(image.convert("RGB"))) == {"haar": 1, "hog": 1}


@pytest.mark.parametrize("format", MAGIC)
def test_foreign_formats_are_none_of_the_five(format: str) -> None:
    """Each begins as its own format does, and neither the header reader nor Pillow takes it for one of the five."""
    picture = images.foreign(format)
    data = picture.make()
    assert picture.format == format
    assert data.startswith(MAGIC[format])
    assert images.read(data) is None
    assert by_pillow(data) is None
    assert data == images.foreign(format).make()


def test_a_foreign_format_that_is_allowed_is_refused() -> None:
    """PNG is not foreign."""
    with pytest.raises(ValueError, match="no foreign format 'PNG'; there are WEBP"):
        images.foreign("PNG")
