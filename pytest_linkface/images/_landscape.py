"""Something to look at that has no face: sky, hills and a field."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageDraw

from pytest_linkface.images._encode import chosen_kind, converted, encode
from pytest_linkface.images._picture import Picture
from pytest_linkface.images._recipe import recipe

_COLOURS = ((92, 128, 96), (74, 110, 70), (58, 88, 48))


def landscape(*, size: tuple[int, int] = (320, 240), format: str = "JPEG", seed: int = 0) -> Picture:
    """A picture without a face in which the detectors tried find none; each ``seed`` has its own hills."""
    kind = chosen_kind(format, None, size)
    text = recipe(landscape, size=size, format=format, seed=seed)
    return Picture(text, format, *size, make=lambda: encode(converted(paint(size, seed), format, kind), format, kind))


def paint(size: tuple[int, int], seed: int) -> Image.Image:
    """The pixels, in RGB: three ranges of hills under a sky that grows paler downwards."""
    width, height = size
    sky = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", [sky.point([low + level * (high - low) // 255 for level in range(256)]) for low, high in
                                ((96, 214), (150, 226), (214, 238))])  # fmt: skip
    draw = ImageDraw.Draw(image)
    chance = random.Random(seed)  # noqa: S311 - the same hills each time, not a secret
    for number, colour in enumerate(_COLOURS):
        base, swell = height * (0.5 + 0.17 * number), height * chance.uniform(0.04, 0.1)
        waves, phase = chance.uniform(0.7, 2.2), chance.uniform(0, math.tau)
        ridge = [
            (x, round(base - swell * math.sin(phase + waves * math.tau * x / width)))
            for x in range(0, width + 8, 8)
        ]
        draw.polygon([*ridge, (width + 8, height), (0, height)], fill=colour)
    return image
