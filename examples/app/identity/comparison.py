"""Asks Linkface which face on a document is the one on a selfie."""

from __future__ import annotations

import os
import time
from typing import Any

import requests

ENDPOINT = "/identity/compare_faces_in_two_images"
THRESHOLD = 0.8
"""One comparison in a hundred thousand is wrong at this confidence, says the manual."""
TRIES = 3
PAUSE = 2.0
"""Seconds to wait when calls came too fast."""
PHOTOS = {"image_one": "selfie", "image_two": "document"}


class Refused(Exception):
    """A photo cannot be compared; the text is what the user is told."""


class Unavailable(Exception):
    """Nothing can be compared for now, whatever the photos show."""


def matching_face(selfie: bytes, document: bytes) -> int | None:
    """The face on the document that is the selfie's, counted from 0; None when there is none.

    Raises:
        Refused: one of the photos is no good; the text says which, and why.
        Unavailable: Linkface does not answer, or not as documented, or not to us.
    """
    code, body = _asked_patiently(selfie, document)
    status = body.get("status")
    if status in REFUSALS:
        raise Refused(REFUSALS[status].format(photo=_blamed(body)))
    if code != 200 or status != "OK":
        raise Unavailable(f"{code} {status}")
    row = body["confidences"][0]  # the selfie's only face, compared with each face on the document
    best = max(range(len(row)), key=row.__getitem__)
    return best if row[best] >= THRESHOLD else None


REFUSALS = {
    "NO_FACE_DETECTED": "We see no face on your {photo}.",
    "TOO_MANY_FACES": "There are too many people on your {photo}.",
    "IMAGE_FILE_SIZE_TOO_BIG": "Your {photo} is larger than 5 MB.",
    "INVALID_IMAGE_FORMAT_OR_SIZE": "Your {photo} has to be a JPEG or PNG of at most 4000 x 4000 pixels.",
    "CORRUPT_IMAGE": "Your {photo} cannot be read.",
}


def _blamed(body: dict[str, Any]) -> str:
    return next((photo for side, photo in PHOTOS.items() if str(body.get("image")).startswith(side)), "photo")


def _asked_patiently(selfie: bytes, document: bytes) -> tuple[int, dict[str, Any]]:
    """Ask again when calls came too fast; a spent quota does not come back by asking."""
    for _ in range(TRIES - 1):
        code, body = _asked(selfie, document)
        if body.get("status") != "RATE_LIMIT_EXCEEDED":
            return code, body
        time.sleep(PAUSE)
    return _asked(selfie, document)


def _asked(selfie: bytes, document: bytes) -> tuple[int, dict[str, Any]]:
    account = {"api_id": os.environ["LINKFACE_API_ID"], "api_secret": os.environ["LINKFACE_API_SECRET"]}
    files = {"image_one_file": selfie, "image_two_file": document}
    url = os.environ.get("LINKFACE_URL", "https://cloudapi.linkface.cn") + ENDPOINT
    try:
        answer = requests.post(url, data=account, files=files, timeout=30)
        body = answer.json()
    except requests.RequestException as error:
        raise Unavailable(type(error).__name__) from None
    return answer.status_code, body if isinstance(body, dict) else {}
