"""The usual kinds of each format: truly that kind, and still the same picture of the same people."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pytest_linkface import images

from ._decoding import Pixels, by_imagemagick, by_opencv, by_pillow, by_vips, faces_found, opened

ALL = [(name, kind) for name, kinds in images.KINDS.items() for kind in kinds]
MODES = {
    "gray": "L", "cmyk": "CMYK", "palette": "P", "alpha": "RGBA", "gray16": "I;16", "runs": "L",
    ("GIF", "gray"): "P", ("GIF", "interlaced"): "P", ("GIF", "transparent"): "P", ("BMP", "alpha"): "RGB",
}  # fmt: skip


def alike(one: Pixels, two: Pixels) -> bool:
    """Whether light and dark are in the same places; ink profiles make some decoders darker all over."""
    return float(np.corrcoef(one.mean(axis=2).ravel(), two.mean(axis=2).ravel())[0, 1]) > 0.98


def interlaced_gif(data: bytes) -> int:
    """The flag as Pillow hands it to its decoder."""
    args: Any = Image.open(io.BytesIO(data)).tile[0].args
    return int(args[1])


@pytest.mark.parametrize(("format", "kind"), ALL)
def test_each_kind_shows_the_same_picture_in_both_decoders(format: str, kind: str) -> None:
    """But for colours that a kind cannot hold, Pillow and OpenCV see what the plain PNG shows."""
    plain = by_pillow(images.scene(faces=2, format="PNG").make())
    assert plain is not None
    data = images.scene(faces=2, format=format, kind=kind).make()
    for decode in (by_pillow, by_opencv):
        pixels = decode(data)
        assert pixels is not None
        assert pixels.shape == plain.shape
        assert alike(pixels, plain)


@pytest.mark.parametrize(("format", "kind"), ALL)
@pytest.mark.parametrize("decode", [by_vips, by_imagemagick])
def test_other_decoders_see_the_same_picture(decode: Callable[[bytes], Pixels], format: str, kind: str) -> None:
    """libvips and ImageMagick agree with Pillow about every kind."""
    data = images.scene(format=format, kind=kind).make()
    pixels, expected = decode(data), by_pillow(data)
    assert expected is not None
    assert pixels.shape == expected.shape
    assert alike(pixels, expected)


@pytest.mark.parametrize(("format", "kind"), ALL)
def test_faces_are_found_in_every_kind(format: str, kind: str) -> None:
    """Two independent detectors count the people who are in it."""
    for seed in range(3):
        scene = images.scene(faces=2, format=format, kind=kind, seed=seed)
        pixels = by_opencv(scene.make())
        assert pixels is not None
        assert faces_found(pixels) == {"haar": scene.faces, "hog": scene.faces}


@pytest.mark.parametrize(("format", "kind"), ALL)
def test_a_kind_is_what_its_name_says(format: str, kind: str) -> None:
    """Pillow opens it in the mode that belongs to the kind."""
    mode = MODES.get((format, kind)) or MODES.get(kind, "RGB")
    assert opened(images.scene(format=format, kind=kind).make()).mode == mode


def test_the_kinds_that_pillow_does_not_tell_are_in_the_bytes() -> None:
    """Interlacing, depth, run lengths and byte order stand where each format puts them."""
    made = {(name, kind): images.scene(format=name, kind=kind).make() for name, kind in ALL}
    assert opened(made["JPEG", "progressive"]).info["progressive"] == 1
    assert "progressive" not in opened(made["JPEG", "rgb"]).info
    assert [made["PNG", kind][28] for kind in ("rgb", "interlaced")] == [0, 1]
    assert [made["PNG", kind][24] for kind in ("rgb", "rgb16", "gray16")] == [8, 16, 16]
    assert struct.unpack_from("<HI", made["BMP", "runs"], 28) == (8, 1)
    assert struct.unpack_from("<H", made["BMP", "alpha"], 28) == (32,)
    assert [made["TIFF", kind][:2] for kind in ("rgb", "bigendian")] == [b"II", b"MM"]
    assert [opened(made["TIFF", kind]).info["compression"] for kind in ("rgb", "lzw", "deflate")] == [
        "raw",
        "tiff_lzw",
        "tiff_adobe_deflate",
    ]
    assert [interlaced_gif(made["GIF", kind]) for kind in ("palette", "interlaced")] == [0, 1]
    assert "transparency" in opened(made["GIF", "transparent"]).info
    assert struct.unpack_from("<i", made["BMP", "downwards"], 22) == (-280,)
    assert (made["JPEG", "camera"][:4], made["JPEG", "camera"][6:16]) == (b"\xff\xd8\xff\xe1", b"Exif\0\0II*\0")
    assert opened(made["JPEG", "camera"]).getexif()[274] == 0
    assert made["JPEG", "bare"][:4] == b"\xff\xd8\xff\xdb"
    assert opened(made["TIFF", "tiled"]).getexif()[322] == 128


@pytest.mark.parametrize("make", [images.scene, lambda **asked: images.flat(9, 9, **asked)], ids=["scene", "flat"])
def test_unknown_formats_and_kinds_are_refused_at_once(make: Any) -> None:
    """The error names those that there are."""
    with pytest.raises(ValueError, match="no format 'WEBP'; there are JPEG, BMP, PNG, GIF, TIFF"):
        make(format="WEBP")
    with pytest.raises(ValueError, match="no kind 'lzw' of GIF; there are palette"):
        make(format="GIF", kind="lzw")
