"""Holds many examples of each strategy to what it claims, in the eyes of two decoders, Pillow and OpenCV."""

import argparse
import io
import sys
import time
import warnings
from collections.abc import Callable, Mapping

import cv2
import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from PIL import Image

from pytest_linkface import strategies
from pytest_linkface.contract import ABOVE_PX, FORMATS, MAX_BYTES, MAX_BYTES_SURE, MAX_FACES, MAX_PX
from pytest_linkface.images import Picture, read

Size = tuple[int, int]
Claim = Callable[[Picture, bytes], bool]
_SIDEWAYS = range(5, 9)  # EXIF orientations that swap columns and rows


def by_pillow(data: bytes) -> Size | None:
    """Columns and rows of what Pillow decodes of the five formats; None where it refuses."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of broken tags, before it refuses
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            image.load()
    except (OSError, SyntaxError, IndexError, ValueError, Image.DecompressionBombError):
        return None
    return image.size


def by_opencv(data: bytes) -> Size | None:
    """Columns and rows of what OpenCV decodes of any format; None where it refuses."""
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags) if data else None
    return None if pixels is None else (pixels.shape[1], pixels.shape[0])


def sound(picture: Picture, data: bytes) -> bool:
    """Whether both decode it in the size that it says; both turn a TIFF upright, and nothing else."""
    told = read(data)
    if told is None or (told.format, told.width, told.height) != (picture.format, picture.width, picture.height):
        return False
    upside = picture.format == "TIFF" and told.orientation in _SIDEWAYS
    size = (picture.height, picture.width) if upside else (picture.width, picture.height)
    return by_pillow(data) == by_opencv(data) == size


def fits(picture: Picture) -> bool:
    """Whether format and sides are allowed."""
    sides = (picture.width, picture.height)
    return picture.format in FORMATS and all(ABOVE_PX < side <= MAX_PX for side in sides)


def allowed(picture: Picture, data: bytes) -> bool:
    """Whether decoders and every limit but that of faces are content."""
    return sound(picture, data) and fits(picture) and len(data) <= MAX_BYTES_SURE


def orientation(data: bytes) -> int:
    """What EXIF tells; 1 where it tells nothing."""
    told = read(data)
    return (told.orientation if told else None) or 1


def _is_too_large(picture: Picture, data: bytes) -> bool:
    long, short = sorted((picture.width, picture.height), reverse=True)
    return sound(picture, data) and long > MAX_PX >= short > ABOVE_PX and len(data) <= MAX_BYTES_SURE


def _is_too_small(picture: Picture, data: bytes) -> bool:
    long, short = sorted((picture.width, picture.height), reverse=True)
    return sound(picture, data) and short <= ABOVE_PX and long <= MAX_PX and len(data) <= MAX_BYTES_SURE


def _is_unsupported(picture: Picture, data: bytes) -> bool:
    seen = by_opencv(data)
    readable = picture.format in {"WEBP", "PPM"}
    return by_pillow(data) is None and (seen == (picture.width, picture.height) if readable else not seen)


CLAIMS: Mapping[str, Claim] = {
    "images": lambda picture, data: allowed(picture, data) and 1 <= picture.faces <= MAX_FACES,
    "landscapes": lambda picture, data: allowed(picture, data) and picture.faces == 0,
    "turned": lambda picture, data: allowed(picture, data) and orientation(data) > 1,
    "lying": lambda picture, data: allowed(picture, data) and orientation(data) == 1,
    "too_small": _is_too_small,
    "too_large": _is_too_large,
    "too_heavy": lambda picture, data: sound(picture, data) and fits(picture) and len(data) > MAX_BYTES,
    "crowds": lambda picture, data: allowed(picture, data) and picture.faces > MAX_FACES,
    "corrupt": lambda _, data: by_pillow(data) is None and by_opencv(data) is None,
    "unsupported": _is_unsupported,
}
"""What each strategy promises of every example."""


def wrong_of(name: str, examples: int) -> tuple[int, list[Picture]]:
    """How many examples were drawn of a strategy, and those that do not keep its claim."""
    drawn = 0
    wrong: list[Picture] = []

    @settings(
        max_examples=examples, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(getattr(strategies, name)())
    def look(picture: Picture) -> None:
        nonlocal drawn
        drawn += 1
        if not CLAIMS[name](picture, picture.make()):
            wrong.append(picture)

    look()
    return drawn, wrong


def main() -> None:
    """The command: `python -m tools.verify_strategies`; exit code 1 where an example breaks its strategy's claim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("--only", nargs="+", choices=sorted(CLAIMS), default=list(CLAIMS))
    options = parser.parse_args()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # it would tell of every broken picture
    print(f"{'strategy':<14} {'examples':>8} {'wrong':>6} {'seconds':>8}")
    failed = False
    for name in options.only:
        started = time.perf_counter()
        drawn, wrong = wrong_of(name, options.examples)
        print(f"{name:<14} {drawn:>8} {len(wrong):>6} {time.perf_counter() - started:>8.1f}", *wrong[:3], flush=True)
        failed |= bool(wrong)
    sys.exit(failed)


if __name__ == "__main__":
    main()
