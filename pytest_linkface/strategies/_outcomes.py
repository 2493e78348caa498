"""What the manual documents for a picture beside a good one, from the truth that its maker knows."""

from __future__ import annotations

from pytest_linkface.contract import ABOVE_PX, FORMATS, MAX_BYTES, MAX_BYTES_SURE, MAX_FACES, MAX_PX
from pytest_linkface.images import Picture


def outcomes(picture: Picture) -> tuple[str, ...]:
    """The documented statuses, the plainest first; its bytes are built to be counted.

    Several where the manual leaves it open: between 5,000,000 and 5,242,880 bytes, and for a picture that lies on its
    side without ``auto_rotate``. A picture with more than one fault has the first that is looked for here.
    """
    if picture.format is None:
        return "CORRUPT_IMAGE", "INVALID_IMAGE_FORMAT_OR_SIZE"
    if picture.format not in FORMATS:
        return "INVALID_IMAGE_FORMAT_OR_SIZE", "CORRUPT_IMAGE"
    if not all(ABOVE_PX < side <= MAX_PX for side in (picture.width, picture.height)):
        return ("INVALID_IMAGE_FORMAT_OR_SIZE",)
    size = len(picture.make())
    if size > MAX_BYTES:
        return ("IMAGE_FILE_SIZE_TOO_BIG",)
    return _of_faces(picture) + (("IMAGE_FILE_SIZE_TOO_BIG",) if size > MAX_BYTES_SURE else ())


def _of_faces(picture: Picture) -> tuple[str, ...]:
    if not picture.faces:
        return ("NO_FACE_DETECTED",)
    if picture.faces > MAX_FACES:
        return ("TOO_MANY_FACES",)
    return ("OK", "NO_FACE_DETECTED") if "turn=" in picture.recipe else ("OK",)
