"""A photograph, and an emulator that serves for the whole run."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from skimage import data

from pytest_linkface.emulator import Emulator


def encoded(picture: Image.Image, format: str = "PNG", **options: object) -> bytes:
    """The bytes of a Pillow image."""
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


@pytest.fixture(scope="session")
def photo() -> Image.Image:
    """A public-domain photograph of one woman."""
    return Image.fromarray(np.asarray(data.astronaut()))  # type: ignore[no-untyped-call]  # scikit-image has no types


@pytest.fixture(scope="session")
def astronaut(photo: Image.Image) -> bytes:
    """The photograph as a JPEG."""
    return encoded(photo, "JPEG", quality=90)


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """An emulator with the default accounts, on a socket."""
    with Emulator() as running:
        yield running
