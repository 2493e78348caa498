"""A folder of somebody's own portraits, cut from a photograph in the public domain: one person under many names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import Image
from skimage import data

_GIVEN = ("Grace", "Bea", "Carl", "Dora", "Emil", "Frida", "Gus", "Hedi")
NAMES = tuple(f"{name} Real-Name" for name in _GIVEN)
"""With a space and a hyphen: three letters alone stand in a packed page by chance."""
_HEAD = (150, 20, 300, 208)  # left, top, right, bottom of the astronaut's head


@cache
def astronaut() -> Image.Image:
    """A portrait in the shape of a passport's, its ground still behind it."""
    return Image.fromarray(data.astronaut()).crop(_HEAD)  # type: ignore[no-untyped-call]  # skimage has no types


def faces_in(folder: Path, people: int = 6) -> Path:
    """So many people with a portrait each, in all three formats; Bea has two more."""
    for number, name in enumerate(NAMES[:people]):
        (folder / name).mkdir(parents=True)
        shade = astronaut().point([min(255, level + 3 * number) for level in range(256)] * 3)
        shade.save(folder / name / f"portrait.{('jpg', 'png', 'webp')[number % 3]}", quality=95)
    for number in range(2):
        astronaut().save(folder / NAMES[1] / f"another {number}.png")
    (folder / ".DS_Store").write_bytes(b"left by a desktop")
    return folder
