"""Faults in one corner only: one side and one format, one source at one edge, one size, one kind of upload."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ._asking import Ask
from ._behaviour import DOCUMENTED, Behaviour
from ._fault import Fault, Where, by_source, in_format, limited, on_side, table
from ._faults_of_pictures import PIXELS
from ._headers import Header
from ._terms import Origin, Refusal

_EDGES: dict[str, dict[str, Any]] = {
    **PIXELS,
    "4-faces-refused": {"most_faces": 3},
    "5-faces-accepted": {"most_faces": 5},
    "4.9-mb-refused": {"most_bytes": 4_900_000},
    "6-mb-accepted": {"most_bytes": 6_500_000},
    "webp-accepted": {"formats": DOCUMENTED | {"WEBP"}},
    "tiff-refused": {"formats": DOCUMENTED - {"TIFF"}},
    "gif-refused": {"formats": DOCUMENTED - {"GIF"}},
}


def _all(*where: Where) -> Where:
    return lambda origin: all(one(origin) for one in where)


_ONE, _TWO, _URL = on_side("one"), on_side("two"), by_source("url")
_WHERE: dict[str, Where] = {
    "one-in-bmp": _all(_ONE, in_format("BMP")),
    "two-in-bmp": _all(_TWO, in_format("BMP")),
    "one-in-gif": _all(_ONE, in_format("GIF")),
    "two-in-gif": _all(_TWO, in_format("GIF")),
    "one-in-png": _all(_ONE, in_format("PNG")),
    "two-in-png": _all(_TWO, in_format("PNG")),
    "one-in-tiff": _all(_ONE, in_format("TIFF")),
    "two-in-tiff": _all(_TWO, in_format("TIFF")),
    "one-by-url": _all(_ONE, _URL),
    "two-by-url": _all(_TWO, _URL),
}


def _edge(edge: str, where: str) -> dict[str, Behaviour]:
    return {f"{edge}-on-{where}": limited(_WHERE[where], **_EDGES[edge])}


_MIN = {
    **_edge("width-8-accepted", "one-in-gif"),
    **_edge("height-8-accepted", "two-in-bmp"),
    **_edge("width-9-refused", "two-in-png"),
    **_edge("height-9-refused", "one-in-bmp"),
    **_edge("width-8-accepted", "one-by-url"),
    **_edge("height-9-refused", "two-by-url"),
}
_MAX = {
    **_edge("width-4001-accepted", "one-in-tiff"),
    **_edge("height-4001-accepted", "two-in-png"),
    **_edge("width-4000-refused", "two-in-gif"),
    **_edge("height-4000-refused", "one-in-tiff"),
    **_edge("width-4001-accepted", "two-by-url"),
    **_edge("height-4001-accepted", "one-by-url"),
    **_edge("width-4000-refused", "one-by-url"),
}
_BYTES = {
    **_edge("6-mb-accepted", "one-in-tiff"),
    **_edge("6-mb-accepted", "two-in-bmp"),
    **_edge("4.9-mb-refused", "two-in-gif"),
    **_edge("4.9-mb-refused", "one-by-url"),
}
_FACES = {
    "5-faces-accepted-in-png": limited(in_format("PNG"), most_faces=5),
    "4-faces-refused-in-gif": limited(in_format("GIF"), most_faces=3),
    **_edge("4-faces-refused", "one-by-url"),
    **_edge("5-faces-accepted", "two-by-url"),
}


def _refused_size(refuse: Callable[[int, int], bool]) -> Behaviour:
    def inspect(origin: Origin, head: Header) -> None:
        if head.size is not None and refuse(*head.size):
            raise Refusal("INVALID_IMAGE_FORMAT_OR_SIZE", side=origin.side)

    return Behaviour(inspect=inspect)


_AREAS = {
    "4000-both-ways-refused": _refused_size(lambda width, height: width >= 4000 and height >= 4000),
    "12-megapixels-refused": _refused_size(lambda width, height: width * height >= 12_000_000),
}
_SMALL_AREAS = {"9-both-ways-refused": _refused_size(lambda width, height: width * height < 100)}


def _turned(values: dict[int, int], where: Where) -> Behaviour:
    def orientation(origin: Origin, value: int) -> int:
        return values.get(value, value) if where(origin) else value

    return Behaviour(orientation=orientation)


_UPRIGHT = dict.fromkeys(range(2, 9), 1)
_TWICE = {2: 1, 3: 1, 4: 1, 5: 1, 6: 3, 7: 1, 8: 3}
_EXIF = {
    "exif-ignored-in-png": _turned(_UPRIGHT, in_format("PNG")),
    "exif-ignored-in-tiff": _turned(_UPRIGHT, in_format("TIFF")),
    "exif-applied-twice-by-id": _turned(_TWICE, by_source("id")),
    "exif-7-ignored-on-two": _turned({7: 1}, _TWO),
    "exif-ignored-on-two-by-url": _turned(_UPRIGHT, _WHERE["two-by-url"]),
}


def _tried(quarters: tuple[int, ...], where: Where) -> Behaviour:
    def directions(origin: Origin, asked: bool) -> tuple[int, ...]:
        return (0,) if not asked else quarters if where(origin) else (0, 1, 3, 2)

    return Behaviour(directions=directions)


def _only_two_asked(ask: Ask) -> Ask:
    """Forget what is asked of image one as soon as image two is not to be turned."""
    if ask.text("image_two_auto_rotate") != "false":
        return ask
    return replace(ask, form={name: text for name, text in ask.form.items() if name != "image_one_auto_rotate"})


_ROTATE = {
    "auto-rotate-ignored-on-one-by-url": _tried((0,), _WHERE["one-by-url"]),
    "auto-rotate-ignored-in-png": _tried((0,), in_format("PNG")),
    "auto-rotate-without-half-turn-on-two": _tried((0, 1, 3), _TWO),
    "auto-rotate-of-two-for-both": Behaviour(hear=_only_two_asked),
}


def _names(judge: Callable[[str], bool]) -> Behaviour:
    def inspect(origin: Origin, _: Header) -> None:
        if origin.filename is not None and not judge(origin.filename):
            raise Refusal("INVALID_IMAGE_FORMAT_OR_SIZE", side=origin.side)

    return Behaviour(inspect=inspect)


def _small_suffix(name: str) -> bool:
    suffix = name.rpartition(".")[2]
    return "." not in name or suffix == suffix.lower()


_NAMED = {
    "upper-case-suffix-refused": _names(_small_suffix),
    "semicolon-in-name-refused": _names(lambda name: ";" not in name),
    "long-name-refused": _names(lambda name: len(name) <= 64),
}

FAULTS: list[Fault] = [
    *table("width and height are above 8 px", 11, "LF-IMG-MIN-PX", {**_MIN, **_SMALL_AREAS}),
    *table("width and height are at most 4000 px", 11, "LF-IMG-MAX-PX", {**_MAX, **_AREAS}),
    *table("a picture has at most 5 MB", 12, "LF-IMG-MAX-BYTES LF-ERR-IMAGE-FILE-SIZE-TOO-BIG", _BYTES),
    *table("a picture shows at most four faces", 7, "LF-IMG-MAX-FACES LF-ERR-TOO-MANY-FACES", _FACES),
    *table(
        "other formats than the five are refused",
        10,
        "LF-IMG-OTHER-FORMAT LF-ERR-INVALID-IMAGE-FORMAT-OR-SIZE",
        _edge("webp-accepted", "two-by-url"),
    ),
    *table("TIFF is accepted", 10, "LF-IMG-TIFF LF-SRC-URL LF-SRC-ALIKE", _edge("tiff-refused", "two-by-url")),
    *table("GIF is accepted", 10, "LF-IMG-GIF LF-SRC-URL LF-SRC-ALIKE", _edge("gif-refused", "one-by-url")),
    *table("the EXIF orientation is applied before faces are looked for", 14, "LF-IMG-EXIF", _EXIF),
    *table("with auto_rotate=true a face is found however the picture is turned", 31, "LF-IMG-AUTO-ROTATE", _ROTATE),
    *table("the name of a file does not matter", 0, "LF-UP-FILE-NAME", _NAMED),
]
