"""Faults where two right things meet: an id beside a fault, turning beside a crowd, nearly right texts."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ._accounts import Ledger
from ._asking import Ask
from ._behaviour import LIMITS, Behaviour, Limits, Store
from ._fault import table
from ._faults_of_caches import downloads_kept_by
from ._headers import NotAPicture, header
from ._terms import SIDES, Origin, Refusal, Reply, Side

_MANY = 4
_ALIKE = 8


def _blaming_one(when: Callable[[Ask], object], *statuses: str) -> Behaviour:
    def answer(ask: Ask, reply: Reply) -> Reply:
        if not when(ask) or "image" not in reply.body or (statuses and reply.status not in statuses):
            return reply
        return Reply(reply.code, {**reply.body, "image": "image_one"})

    return Behaviour(answer=answer)


def _turning(ask: Ask) -> bool:
    return any(ask.text(f"image_{side}_auto_rotate") == "true" for side in SIDES)


def _fewer_faces(ask: Ask, reply: Reply) -> Reply:
    """Count from nought where a picture may be turned."""
    rows = reply.body.get("confidences", [[]])
    full = [side for side, faces in zip(SIDES, (len(rows), len(rows[0])), strict=True) if faces == _MANY]
    if not full or not _turning(ask):
        return reply
    told = {"request_id": reply.body["request_id"], "status": "TOO_MANY_FACES", "image": f"image_{full[0]}"}
    return Reply(400, told)


def _limited_while(when: Callable[[Ask], bool], **changed: Any) -> Callable[[], Behaviour]:
    """Other limits for the calls of which something holds."""

    def make() -> Behaviour:
        mine, other = threading.local(), replace(LIMITS, **changed)

        def hear(ask: Ask) -> Ask:
            mine.other = when(ask)
            return ask

        def limits(_: Origin) -> Limits:
            return other if mine.other else LIMITS

        return Behaviour(hear=hear, limits=limits)

    return make


def _has_id_one(ask: Ask) -> bool:
    return bool(ask.text("image_one_id"))


def _has_lying_file(ask: Ask) -> bool:
    for upload in ask.files.values():
        try:
            if header(upload.data).orientation > _MANY:
                return True
        except NotAPicture:
            continue
    return False


def _rewritten(change: Callable[[bytes], bytes]) -> Behaviour:
    """Read other bytes than those that came."""

    def hear(ask: Ask) -> Ask:
        return replace(ask, files={name: replace(one, data=change(one.data)) for name, one in ask.files.items()})

    return Behaviour(hear=hear)


def _without_low_byte_first(data: bytes) -> bytes:
    return data.replace(b"Exif\0\0II*", b"Exif\0\0??*") if data.startswith(b"\xff\xd8") else data


def _broken_where(begins: bytes, place: int, holds: bytes) -> Behaviour:
    return _rewritten(
        lambda data: b"" if data.startswith(begins) and data[place : place + len(holds)] == holds else data
    )


class _ShortStore(Store):
    """Looks at the first characters of an id only."""

    def get(self, side: Side, key: str) -> bytes | None:  # noqa: ARG002 - of either side
        with self._lock:
            return next((data for known, data in self._kept.items() if known[:_ALIKE] == key[:_ALIKE]), None)


def _longer_welcome(ledger: Ledger, ask: Ask) -> None:
    known = ledger.accounts.get(ask.text("api_id"))
    same = known is not None and ask.text("api_secret").startswith(known.secret)
    ledger.admit(ask.text("api_id"), known.secret if known and same else "")


def _read_beside_files(ask: Ask) -> Ask:
    if ask.files:
        return ask
    return replace(ask, form={name: value for name, value in ask.form.items() if not name.startswith("api_")})


def _three_bytes_at_most(ask: Ask) -> Ask:
    if any(byte >= 0xF0 for value in (*ask.query.values(), *ask.form.values()) for byte in value):
        raise Refusal("ENCODING_ERROR")
    return ask


_TILED = b"\x42\x01\x03\x00"
"""The tag of a tile's width, in the eighth entry of a directory at the beginning."""

FAULTS = [
    *table(
        "a refusal names the picture at fault, whatever stands beside it",
        92,
        "LF-ERR-IMAGE LF-ERR-IMAGE-SIDES",
        {
            "one-blamed-beside-an-id": _blaming_one(_has_id_one),
            "one-blamed-beside-a-url": _blaming_one(lambda ask: ask.text("image_one_url")),
            "one-blamed-for-crowds-while-turning": _blaming_one(_turning, "TOO_MANY_FACES"),
        },
    ),
    *table(
        "four faces are not too many whether or not a picture may be turned",
        7,
        "LF-IMG-MAX-FACES",
        {
            "4-faces-refused-while-turning": Behaviour(answer=_fewer_faces),
            "5-faces-accepted-while-turning": _limited_while(_turning, most_faces=5),
        },
    ),
    *table(
        "5 MB are the most whatever stands beside the picture",
        12,
        "LF-IMG-MAX-BYTES",
        {"6-mb-accepted-beside-an-id": _limited_while(_has_id_one, most_bytes=6_500_000)},
    ),
    *table(
        "4000 px are the most also where EXIF turns the picture",
        11,
        "LF-IMG-MAX-PX",
        {"4001-accepted-where-exif-turns": _limited_while(_has_lying_file, most_width=5000, most_height=5000)},
    ),
    *table(
        "the EXIF orientation is applied as cameras write it",
        14,
        "LF-IMG-EXIF",
        {"exif-with-its-low-byte-first-ignored": _rewritten(_without_low_byte_first)},
    ),
    *table(
        "the seldom kinds of the five formats are accepted",
        10,
        "LF-IMG-KINDS",
        {
            "bmp-from-the-top-refused": _broken_where(b"BM", 25, b"\xff"),
            "tiff-of-tiles-refused": _broken_where(b"II*\0", 10 + 12 * 7, _TILED),
        },
    ),
    *table(
        "an id that was never given is unknown",
        95,
        "LF-ERR-IMAGE-ID-NOT-EXIST",
        {"id-by-its-first-8-characters": lambda: Behaviour(store=_ShortStore())},
    ),
    *table(
        "credentials are taken from the form",
        265,
        "LF-CRED-FORM",
        {"form-unread-without-files": Behaviour(hear=_read_beside_files)},
    ),
    *table(
        "a wrong secret is refused",
        101,
        "LF-CRED-SECRET LF-ERR-UNAUTHORIZED",
        {"longer-secret-accepted": Behaviour(admit=_longer_welcome)},
    ),
    *table(
        "what is UTF-8 is no ENCODING_ERROR",
        91,
        "LF-ERR-ENCODING-ERROR",
        {"4-byte-characters-refused": Behaviour(hear=_three_bytes_at_most)},
    ),
    *table(
        "a url leads to its own picture",
        26,
        "LF-SRC-URL LF-OK-SHAPE",
        {"downloads-kept-by-file-name": downloads_kept_by(lambda url: url.rpartition("/")[2])},
    ),
]
