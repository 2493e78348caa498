"""What happens to a picture on its way to a detector: every way of storing it that must leave its faces countable."""

from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import Image, ImageOps

Rework = Callable[[Image.Image], Image.Image]


def _jpeg(quality: int) -> Rework:
    def stored(picture: Image.Image) -> Image.Image:
        file = BytesIO()
        picture.save(file, "JPEG", quality=quality)
        with Image.open(file) as again:
            return again.convert("RGB")

    return stored


def _palette(picture: Image.Image) -> Image.Image:
    return picture.quantize(256, dither=Image.Dither.NONE).convert("RGB")


def _gif(picture: Image.Image) -> Image.Image:
    file = BytesIO()
    picture.save(file, "GIF")
    with Image.open(file) as again:
        return again.convert("RGB")


REWORKS: Mapping[str, Rework] = {
    "as it is": lambda picture: picture,
    "jpeg 95": _jpeg(95),
    "jpeg 85": _jpeg(85),
    "jpeg 75": _jpeg(75),
    "jpeg 60": _jpeg(60),
    "grey": lambda picture: picture.convert("L").convert("RGB"),
    "gif": _gif,
    "palette": _palette,
    "cmyk": lambda picture: picture.convert("CMYK").convert("RGB"),
    "mirrored": ImageOps.mirror,
    "resized": lambda picture: ImageOps.scale(picture, 1.25, Image.Resampling.BILINEAR),
}
"""Every rework by name. Turning upright again by right angles moves pixels only, so it is the picture as it is."""
