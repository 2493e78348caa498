"""Mutants that refuse wrongly: the status, its HTTP code, the side that it blames, the reason that it gives."""

from __future__ import annotations

from pytest_linkface.contract import ERRORS, STATUSES, error_clause
from pytest_linkface.emulator._answer import Answer
from pytest_linkface.emulator._edits import (
    Body,
    Edit,
    When,
    blaming,
    both,
    drop,
    edited,
    of,
    put,
    refusing,
    renamed,
    rows,
)  # fmt: skip
from pytest_linkface.emulator._request import Request
from pytest_linkface.emulator._variant import Hooks, Seen

_OTHER_CODE = {400: 422, 401: 403, 403: 429, 404: 400, 500: 503}
_NEIGHBOURS = {
    "ENCODING_ERROR": "INVALID_ARGUMENT",
    "DOWNLOAD_TIMEOUT": "DOWNLOAD_ERROR",
    "DOWNLOAD_ERROR": "CORRUPT_IMAGE",
    "IMAGE_FILE_SIZE_TOO_BIG": "INVALID_IMAGE_FORMAT_OR_SIZE",
    "IMAGE_ID_NOT_EXIST": "CORRUPT_IMAGE",
    "NO_FACE_DETECTED": "CORRUPT_IMAGE",
    "TOO_MANY_FACES": "INVALID_IMAGE_FORMAT_OR_SIZE",
    "CORRUPT_IMAGE": "NO_FACE_DETECTED",
    "KEY_EXPIRED": "UNAUTHORIZED",
    "RATE_LIMIT_EXCEEDED": "OUT_OF_QUOTA",
    "NO_PERMISSION": "UNAUTHORIZED",
    "OUT_OF_QUOTA": "NO_PERMISSION",
    "INTERNAL_ERROR": "INVALID_ARGUMENT",
}
"""What a hasty reader would answer instead, where the clause of that error has a case of its own."""
_OF_PICTURES = tuple(status.name for status in ERRORS if status.names_image)


def _named(status: str) -> str:
    return status.lower().replace("_", "-")


def _swapped(body: Body) -> None:
    body["image"] = {"image_one": "image_two", "image_two": "image_one"}.get(body["image"], body["image"])


def _one_value(value: str) -> Edit:
    return put(image=value)


def _blames(_: Request, answer: Answer) -> bool:
    return answer.status in _OF_PICTURES


def _codes() -> dict[str, tuple[str, str, Hooks]]:
    """Each documented error under another HTTP code."""
    other = {status: _OTHER_CODE[STATUSES[status].http_code] for status in STATUSES if status != "OK"}
    return {
        f"{_named(status)}-is-{code}": (
            error_clause(status), f"{status} has the code {code}", edited(of(status), code=code)
        )
        for status, code in other.items()
    }  # fmt: skip


def _confused() -> dict[str, tuple[str, str, Hooks]]:
    """One documented error in place of another."""
    return {
        f"{_named(status)}-is-{_named(other)}": (
            error_clause(status), f"{other} in place of {status}", renamed(of(status), other)
        )
        for status, other in _NEIGHBOURS.items()
    }  # fmt: skip


def _without_image(status: str) -> dict[str, tuple[str, str, Hooks]]:
    row = ("LF-ERR-IMAGE", f"{status} lacks image", edited(of(status), drop("image")))
    return {f"{_named(status)}-without-image": row}


def _unreadable(name: bytes) -> When:
    """Requests in which a parameter is not UTF-8."""

    def holds(request: Request, _: Answer) -> bool:
        value = dict(request.form.fields).get(name, b"")
        return value.decode("utf-8", "ignore").encode() != value

    return holds


def _broken_shows_nobody(seen: Seen) -> bool:
    return seen.kind == "file" and not seen.format


MUTANTS = rows({
    **_codes(),
    **_confused(),
    **{name: row for status in _OF_PICTURES for name, row in _without_image(status).items()},
    "images-swapped": ("LF-ERR-IMAGE", "image names the other picture", edited(_blames, _swapped)),
    "image-always-one": ("LF-ERR-IMAGE", "image is always image_one", edited(_blames, _one_value("image_one"))),
    "image-empty": ("LF-ERR-IMAGE", "image is empty", edited(_blames, _one_value(""))),
    "image-always-selfie": ("LF-ERR-IMAGE-SIDES", "image is always selfie", edited(_blames, _one_value("selfie"))),
    "image-of-no-face-is-fixed": (
        "LF-ERR-IMAGE-SIDES", "image is the same for either picture without a face",
        edited(of("NO_FACE_DETECTED"), _one_value("picture")),
    ),
    "invalid-argument-without-reason": (
        "LF-ERR-REASON", "INVALID_ARGUMENT lacks reason", edited(of("INVALID_ARGUMENT"), drop("reason"))
    ),
    "invalid-argument-reason-is-a-number": (
        "LF-ERR-REASON", "the reason of INVALID_ARGUMENT is a number", edited(of("INVALID_ARGUMENT"), put(reason=17))
    ),
    "key-expired-without-reason": (
        "LF-ERR-REASON", "KEY_EXPIRED lacks reason", edited(of("KEY_EXPIRED"), drop("reason"))
    ),
    "encoding-of-two-overlooked": (
        "LF-ERR-ENCODING-ERROR", "an id of image two that is not UTF-8 is unknown",
        renamed(both(of("ENCODING_ERROR"), _unreadable(b"image_two_id")), "IMAGE_ID_NOT_EXIST", image="image_two"),
    ),
    "invalid-argument-is-200": (
        "LF-ERR-INVALID-ARGUMENT", "INVALID_ARGUMENT has the code 200", edited(of("INVALID_ARGUMENT"), code=200)
    ),
    "no-face-is-200": (
        "LF-ERR-NO-FACE-DETECTED", "NO_FACE_DETECTED has the code 200", edited(of("NO_FACE_DETECTED"), code=200)
    ),
    "no-face-of-two-is-422": (
        "LF-ERR-NO-FACE-DETECTED", "NO_FACE_DETECTED has the code 422 for image two",
        edited(blaming("two", "NO_FACE_DETECTED"), code=422),
    ),
    "too-many-faces-of-two-is-no-face": (
        "LF-ERR-TOO-MANY-FACES LF-IMG-MAX-FACES", "NO_FACE_DETECTED in place of TOO_MANY_FACES for image two",
        renamed(blaming("two", "TOO_MANY_FACES"), "NO_FACE_DETECTED"),
    ),
    "download-error-of-two-is-500": (
        "LF-ERR-DOWNLOAD-ERROR", "DOWNLOAD_ERROR has the code 500 for image two",
        edited(blaming("two", "DOWNLOAD_ERROR"), code=500),
    ),
    "half-a-picture-shows-nobody": (
        "LF-ERR-CORRUPT-IMAGE", "a file that is no picture shows nobody",
        refusing(_broken_shows_nobody, "NO_FACE_DETECTED"),
    ),
})  # fmt: skip
"""By the error that they answer."""
