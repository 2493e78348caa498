"""How alike two faces look: their blurred crops are laid on one another, shifted and scaled until they fit best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

MARGIN = 1.8
"""Of a detected box: hair and chin tell people apart better than the middle of the face alone."""
FINE, COARSE = 96, 40
"""Pixels along a crop's side, for the last fit and for the first."""
CORE = 0.69
"""The part of one crop that is laid on the whole of the other: the rest is room to shift."""
BLUR = 1.5
COARSE_SCALES = tuple(0.84 + 0.04 * step for step in range(9))
FINE_STEPS = tuple(0.01 * step for step in range(-3, 4))

CURVE = ((-1.0, 0.0), (0.0, 0.05), (0.7, 0.3), (0.94, 0.45), (0.978, 0.58), (0.985, 0.91), (1.0, 0.999))
"""Correlation to confidence. 32 drawn people and a photograph: 0.991 and more for the same one in another size or
encoding, 0.972 and less for different ones."""


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


def confidence(one: bytes, two: bytes) -> float:
    """In [0, 1], as a float32 widened to double; the same in both directions."""
    import numpy as np

    if one == two:
        return 1.0
    first, second = _crop(one), _crop(two)
    correlation = max(_fit(first, second), _fit(second, first))
    correlations, confidences = zip(*CURVE, strict=True)
    return float(np.float32(np.interp(correlation, correlations, confidences)))


def _crop(encoded: bytes) -> NDArray[Any]:
    import cv2
    import numpy as np

    pixels = np.frombuffer(encoded, np.uint8).reshape(FINE, FINE, 3).astype(np.float32)
    return cv2.GaussianBlur(pixels, (0, 0), BLUR)


def _fit(moved: NDArray[Any], still: NDArray[Any]) -> float:
    """The best correlation of one crop's core with the other crop, roughly first and then around the best scale."""
    import cv2

    small = [cv2.resize(crop, (COARSE, COARSE), interpolation=cv2.INTER_AREA) for crop in (moved, still)]
    _, scale = _best(small[0], small[1], COARSE_SCALES)
    correlation, _ = _best(moved, still, [scale + step for step in FINE_STEPS])
    return correlation


def _best(moved: NDArray[Any], still: NDArray[Any], scales: Sequence[float]) -> tuple[float, float]:
    return max((_correlation(moved, still, scale), scale) for scale in scales)


def _correlation(moved: NDArray[Any], still: NDArray[Any], scale: float) -> float:
    import cv2

    side = len(moved)
    kept = round(side * CORE)
    edge = (side - kept) // 2
    core = moved[edge : edge + kept, edge : edge + kept]
    length = round(kept * scale)
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    sized = cv2.resize(core, (length, length), interpolation=interpolation)
    return float(cv2.matchTemplate(still, sized, cv2.TM_CCOEFF_NORMED).max())
