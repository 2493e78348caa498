"""Counts the faces of every picture that the shipped suite sends or hosts, held upright, by real detectors."""

import io
import re
import warnings
from collections.abc import Sequence

from PIL import Image, ImageOps

from pytest_linkface.conformance._manifest import manifest
from pytest_linkface.images import Picture
from tools.detectors import DETECTORS, FURTHER, grey_of

READABLE = {"JPEG", "BMP", "PNG", "GIF", "TIFF", "WEBP", "PPM"}


def upright(picture: Picture) -> Image.Image | None:
    """The picture as a person would hold it; None where a decoder finds none, as in a bomb."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(picture.make()), formats=sorted(READABLE))
            image.load()
    except (OSError, Image.DecompressionBombError):
        return None
    turn = re.search(r"turn=(\d+)", picture.recipe)  # nothing in the file tells of it
    shown = ImageOps.exif_transpose(image)
    return shown.rotate(-int(turn[1]), expand=True) if turn else shown


def count_suite(detectors: Sequence[str]) -> bool:
    """Let every detector count every picture; prints each that is not counted exactly, and whether all were."""
    _, pictures = manifest()
    shown = {path: upright(picture) for path, picture in pictures.items() if picture.format in READABLE}
    counted = {path: grey_of(image.convert("RGB")) for path, image in shown.items() if image is not None}
    wrong = 0
    for name in detectors:
        for path, grey in counted.items():
            found = len({**DETECTORS, **FURTHER}[name](grey))
            if found != pictures[path].faces:
                wrong += 1
                print(f"{name} found {found} instead of {pictures[path].faces}: {pictures[path]}")
    faces = sum(pictures[path].faces for path in counted)
    total = len(counted) * len(detectors)
    unread = len(pictures) - len(counted)
    print(f"{len(counted)} pictures of the suite with {faces} faces, and {unread} that nobody can read")
    print(f"{', '.join(detectors)}: {(total - wrong) / total:.2%} counted exactly")
    return wrong == 0
