"""How alike two faces look: one blurred crop is laid on the other where it fits best, and the ovals are correlated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

MARGIN = 1.8
"""Of a detected box: the room in which a crop may be shifted and scaled."""
FINE, COARSE = 96, 40
"""Pixels along a crop's side, for the last fit and for the first."""
CORE = 0.6
"""The part of one crop that is laid on the whole of the other: hairline and chin are in it, neighbours are not."""
OVAL = (0.75, 0.9)
"""The part of the core, across and down, that is compared: corners show the background."""
BLUR = 1.5
COARSE_SCALES = tuple(0.84 + 0.04 * step for step in range(9))
FINE_STEPS = tuple(0.01 * step for step in range(-3, 4))
PROMISING = 0.85
"""A rough fit worse than this is not worth bettering: these are two people."""

CURVE = ((-1.0, 0.0), (0.0, 0.05), (0.7, 0.3), (0.94, 0.45), (0.978, 0.59), (0.988, 0.91), (1.0, 0.999))
"""Correlation to confidence. Of 32 drawn people and a photograph, the same one in another size, encoding or company
had 0.990 and more, different ones 0.976 and less."""


def features(pixels: NDArray[Any], box: tuple[int, int, int, int]) -> bytes:
    """The crop around a box of an RGB picture, in one size and as bytes."""
    import cv2

    left, top, width, height = box
    side = round(width * MARGIN)
    border = side
    around = cv2.copyMakeBorder(pixels, border, border, border, border, cv2.BORDER_REPLICATE)
    x, y = left + width // 2 - side // 2 + border, top + height // 2 - side // 2 + border
    crop = around[y : y + side, x : x + side]
    shrinks = side > FINE
    sized = cv2.resize(crop, (FINE, FINE), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    return bytes(sized.tobytes())


@lru_cache(maxsize=512)  # tests ask for the same pairs again and again
def confidence(one: bytes, two: bytes) -> float:
    """In [0, 1], as a float32 widened to double; the same in both directions."""
    import numpy as np

    if one == two:
        return 1.0
    correlations, confidences = zip(*CURVE, strict=True)
    return float(np.float32(np.interp(_correlation(*sorted((one, two))), correlations, confidences)))


def _correlation(one: bytes, two: bytes) -> float:
    first, second = _crop(one), _crop(two)
    rough, moved, still = max(
        ((_rough_fit(first, second), first, second), (_rough_fit(second, first), second, first)),
        key=lambda candidate: candidate[0].correlation,
    )
    if rough.correlation < PROMISING:
        return rough.correlation
    return _oval_correlation(_best(moved, still, [rough.scale + step for step in FINE_STEPS]))


@dataclass(frozen=True, slots=True)
class _Fit:
    """One crop's core in some scale, and the part of the other crop that it fits best."""

    correlation: float
    scale: float
    core: NDArray[Any]
    part: NDArray[Any]


def _crop(encoded: bytes) -> NDArray[Any]:
    import cv2
    import numpy as np

    pixels = np.frombuffer(encoded, np.uint8).reshape(FINE, FINE, 3).astype(np.float32)
    return cv2.GaussianBlur(pixels, (0, 0), BLUR)


def _rough_fit(moved: NDArray[Any], still: NDArray[Any]) -> _Fit:
    import cv2

    small = [cv2.resize(crop, (COARSE, COARSE), interpolation=cv2.INTER_AREA) for crop in (moved, still)]
    return _best(small[0], small[1], COARSE_SCALES)


def _best(moved: NDArray[Any], still: NDArray[Any], scales: Sequence[float]) -> _Fit:
    return max((_fit_at(moved, still, scale) for scale in scales), key=lambda fit: fit.correlation)


def _fit_at(moved: NDArray[Any], still: NDArray[Any], scale: float) -> _Fit:
    import cv2

    kept = round(len(moved) * CORE)
    edge = (len(moved) - kept) // 2
    side = round(kept * scale)
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    core = cv2.resize(moved[edge : edge + kept, edge : edge + kept], (side, side), interpolation=interpolation)
    _, correlation, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(still, core, cv2.TM_CCOEFF_NORMED))
    return _Fit(correlation, scale, core, still[y : y + side, x : x + side])


def _oval_correlation(fit: _Fit) -> float:
    """Of the faces alone, after the last misfit of a box by a pixel or a degree is taken out."""
    import cv2
    import numpy as np

    core, part = (cv2.resize(crop, (FINE, FINE)) for crop in (fit.core, fit.part))
    across, down = np.meshgrid(np.linspace(-1, 1, FINE), np.linspace(-1, 1, FINE))
    oval = (across / OVAL[0]) ** 2 + (down / OVAL[1]) ** 2 < 1
    one, two = (crop[oval] - crop[oval].mean(0) for crop in (core, _straightened(part, core)))
    return float((one * two).sum() / max(1e-6, np.sqrt((one**2).sum() * (two**2).sum())))


def _straightened(part: NDArray[Any], core: NDArray[Any]) -> NDArray[Any]:
    import cv2
    import numpy as np

    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 30, 1e-4)
    start = np.eye(2, 3, dtype=np.float32)
    try:
        _, warp = cv2.findTransformECC(core.mean(2), part.mean(2), start, cv2.MOTION_AFFINE, criteria)
    except cv2.error:  # it does not converge on crops without structure
        return part
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(part, warp, (FINE, FINE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
