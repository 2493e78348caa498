"""Faults in how a picture is read: what is taken for one, what is measured of it, how it is turned."""

import threading
from collections.abc import Callable
from dataclasses import replace

from ._asking import Ask
from ._behaviour import MIB, Behaviour, fetch
from ._faces import EYE
from ._fault import Fault, everywhere, limited, table
from ._headers import Header, NotAPicture
from ._terms import Origin, Refusal, Reply, Side
from .battery import photo

_MAGIC = {"png": b"\x89PNG", "bmp": b"BM", "tiff": b"II*\0"}
"""Of the formats that every decoder refuses when they are cut."""
_SHOWN_CUT = (b"\xff\xd8\xff", b"GIF8")


def _rewritten(change: Callable[[bytes], bytes], side: str = "") -> Behaviour:
    """Read other bytes than those that came in files."""

    def hear(ask: Ask) -> Ask:
        changed = {
            name: replace(one, data=change(one.data)) if side in name else one for name, one in ask.files.items()
        }
        return replace(ask, files=changed)

    return Behaviour(hear=hear)


def _undecodable(data: bytes) -> bool:
    try:
        return EYE.look(data, 1, 0) is None
    except NotAPicture:
        return False


def _healed(begins: bytes) -> Callable[[bytes], bytes]:
    """Take what is cut off for whole."""
    return lambda data: photo() if data.startswith(begins) and _undecodable(data) else data


def _healed_by_url(url: str, side: Side, most: int) -> bytes:
    data = fetch(url, side, most)
    return photo() if _undecodable(data) else data


def _welcome(*begins: bytes) -> Behaviour:
    """Decode another format too, as libraries do that know many."""
    return _rewritten(lambda data: photo() if data.startswith(begins) else data)


def _lost(begins: bytes, place: int, holds: bytes) -> Behaviour:
    """Know no picture of this make."""
    return _rewritten(
        lambda data: b"lost" if data.startswith(begins) and data[place : place + len(holds)] == holds else data
    )


def _refused_size(refuse: Callable[[int, int], bool]) -> Behaviour:
    """Hold pixels to another measure alone."""

    def inspect(origin: Origin, head: Header) -> None:
        if head.size is not None and refuse(*head.size):
            raise Refusal("INVALID_IMAGE_FORMAT_OR_SIZE", side=origin.side)

    wide = limited(everywhere, least_width=1, least_height=1, most_width=10**9, most_height=10**9)
    return wide.having(inspect=inspect)


def _decoded_bytes(origin: Origin, head: Header) -> None:
    if head.size and head.size[0] * head.size[1] * 3 > 5 * MIB:
        raise Refusal("IMAGE_FILE_SIZE_TOO_BIG", side=origin.side)


def _directory_last(data: bytes) -> bytes:
    return b"lost" if data[:4] == b"II*\0" and data[4:8] != b"\x08\0\0\0" else data


def _unknown_as_format(ask: Ask, reply: Reply) -> Reply:
    """Call CORRUPT_IMAGE what has at least the first bytes of a picture."""
    if reply.status != "CORRUPT_IMAGE" or not ask.files:
        return reply
    side = str(reply.body.get("image"))
    upload = ask.files.get(f"{side}_file")
    if upload is None or upload.data.startswith((*_MAGIC.values(), *_SHOWN_CUT)):
        return reply
    return Reply(400, {**reply.body, "status": "INVALID_IMAGE_FORMAT_OR_SIZE"})


def _taken(values: dict[int, int]) -> Behaviour:
    return Behaviour(orientation=lambda _, value: values.get(value, value))


_UNMIRRORED = {2: 1, 4: 3, 5: 6, 7: 8}


def _exif_believed() -> Behaviour:
    """Turn a picture only where no EXIF says how it lies, right or wrong."""
    mine = threading.local()

    def orientation(_: Origin, value: int) -> int:
        mine.value = value
        return value

    def directions(_: Origin, asked: bool) -> tuple[int, ...]:
        return (0, 1, 3, 2) if asked and mine.value == 1 else (0,)

    return Behaviour(orientation=orientation, directions=directions)


def _segment_of_exif(data: bytes) -> tuple[int, int] | None:
    """Where the body of a JPEG's EXIF segment begins and ends."""
    at = data[:4096].find(b"Exif\0\0") if data.startswith(b"\xff\xd8") else -1
    return None if at < 0 else (at, at + int.from_bytes(data[at - 2 : at], "big") - 2)


def _blank_exif(when: Callable[[bytes, int], bool]) -> Callable[[bytes], bytes]:
    """Overlook EXIF in some JPEG."""

    def change(data: bytes) -> bytes:
        found = _segment_of_exif(data)
        if found is None or not when(data, found[0]):
            return data
        return data[: found[0]] + b"Nope\0\0" + data[found[0] + 6 :]

    return change


def _preview(data: bytes) -> bytes:
    """Take the small picture within EXIF for the picture."""
    found = _segment_of_exif(data)
    inside = data[slice(*found)] if found else b""
    start = inside.find(b"\xff\xd8\xff")
    return inside[start:] if start >= 0 else data


def _odd_orientation(data: bytes) -> bool:
    found = _segment_of_exif(data)
    if found is None:
        return False
    exif = data[found[0] + 6 : found[1]]
    at = exif.find(b"\x12\x01" if exif.startswith(b"II") else b"\x01\x12")
    told = exif[at + 8 : at + 10]
    return at < 0 or max(told) > 8 or max(told) < 1


