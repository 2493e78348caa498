"""Pictures with faces in formats that are not allowed: a server that takes everything would answer OK."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image

from pytest_linkface.images._cast import cast_in_force
from pytest_linkface.images._people import composed
from pytest_linkface.images._picture import Picture
from pytest_linkface.images._recipe import recipe
from pytest_linkface.images._scenes import scene


def _saved(image: Image.Image, format: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def _svg(image: Image.Image) -> bytes:
    jpeg = base64.b64encode(_saved(image, "JPEG", quality=90)).decode()
    width, height = image.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{jpeg}"/></svg>\n'
    ).encode()


def _pdf(image: Image.Image) -> bytes:
    epoch = time.gmtime(0)  # the dates would make it other bytes each second
    return _saved(image, "PDF", creationDate=epoch, modDate=epoch)


_WRITERS: dict[str, Callable[[Image.Image], bytes]] = {
    "WEBP": lambda image: _saved(image, "WEBP", quality=90, method=0),
    "ICO": lambda image: _saved(image, "ICO", sizes=[image.size]),
    "TGA": lambda image: _saved(image, "TGA"),
    "PPM": lambda image: _saved(image, "PPM"),
    "PDF": _pdf,
    "SVG": _svg,
}
_ICO_PX = 256  # an icon is no larger


def foreign(format: str, faces: int | Sequence[str] = 1, *, seed: int = 0) -> Picture:
    """A sound scene in a format that is not allowed: WEBP, ICO, TGA, PPM, PDF or SVG."""
    if format not in _WRITERS:
        raise ValueError(f"no foreign format {format!r}; there are {', '.join(_WRITERS)}")
    size = (_ICO_PX, _ICO_PX) if format == "ICO" else None
    shown = scene(faces, size=size, seed=seed)
    asked = faces if isinstance(faces, int) else tuple(faces)

    def make() -> bytes:
        return _WRITERS[format](composed(shown.people, (shown.width, shown.height), seed=seed, cast=cast_in_force()))

    text = recipe(foreign, format=format, faces=asked, seed=seed)
    return Picture(text, format, shown.width, shown.height, shown.people, make=make)
