"""Faults in how an error is told: HTTP code, `status`, `image`, `reason`, and one error taken for another."""

from collections.abc import Mapping

from ._behaviour import Behaviour
from ._fault import Body, Edit, Fault, always, drop, edited, error, keep, of, put, success, table
from ._terms import ABOUT_A_PICTURE, CODES, ERRORS

_OTHER_CODE: Mapping[int, int] = {400: 422, 401: 403, 403: 429, 404: 400, 500: 503}
_CODES_OF_TASTE: Mapping[str, int] = {
    "IMAGE_FILE_SIZE_TOO_BIG": 413,
    "INVALID_IMAGE_FORMAT_OR_SIZE": 415,
    "IMAGE_ID_NOT_EXIST": 404,
    "DOWNLOAD_TIMEOUT": 504,
    "DOWNLOAD_ERROR": 502,
    "RATE_LIMIT_EXCEEDED": 429,
    "OUT_OF_QUOTA": 402,
    "INTERNAL_ERROR": 502,
}
_SPELT: Mapping[str, str] = {
    "ENCODING_ERROR": "ENCODE_ERROR",
    "DOWNLOAD_TIMEOUT": "DOWNLOAD_TIME_OUT",
    "DOWNLOAD_ERROR": "download_error",
    "IMAGE_FILE_SIZE_TOO_BIG": "IMAGE_FILE_SIZE_TO_BIG",
    "IMAGE_ID_NOT_EXIST": "IMAGE_ID_NOT_EXISTS",
    "NO_FACE_DETECTED": "NO_FACES_DETECTED",
    "TOO_MANY_FACES": "TooManyFaces",
    "CORRUPT_IMAGE": "CORRUPTED_IMAGE",
    "INVALID_IMAGE_FORMAT_OR_SIZE": "INVALID_IMAGE_FORMAT",
    "INVALID_ARGUMENT": "INVALID_ARGUMENTS",
    "UNAUTHORIZED": "UNAUTHORISED",
    "KEY_EXPIRED": "key_expired",
    "RATE_LIMIT_EXCEEDED": "RATE_LIMIT_EXCEED",
    "NO_PERMISSION": "NO_PERMISSION ",
    "OUT_OF_QUOTA": "OUT-OF-QUOTA",
    "NOT_FOUND": "Not Found",
    "INTERNAL_ERROR": "INTERNAL_SERVER_ERROR",
}
_TAKEN_FOR: Mapping[str, str] = {
    "ENCODING_ERROR": "INVALID_ARGUMENT",
    "DOWNLOAD_TIMEOUT": "DOWNLOAD_ERROR",
    "DOWNLOAD_ERROR": "CORRUPT_IMAGE",
    "IMAGE_FILE_SIZE_TOO_BIG": "INVALID_IMAGE_FORMAT_OR_SIZE",
    "IMAGE_ID_NOT_EXIST": "INVALID_ARGUMENT",
    "NO_FACE_DETECTED": "CORRUPT_IMAGE",
    "TOO_MANY_FACES": "NO_FACE_DETECTED",
    "CORRUPT_IMAGE": "NO_FACE_DETECTED",
    "INVALID_ARGUMENT": "INTERNAL_ERROR",
    "UNAUTHORIZED": "NO_PERMISSION",
    "KEY_EXPIRED": "UNAUTHORIZED",
    "RATE_LIMIT_EXCEEDED": "OUT_OF_QUOTA",
    "NO_PERMISSION": "UNAUTHORIZED",
    "OUT_OF_QUOTA": "RATE_LIMIT_EXCEEDED",
    "NOT_FOUND": "INVALID_ARGUMENT",
    "INTERNAL_ERROR": "NOT_FOUND",
}


def _own(status: str, *others: str) -> str:
    return " ".join((f"LF-ERR-{status.replace('_', '-')}", *others))


def _slug(status: str) -> str:
    return status.lower().replace("_", "-")


def _line(status: str) -> int:
    return 91 + ERRORS.index(status)


def _told(status: str) -> list[Fault]:
    usual = CODES[status]
    faults = {
        f"{_slug(status)}-as-{_OTHER_CODE[usual]}": edited(of(status), keep, code=_OTHER_CODE[usual]),
        f"{_slug(status)}-misspelt": edited(of(status), put(status=_SPELT[status])),
    }
    if status in _CODES_OF_TASTE and _CODES_OF_TASTE[status] != _OTHER_CODE[usual]:
        code = _CODES_OF_TASTE[status]
        faults[f"{_slug(status)}-as-{code}"] = edited(of(status), keep, code=code)
    if status in _TAKEN_FOR:
        other = _TAKEN_FOR[status]
        faults[f"{_slug(status)}-taken-for-{_slug(other)}"] = edited(of(status), put(status=other), code=CODES[other])
    clause = f"this error is told as {usual} {status}"
    return table(clause, _line(status), _own(status, "LF-OK-STATUS", *_MEANT.get(status, ())), faults)


_MEANT: Mapping[str, tuple[str, ...]] = {
    "TOO_MANY_FACES": ("LF-IMG-MAX-FACES",),
    "IMAGE_FILE_SIZE_TOO_BIG": ("LF-IMG-MAX-BYTES",),
    "INVALID_IMAGE_FORMAT_OR_SIZE": ("LF-IMG-MIN-PX", "LF-IMG-MAX-PX", "LF-IMG-OTHER-FORMAT"),
    "INVALID_ARGUMENT": ("LF-SRC-REQUIRED",),
    "UNAUTHORIZED": ("LF-CRED-ID", "LF-CRED-SECRET"),
    "IMAGE_ID_NOT_EXIST": ("LF-SRC-ID",),
}


