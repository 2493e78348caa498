"""Pictures made to break decoders."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pytest_linkface.contract import FORMATS
from pytest_linkface.emulator import Emulator
from pytest_linkface.images import foreign, noise, scene
from tests.emulator._asking import compare
from tests.emulator.conftest import encoded

EMULATOR = Emulator()
GOOD = scene(1).make()
BY_FORMAT = {format: scene(1, format=format).make() for format in FORMATS}
REFUSED = {"CORRUPT_IMAGE", "INVALID_IMAGE_FORMAT_OR_SIZE", "NO_FACE_DETECTED", "TOO_MANY_FACES"}


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    format=st.sampled_from(FORMATS),
    edits=st.lists(st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=8)), max_size=6),
    length=st.none() | st.integers(0, 2000),
)
def test_damaged_heads(format: str, edits: list[tuple[int, bytes]], length: int | None) -> None:
    """A picture that is cut, or damaged in its first bytes, is compared or refused as a picture, no more."""
    content = bytearray(BY_FORMAT[format][:length])
    for place, damage in edits:
        content[place : place + len(damage)] = damage
    reply = compare(EMULATOR, bytes(content), GOOD)
    assert reply.code == 200 or (reply.json["status"] in REFUSED and reply.json["image"] == "image_one")


@pytest.mark.parametrize("format", ["WEBP", "PPM", "ICO", "JPEG2000"])
def test_foreign_formats(format: str) -> None:
    """Real pictures in unlisted formats are told by their signature."""
    picture = Image.new("RGB", (64, 64), "red")
    content = encoded(picture, format)
    assert compare(EMULATOR, content, GOOD).verdict == (400, "INVALID_IMAGE_FORMAT_OR_SIZE", "image_one")


@pytest.mark.parametrize("side_px", [13_000, 20_000, 65_000])
def test_pixel_bombs(side_px: int) -> None:
    """A header that claims hundreds of megapixels is believed, and refused."""
    header = struct.pack(">II5B", side_px, side_px, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", crc32(b"IHDR" + header))
    content = b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 4) + b"IDAT" + bytes(8)
    assert compare(EMULATOR, content, GOOD).verdict == (400, "INVALID_IMAGE_FORMAT_OR_SIZE", "image_one")


@pytest.mark.parametrize("mode", ["I;16", "I", "F", "1", "LA", "CMYK", "P"])
def test_odd_pixels(mode: str) -> None:
    """Deep, bilevel, transparent and printed pixels are looked at like any others, and keep their contrast."""
    grey = Image.open(io.BytesIO(GOOD)).convert("L").resize((480, 560))
    if mode in ("I;16", "I", "F"):
        picture = grey.convert("I").point(lambda value: value * 257).convert(mode)
    else:
        picture = grey.convert(mode)
    reply = compare(EMULATOR, encoded(picture, "TIFF" if mode in ("F", "CMYK", "I", "LA") else "PNG"), GOOD)
    assert reply.json["status"] == ("NO_FACE_DETECTED" if mode == "1" else "OK"), reply.json


def test_mpo_is_a_jpeg() -> None:
    """The JPEG of several pictures that telephones write is a JPEG."""
    picture = Image.open(io.BytesIO(GOOD))
    content = encoded(picture, "MPO", save_all=True, append_images=[picture])
    assert compare(EMULATOR, content, GOOD).json["status"] == "OK"


def test_unreadable_exif_spoils_nothing() -> None:
    """Rubbish where EXIF should be leaves the pixels as they are."""
    content = GOOD[:2] + b"\xff\xe1\x00\x20Exif\0\0II*\0\xff\xff\xff\xff" + bytes(16) + GOOD[2:]
    assert compare(EMULATOR, content, GOOD).json["status"] == "OK"


def test_noise() -> None:
    """Noise in a good file is a picture of nobody, or no picture; foreign files are neither."""
    assert compare(EMULATOR, noise(5000).make(), GOOD).json["status"] in REFUSED
    assert compare(EMULATOR, foreign("WEBP").make(), GOOD).json["status"] in REFUSED


def test_decoders_are_silent() -> None:
    """Nothing of what decoders think of damaged files reaches standard error."""
    program = """
from pytest_linkface.emulator import Emulator
from pytest_linkface.images import bomb, scene
from tests.emulator._asking import compare
emulator, good = Emulator(), scene(1).make()
for format in ("JPEG", "PNG", "TIFF", "GIF", "BMP"):
    content = bytearray(scene(1, format=format).make())
    content[len(content) // 2 : len(content) // 2 + 300] = bytes(300)
    compare(emulator, bytes(content), good)
    compare(emulator, bytes(content[: len(content) // 2]), good)
compare(emulator, good[:2] + b"\\xff\\xe1\\x00\\x20Exif\\0\\0II*\\0\\xff\\xff\\xff\\xff" + bytes(16) + good[2:], good)
compare(emulator, bomb().make(), good)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=True)
    assert done.stderr == b""