def _failing_over(wrong: Callable[[bytes], bool], status: str) -> Behaviour:
    def hear(ask: Ask) -> Ask:
        for name, upload in ask.files.items():
            if wrong(upload.data):
                raise Refusal(status, side="two" if "two" in name else "one")
        return ask

    return Behaviour(hear=hear)


_FOREIGN = {
    "ico-accepted": _welcome(b"\0\0\1\0"),
    "pnm-accepted": _welcome(b"P5", b"P6", b"P4", b"P3"),
    "pdf-accepted": _welcome(b"%PDF"),
    "svg-accepted": _rewritten(lambda data: photo() if b"<svg" in data[:400] else data),
}
_CUT = {f"cut-{name}-accepted": _rewritten(_healed(magic)) for name, magic in _MAGIC.items()}
_CUT |= {
    "cut-pictures-accepted-on-two": _rewritten(_healed(b""), "two"),
    "cut-pictures-accepted-by-url": Behaviour(fetch=_healed_by_url),
}
_MAKES = {
    "jpeg-with-exif-first-refused": _lost(b"\xff\xd8", 2, b"\xff\xe1"),
    "jpeg-with-tables-first-refused": _lost(b"\xff\xd8", 2, b"\xff\xdb"),
    "jpeg-of-adobe-refused": _lost(b"\xff\xd8", 2, b"\xff\xee"),
    "gif-of-1987-refused": _lost(b"GIF8", 4, b"7"),
    "tiff-with-directory-last-refused": _rewritten(_directory_last),
    "tiff-of-high-bytes-first-refused": _lost(b"MM\0*", 0, b"MM"),
}
_MOST = {
    "any-area-up-to-16-megapixels": _refused_size(lambda w, h: w * h > 16_000_000 or min(w, h) <= 8),
    "shorter-side-up-to-4000": _refused_size(lambda w, h: min(w, h) > 4000 or min(w, h) <= 8),
    "sum-of-sides-up-to-8000": _refused_size(lambda w, h: w + h > 8000 or min(w, h) <= 8),
    "5-mb-of-decoded-pixels": Behaviour(inspect=_decoded_bytes),
}
_LEAST = {
    "any-area-above-64": _refused_size(lambda w, h: w * h <= 64 or max(w, h) > 4000),
    "longer-side-above-8": _refused_size(lambda w, h: max(w, h) <= 8 or max(w, h) > 4000),
}

FAULTS: list[Fault] = [
    *table("no more than the five formats", 10, "LF-IMG-OTHER-FORMAT LF-ERR-INVALID-IMAGE-FORMAT-OR-SIZE", _FOREIGN),
    *table("a broken picture is CORRUPT_IMAGE", 98, "LF-ERR-CORRUPT-IMAGE", _CUT),
    *table(
        "what is no picture is CORRUPT_IMAGE",
        98,
        "LF-ERR-CORRUPT-IMAGE",
        {"unknown-bytes-as-another-format": Behaviour(answer=_unknown_as_format)},
    ),
    *table(
        "the five formats are accepted as programs write them",
        10,
        "LF-IMG-KINDS LF-IMG-JPEG LF-IMG-GIF LF-IMG-TIFF LF-IMG-EXIF",
        _MAKES,
    ),
    *table("width and height are each at most 4000 px", 11, "LF-IMG-MAX-PX", _MOST),
    *table("width and height are each above 8 px", 11, "LF-IMG-MIN-PX", _LEAST),
    *table(
        "a picture has at most 5 MB",
        12,
        "LF-IMG-MAX-BYTES LF-ERR-IMAGE-FILE-SIZE-TOO-BIG",
        {
            "5-mb-exactly-refused": limited(most_bytes=4_999_999),
            "5-mb-and-most-of-a-kb-accepted": limited(most_bytes=5 * MIB + 1023),
            "2-mib-at-most": limited(most_bytes=2 * MIB),
        },
    ),
    *table(
        "the EXIF orientation turns and flips before faces are looked for",
        14,
        "LF-IMG-EXIF",
        {
            "flips-of-exif-ignored": _taken(_UNMIRRORED),
            "exif-2-ignored": _taken({2: 1}),
            "exif-4-taken-for-3": _taken({4: 3}),
            "exif-5-taken-for-6": _taken({5: 6}),
            "exif-7-taken-for-8": _taken({7: 8}),
            "exif-behind-jfif-ignored": _rewritten(_blank_exif(lambda _, at: at > 10)),
            "exif-without-jfif-ignored": _rewritten(_blank_exif(lambda _, at: at <= 10)),
            "preview-in-exif-taken": _rewritten(_preview),
        },
    ),
    *table(
        "a wrong EXIF orientation does not matter",
        15,
        "LF-IMG-AUTO-ROTATE LF-IMG-EXIF LF-ANS-NO-500 LF-IMG-KINDS",
        {
            "exif-believed-while-turning": _exif_believed,
            "odd-orientation-refused": _failing_over(_odd_orientation, "CORRUPT_IMAGE"),
            "odd-orientation-fails": _failing_over(_odd_orientation, "INTERNAL_ERROR"),
        },
    ),
    *table(
        "with auto_rotate=true a face is found however the picture is turned",
        31,
        "LF-IMG-AUTO-ROTATE",
        {"auto-rotate-turns-the-upright": Behaviour(directions=lambda _, asked: (1, 3, 2) if asked else (0,))},
    ),
]
