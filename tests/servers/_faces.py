"""Faces by dlib's histogram of gradients, in pictures decoded by OpenCV; what was found is kept by digest."""

import hashlib
import threading
from dataclasses import dataclass, field
from typing import Any

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from ._headers import header, upright

cv2.utils.logging.setLogLevel(
    cv2.utils.logging.LOG_LEVEL_SILENT
)  # what does not decode is the daily bread of this server

Pixels = NDArray[np.uint8]

LARGEST = 1_600_000
"""Pixels above which a picture is made smaller before faces are looked for."""
SMALLEST_SIDE = 480
"""Length of the longer side below which it is made larger: the detector's window is 80 pixels."""
FLAT = 4.0
"""Standard deviation of the grey values under which there is nothing to look for."""


@dataclass(frozen=True)
class Face:
    """One face: where it is (x, y, width) in the upright picture, and its pixels for comparing."""

    key: str
    box: tuple[int, int, int]
    crop: Pixels = field(compare=False, repr=False)


class Eye:
    """Decodes and looks, once for each distinct picture, orientation and direction, whoever asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._detector: Any = None
        self._seen: dict[tuple[str, int, int], tuple[Face, ...] | None] = {}
        self._decoded: tuple[str, Pixels | None] = ("", None)

    def look(self, data: bytes, orientation: int, quarters: int) -> tuple[Face, ...] | None:
        """Find the faces after applying an EXIF orientation and some quarter turns; None where nothing decodes."""
        digest = hashlib.sha256(data).hexdigest()
        key = (digest, orientation, quarters)
        with self._lock:
            if key not in self._seen:
                self._seen[key] = self._find(data, key)
            return self._seen[key]

    def _find(self, data: bytes, key: tuple[str, int, int]) -> tuple[Face, ...] | None:
        digest, orientation, quarters = key
        if self._decoded[0] != digest:
            self._decoded = (digest, _decode(data))
        pixels = self._decoded[1]
        if pixels is None:
            return None
        turned = np.ascontiguousarray(np.rot90(_orient(pixels, orientation), quarters))
        grey = cv2.cvtColor(turned, cv2.COLOR_BGR2GRAY)
        if float(grey.std()) < FLAT:
            return ()
        self._detector = self._detector or dlib.get_frontal_face_detector()
        scale = _scale(grey.shape[1], grey.shape[0])
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        sized = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=method)
        boxes = [
            (round(box.left() / scale), round(box.top() / scale), max(8, round(box.width() / scale)))
            for box in self._detector(sized, 0)
        ]
        boxes.sort(key=lambda box: (box[0], box[1]))
        name = f"{digest}/{orientation}/{quarters}"
        return tuple(Face(f"{name}/{at}", box, _crop(turned, box)) for at, box in enumerate(boxes))


EYE = Eye()
"""Shared by all servers of a process: looking is what costs time, and its result depends on the bytes alone."""


def _decode(data: bytes) -> Pixels | None:
    if header(data).format == "TIFF":
        data = upright(data)
    try:
        found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    return None if found is None else found.astype(np.uint8, copy=False)


def _orient(pixels: Pixels, orientation: int) -> Pixels:
    mirrored = pixels[:, ::-1] if orientation in {2, 4, 5, 7} else pixels
    quarters = {1: 0, 2: 0, 3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}[orientation]
    return np.rot90(mirrored, quarters)


def _scale(width: int, height: int) -> float:
    if width * height > LARGEST:
        return float((LARGEST / (width * height)) ** 0.5)
    return max(1.0, min(2.0, SMALLEST_SIDE / max(width, height)))


def _crop(pixels: Pixels, box: tuple[int, int, int]) -> Pixels:
    left, top, width = box
    margin = width // 4
    padded = cv2.copyMakeBorder(pixels, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    top, left = max(0, top), max(0, left)
    found = padded[top : top + width + 2 * margin, left : left + width + 2 * margin]
    return cv2.resize(found, (96, 96), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
