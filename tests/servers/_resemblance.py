"""How alike two faces are, from 0 to 1: one crop is fitted over the other, and what still differs is measured."""

import contextlib
import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ._faces import Face, Pixels

Plane = NDArray[np.float32]

SIDE, CORE = 96, 60
SCALES = (0.76, 0.83, 0.91, 1.0, 1.1, 1.21, 1.33)
MIDDLE, SLOPE = 3.8, 3.5
"""Of the logistic curve over what differs, in CIE Lab units. Measured on 180 faces of the kit's portraits in all
formats and kinds: the same person differs by at most 3.2, two persons by at least 4.0."""
DOUBTFUL = 2.2, 8.0
ACHROMATIC = 2.0
GREY_WEIGHT = 1.7

_down, _across = np.mgrid[0:SIDE, 0:SIDE]
_MIDDLE_OF_FACE = ((_across - 47.5) / 30) ** 2 + ((_down - 47.5) / 33) ** 2 < 1
_MASK = _MIDDLE_OF_FACE.astype(np.uint8) * 255

_known: dict[tuple[str, str], float] = {}


def resemblance(one: Face, two: Face) -> float:
    """Give 1.0 for equal crops, the same value in both directions, and less the less they resemble each other."""
    first, second = sorted((one, two), key=lambda face: face.key)
    pair = (first.key, second.key)
    if pair not in _known:
        _known[pair] = 1.0 if first.crop.tobytes() == second.crop.tobytes() else _compare(first.crop, second.crop)
    return _known[pair]


def _compare(first: Pixels, second: Pixels) -> float:
    one, two = _lab(first), _lab(second)
    differs = _difference(one, two)
    if DOUBTFUL[0] < differs < DOUBTFUL[1]:
        differs = min(differs, _difference(two, one))
    return 1 / (1 + math.exp(min(30.0, SLOPE * (differs - MIDDLE))))


def _lab(crop: Pixels) -> Plane:
    return cv2.cvtColor(crop.astype(np.float32) / 255, cv2.COLOR_BGR2LAB).astype(np.float32)


def _roughly(still: Plane, moved: Plane) -> Plane:
    """Find the scale and the shift that fit best, as the warp to begin with: the detector's boxes are coarse."""
    edge = (SIDE - CORE) // 2
    core = still[edge : edge + CORE, edge : edge + CORE]
    found: list[tuple[float, float, float, float]] = []
    for scale in SCALES:
        sized = cv2.resize(core, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
        _, fit, _, (left, top) = cv2.minMaxLoc(cv2.matchTemplate(moved, sized, cv2.TM_CCOEFF_NORMED))
        found.append((fit, scale, left - scale * edge, top - scale * edge))
    _, scale, across, down = max(found)
    return np.array([[scale, 0, across], [0, scale, down]], np.float32)


def _difference(still: Plane, moved: Plane) -> float:
    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 30, 1e-4)
    light = [cv2.GaussianBlur(plane[..., 0], (0, 0), 1.5).astype(np.float32) for plane in (still, moved)]
    warp: Any = _roughly(light[0], light[1])
    with contextlib.suppress(cv2.error):  # it does not converge on faces that differ much
        _, warp = cv2.findTransformECC(light[0], light[1], warp.copy(), cv2.MOTION_AFFINE, criteria, _MASK, 1)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    fitted = cv2.warpAffine(moved, warp, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    rest = (cv2.GaussianBlur(still, (0, 0), 1.2) - cv2.GaussianBlur(fitted, (0, 0), 1.2))[_MIDDLE_OF_FACE]
    if min(float(np.abs(plane[..., 1:]).mean()) for plane in (still, moved)) < ACHROMATIC:
        return GREY_WEIGHT * float(np.sqrt((rest[:, 0] ** 2).mean()))
    return float(np.sqrt((rest**2).sum(axis=1).mean()))