def _other_side(body: Body) -> None:
    if "image" in body:
        body["image"] = {"image_one": "image_two", "image_two": "image_one"}[body["image"]]


def _if_there(edit: Edit) -> Behaviour:
    return edited(lambda reply: "image" in reply.body and reply.status in ABOUT_A_PICTURE, edit)


def _image(status: str) -> dict[str, Behaviour]:
    return {
        f"{_slug(status)}-without-image": edited(of(status), drop("image")),
        f"{_slug(status)}-of-the-other-side": edited(of(status), _other_side),
    }


def _canned(body: Body) -> None:
    drop("image", "reason")(body)
    body.update(status="OK", confidences=[[0.9]], max_confidence=0.9)
    body.update(image_one={"image_one_id": "0" * 32}, image_two={"image_two_id": "1" * 32})


def _empty(body: Body) -> None:
    _canned(body)
    body.update(confidences=[], max_confidence=0)


FAULTS = [
    *(fault for status in ERRORS for fault in _told(status)),
    *table(
        "each error has its own HTTP code",
        89,
        "LF-OK-STATUS LF-ERR-CORRUPT-IMAGE LF-ERR-UNAUTHORIZED",
        {
            "errors-as-200": edited(error, keep, code=200),
            "errors-as-400": edited(error, keep, code=400),
            "errors-in-lower-case": edited(error, lambda body: body.update(status=body["status"].lower())),
            "errors-without-status": edited(error, drop("status")),
            "errors-with-error-for-status": edited(error, lambda body: body.update(error=body.pop("status"))),
            "errors-with-a-number-for-status": edited(error, put(status=-1)),
        },
    ),
    *table(
        "status is OK in a success",
        52,
        "LF-OK-STATUS",
        {
            "ok-in-lower-case": edited(success, put(status="ok")),
            "ok-as-success": edited(success, put(status="Success")),
            "ok-as-zero": edited(success, put(status=0)),
            "ok-missing": edited(success, drop("status")),
        },
    ),
    *table(
        "a success is HTTP 200",
        47,
        "LF-OK-STATUS LF-CALL-ENDPOINT",
        {
            "ok-as-201": edited(success, keep, code=201),
            "ok-as-202": edited(success, keep, code=202),
        },
    ),
    *(
        fault
        for status in ABOUT_A_PICTURE
        for fault in table(
            f"{status} says in image which picture is meant",
            _line(status),
            _own(status, "LF-ERR-IMAGE", "LF-ERR-IMAGE-SIDES"),
            _image(status),
        )
    ),
    *table(
        "errors about a picture say in image which one",
        92,
        "LF-ERR-IMAGE LF-ERR-IMAGE-SIDES",
        {
            "image-empty": _if_there(put(image="")),
            "image-null": _if_there(put(image=None)),
            "image-a-number": _if_there(lambda body: body.update(image=1 if body["image"] == "image_one" else 2)),
            "image-always-one": _if_there(put(image="image_one")),
            "image-always-two": _if_there(put(image="image_two")),
            "image-always-selfie": _if_there(put(image="selfie")),
            "image-of-the-other-side": _if_there(_other_side),
            "image-missing": _if_there(drop("image")),
        },
    ),
    *table(
        "INVALID_ARGUMENT and KEY_EXPIRED carry a reason",
        100,
        "LF-ERR-REASON",
        {
            "reason-missing": edited(error, drop("reason")),
            "reason-empty": edited(of("INVALID_ARGUMENT", "KEY_EXPIRED"), put(reason="")),
            "reason-null": edited(of("INVALID_ARGUMENT", "KEY_EXPIRED"), put(reason=None)),
            "reason-a-list": edited(of("INVALID_ARGUMENT", "KEY_EXPIRED"), put(reason=[])),
            "invalid-argument-without-reason": edited(of("INVALID_ARGUMENT"), drop("reason")),
            "key-expired-without-reason": edited(of("KEY_EXPIRED"), drop("reason")),
        },
    ),
    *table(
        "what is no picture is refused as CORRUPT_IMAGE",
        98,
        "LF-ERR-CORRUPT-IMAGE",
        {
            "corrupt-image-answered-ok": edited(of("CORRUPT_IMAGE"), _canned, code=200),
            "corrupt-image-fails": edited(of("CORRUPT_IMAGE"), put(status="INTERNAL_ERROR"), code=500),
            "corrupt-image-fails-on-two": edited(
                lambda reply: reply.status == "CORRUPT_IMAGE" and reply.body.get("image") == "image_two",
                put(status="INTERNAL_ERROR"),
                code=500,
            ),
        },
    ),
    *table(
        "a picture without faces is refused",
        96,
        "LF-ERR-NO-FACE-DETECTED",
        {
            "no-face-answered-ok": edited(of("NO_FACE_DETECTED"), _empty, code=200),
            "no-face-answered-ok-on-two": edited(
                lambda reply: reply.status == "NO_FACE_DETECTED" and reply.body.get("image") == "image_two",
                _empty,
                code=200,
            ),
        },
    ),
    *table(
        "an error has a request_id too",
        112,
        "LF-ANS-REQUEST-ID LF-OK-REQUEST-ID",
        {
            "errors-without-request-id": edited(error, drop("request_id")),
            "errors-with-empty-request-id": edited(error, put(request_id="")),
        },
    ),
    *table(
        "request_id differs from call to call",
        51,
        "LF-ANS-REQUEST-ID-FRESH",
        {
            "request-id-constant": edited(always, put(request_id="TID8bf47ab6eda64476973cc5f5b6ebf57e")),
        },
    ),
]
