"""Decoders and detectors as functions from bytes: a picture's pixels, or None where it is refused."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import warnings
from functools import cache
from typing import Any

import cv2
import cv2.data
import dlib
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from pytest_linkface import images

Pixels = NDArray[np.uint8]
_CASCADE = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_alt2.xml")
_HOG = dlib.get_frontal_face_detector()


def opened(data: bytes) -> Image.Image:
    """The first frame in Pillow, whatever its mode."""
    image = Image.open(io.BytesIO(data), formats=list(images.KINDS))
    image.load()
    return image


def by_pillow(data: bytes) -> Pixels | None:
    """Rows of RGB as Pillow sees them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of broken TIFF tags before it refuses
            image = opened(data)
    except (OSError, SyntaxError, IndexError, ValueError, Image.DecompressionBombError):
        return None
    if image.mode.startswith("I"):
        return np.asarray(np.asarray(image) // 256, dtype=np.uint8)[..., None].repeat(3, axis=2)
    return np.asarray(image.convert("RGB"))


def by_opencv(data: bytes) -> Pixels | None:
    """Rows of RGB as OpenCV sees them, EXIF orientation left alone (but in TIFF, where OpenCV always applies it)."""
    if not data:
        return None
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    return None if pixels is None else np.asarray(pixels[..., ::-1], dtype=np.uint8)


def by_vips(data: bytes) -> Pixels:
    """Rows of RGB as libvips sees them."""
    try:
        import pyvips
    except (ImportError, OSError) as why:
        pytest.skip(f"libvips cannot be loaded: {why}")
    image: Any = pyvips.Image.new_from_buffer(data, "").colourspace("srgb")
    return np.asarray(image[:3].numpy(), dtype=np.uint8)


def by_imagemagick(data: bytes) -> Pixels:
    """Rows of RGB as ImageMagick sees them."""
    command = _imagemagick()
    if command is None:
        pytest.skip("no command of ImageMagick is on the path")
    done = subprocess.run([command, "-[0]", "-depth", "8", "ppm:-"], input=data, capture_output=True, check=True)
    return np.asarray(Image.open(io.BytesIO(done.stdout), formats=["PPM"]).convert("RGB"))


@cache
def _imagemagick() -> str | None:
    """The first on the path that says it is; other programs are called convert as well."""
    names = [shutil.which(name, path=folder) for folder in os.get_exec_path() for name in ("magick", "convert")]
    for command in filter(None, names):
        told = subprocess.run([command, "--version"], capture_output=True, check=False).stdout
        if told.startswith(b"Version: ImageMagick"):
            return command
    return None


def faces_found(pixels: Pixels) -> dict[str, int]:
    """How many faces each of two independent detectors counts."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    haar = _CASCADE.detectMultiScale(grey, scaleFactor=1.1, minNeighbors=3, minSize=(30, 30))
    return {"haar": len(haar), "hog": len(_HOG(grey, 0))}
