"""Independent face detectors that exist in earnest, each as a function from a picture to the boxes it finds."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import cv2
import cv2.data
import dlib
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Box = tuple[int, int, int, int]
"""Left, top, width, height in pixels."""
Grey = NDArray[np.uint8]
Detector = Callable[[Grey], list[Box]]

LONG_SIDE = 640
"""The size to which `haar_640` first brings a larger picture, as services do that save time."""


@cache
def _cascade(name: str) -> Any:
    return cv2.CascadeClassifier(f"{cv2.data.haarcascades}haarcascade_frontalface_{name}.xml")


@cache
def _frontal() -> Any:
    return dlib.get_frontal_face_detector()


def haar(grey: Grey, *, name: str = "alt2", neighbours: int = 3) -> list[Box]:
    """What a Viola-Jones cascade of OpenCV finds."""
    found = _cascade(name).detectMultiScale(grey, scaleFactor=1.1, minNeighbors=neighbours, minSize=(30, 30))
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h in found]


def haar_640(grey: Grey) -> list[Box]:
    """What the cascade finds once the picture is at most 640 pixels long."""
    factor = min(1.0, LONG_SIDE / max(grey.shape))
    if factor == 1:
        return haar(grey)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return [(round(x / factor), round(y / factor), round(w / factor), round(h / factor))
            for x, y, w, h in haar(np.asarray(small, dtype=np.uint8))]


def hog(grey: Grey) -> list[Box]:
    """What dlib's gradient detector finds, without enlarging the picture first."""
    return [(r.left(), r.top(), r.width(), r.height()) for r in _frontal()(grey, 0)]


@cache
def _blaze(reach: int) -> Any:
    return import_module("mediapipe").solutions.face_detection.FaceDetection(model_selection=reach)


def blaze(grey: Grey, *, reach: int) -> list[Box]:
    """What MediaPipe's neural detector finds: near ones (0) or far ones (1) too."""
    height, width = grey.shape
    found = _blaze(reach).process(np.repeat(grey[..., None], 3, axis=2)).detections or []
    boxes = [one.location_data.relative_bounding_box for one in found]
    return [(round(b.xmin * width), round(b.ymin * height), round(b.width * width), round(b.height * height))
            for b in boxes]


DETECTORS: Mapping[str, Detector] = {
    "haar alt2": haar,
    "haar alt2 5": lambda grey: haar(grey, neighbours=5),
    "haar alt": lambda grey: haar(grey, name="alt"),
    "haar default": lambda grey: haar(grey, name="default", neighbours=4),
    "haar alt2 640": haar_640,
    "dlib hog": hog,
}


FURTHER: Mapping[str, Detector] = {
    "mediapipe near": lambda grey: blaze(grey, reach=0),
    "mediapipe far": lambda grey: blaze(grey, reach=1),
}
"""They need ``pip install --no-deps mediapipe==0.10.21`` with numpy 1 and protobuf 4, apart from everything else."""


def grey_of(picture: Image.Image) -> Grey:
    """The picture as detectors want it."""
    return np.asarray(picture.convert("L"), dtype=np.uint8)
