"""Faults in what is accepted of a picture: pixels, bytes, faces, formats, kinds, names."""

import re
from collections.abc import Callable

from ._asking import Ask
from ._behaviour import DOCUMENTED, LIMITS, Behaviour
from ._faces import Face
from ._fault import Where, by_source, everywhere, in_format, limited, on_side, table
from ._headers import Header
from ._terms import Origin, Refusal

Inspect = Callable[[Origin, Header], None]

PIXELS: dict[str, dict[str, int]] = {
    "width-8-accepted": {"least_width": 8},
    "width-9-refused": {"least_width": 10},
    "width-4000-refused": {"most_width": 3999},
    "width-4001-accepted": {"most_width": 4001},
    "height-8-accepted": {"least_height": 8},
    "height-9-refused": {"least_height": 10},
    "height-4000-refused": {"most_height": 3999},
    "height-4001-accepted": {"most_height": 4001},
}
"""Each edge in pixels, moved by one."""
_SOMEWHERE: dict[str, tuple[str, Where]] = {
    "width-8-accepted-on-two": ("width-8-accepted", on_side("two")),
    "height-9-refused-on-two": ("height-9-refused", on_side("two")),
    "width-4000-refused-on-two": ("width-4000-refused", on_side("two")),
    "height-4001-accepted-on-two": ("height-4001-accepted", on_side("two")),
    "height-8-accepted-on-one": ("height-8-accepted", on_side("one")),
    "width-9-refused-on-one": ("width-9-refused", on_side("one")),
    "height-4000-refused-on-one": ("height-4000-refused", on_side("one")),
    "width-4001-accepted-on-one": ("width-4001-accepted", on_side("one")),
    "width-8-accepted-in-png": ("width-8-accepted", in_format("PNG")),
    "width-4000-refused-in-jpeg": ("width-4000-refused", in_format("JPEG")),
    "width-4001-accepted-in-gif": ("width-4001-accepted", in_format("GIF")),
    "height-9-refused-in-tiff": ("height-9-refused", in_format("TIFF")),
    "height-4001-accepted-in-bmp": ("height-4001-accepted", in_format("BMP")),
    "width-4001-accepted-by-url": ("width-4001-accepted", by_source("url")),
    "height-8-accepted-by-url": ("height-8-accepted", by_source("url")),
}
_ALL_EDGES = {name: (name, everywhere) for name in PIXELS} | _SOMEWHERE


def _edges(number: str) -> dict[str, Behaviour]:
    return {
        name: limited(where, **PIXELS[edge])
        for name, (edge, where) in _ALL_EDGES.items()
        if edge.split("-")[1] in number.split()
    }


def _both_together(ask: Ask) -> Ask:
    if sum(len(upload.data) for upload in ask.files.values()) > LIMITS.most_bytes:
        raise Refusal("IMAGE_FILE_SIZE_TOO_BIG", side="two")
    return ask


_LOW, _HIGH = 4_900_000, 6_500_000

_BYTES = {
    "4.9-mb-refused": limited(most_bytes=_LOW),
    "4.9-mb-refused-on-one": limited(on_side("one"), most_bytes=_LOW),
    "4.9-mb-refused-on-two": limited(on_side("two"), most_bytes=_LOW),
    "4.9-mb-refused-in-jpeg": limited(in_format("JPEG"), most_bytes=_LOW),
    "4.9-mb-refused-in-png": limited(in_format("PNG"), most_bytes=_LOW),
    "4.9-mb-refused-by-url": limited(by_source("url"), most_bytes=_LOW),
    "6-mb-accepted": limited(most_bytes=_HIGH),
    "6-mb-accepted-on-one": limited(on_side("one"), most_bytes=_HIGH),
    "6-mb-accepted-on-two": limited(on_side("two"), most_bytes=_HIGH),
    "6-mb-accepted-in-jpeg": limited(in_format("JPEG"), most_bytes=_HIGH),
    "6-mb-accepted-in-png": limited(in_format("PNG"), most_bytes=_HIGH),
    "6-mb-accepted-by-url": limited(by_source("url"), most_bytes=_HIGH),
    "5-mb-for-both-together": Behaviour(hear=_both_together),
}


def _first_four(_: Origin, faces: tuple[Face, ...]) -> tuple[Face, ...]:
    return faces[:4]


_FACES = {
    "4-faces-refused": limited(most_faces=3),
    "4-faces-refused-on-one": limited(on_side("one"), most_faces=3),
    "4-faces-refused-on-two": limited(on_side("two"), most_faces=3),
    "5-faces-accepted": limited(most_faces=5),
    "5-faces-accepted-on-one": limited(on_side("one"), most_faces=5),
    "5-faces-accepted-on-two": limited(on_side("two"), most_faces=5),
    "5-faces-cut-to-four": Behaviour(arrange=_first_four),
}


def _refusing(name: str, where: Where = everywhere) -> Behaviour:
    return limited(where, formats=DOCUMENTED - {name})


def _called_corrupt(name: str) -> Behaviour:
    def inspect(origin: Origin, _: Header) -> None:
        if origin.format == name:
            raise Refusal("CORRUPT_IMAGE", side=origin.side)

    return Behaviour(inspect=inspect)


def _kind(name: str, kind: str, status: str = "INVALID_IMAGE_FORMAT_OR_SIZE") -> Behaviour:
    def inspect(origin: Origin, head: Header) -> None:
        if head.format == name and kind in head.kinds:
            raise Refusal(status, side=origin.side)

    return Behaviour(inspect=inspect)


_KINDS = {
    "jpeg-progressive-refused": _kind("JPEG", "progressive"),
    "jpeg-grayscale-refused": _kind("JPEG", "grayscale"),
    "jpeg-cmyk-refused": _kind("JPEG", "cmyk", "CORRUPT_IMAGE"),
    "png-palette-refused": _kind("PNG", "palette"),
    "png-grayscale-refused": _kind("PNG", "grayscale"),
    "png-alpha-refused": _kind("PNG", "alpha", "CORRUPT_IMAGE"),
    "png-interlaced-refused": _kind("PNG", "interlaced"),
    "bmp-palette-refused": _kind("BMP", "palette"),
    "tiff-compressed-refused": _kind("TIFF", "compressed"),
    "tiff-grayscale-refused": _kind("TIFF", "grayscale"),
    "tiff-cmyk-refused": _kind("TIFF", "cmyk", "CORRUPT_IMAGE"),
}


def _pixels_called_corrupt(origin: Origin, head: Header) -> None:
    if not LIMITS.hold(head.size):
        raise Refusal("CORRUPT_IMAGE", side=origin.side)


_SUFFIXES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "bmp": "BMP", "tif": "TIFF", "tiff": "TIFF"}


def _named(judge: Callable[[str, Header], bool], where: Where = everywhere) -> Behaviour:
    def inspect(origin: Origin, head: Header) -> None:
        if origin.filename is not None and where(origin) and not judge(origin.filename, head):
            raise Refusal("INVALID_IMAGE_FORMAT_OR_SIZE", side=origin.side)

    return Behaviour(inspect=inspect)


def _suffix(filename: str) -> str:
    return filename.rpartition(".")[2].lower() if "." in filename else ""


def _right_suffix(filename: str, head: Header) -> bool:
    return _SUFFIXES.get(_suffix(filename), head.format) == head.format


def _any_suffix(filename: str, _: Header) -> bool:
    return bool(_suffix(filename))


def _typed(judge: Callable[[str, Header], bool]) -> Behaviour:
    def inspect(origin: Origin, head: Header) -> None:
        if origin.source == "file" and not judge(origin.content_type or "", head):
            raise Refusal("INVALID_IMAGE_FORMAT_OR_SIZE", side=origin.side)

    return Behaviour(inspect=inspect)


def _right_type(content_type: str, head: Header) -> bool:
    named = re.match(r"image/(\w+)", content_type)
    return named is None or named[1].upper() == head.format


FAULTS = [
    *table("width and height are above 8 px", 11, "LF-IMG-MIN-PX", _edges("8 9")),
    *table("width and height are at most 4000 px", 11, "LF-IMG-MAX-PX", _edges("4000 4001")),
    *table(
        "a picture too wide or too high is INVALID_IMAGE_FORMAT_OR_SIZE",
        99,
        "LF-ERR-INVALID-IMAGE-FORMAT-OR-SIZE LF-IMG-MAX-PX LF-IMG-MIN-PX",
        {"pixels-called-corrupt": Behaviour(inspect=_pixels_called_corrupt)},
    ),
    *table("a picture has at most 5 MB", 12, "LF-IMG-MAX-BYTES LF-ERR-IMAGE-FILE-SIZE-TOO-BIG", _BYTES),
    *table("a picture shows at most four faces", 7, "LF-IMG-MAX-FACES LF-ERR-TOO-MANY-FACES", _FACES),
    *(
        fault
        for name in sorted(DOCUMENTED)
        for fault in table(
            f"{name} is accepted",
            10,
            f"LF-IMG-{name}",
            {
                f"{name.lower()}-refused": _refusing(name),
                f"{name.lower()}-refused-on-two": _refusing(name, on_side("two")),
                f"{name.lower()}-called-corrupt": _called_corrupt(name),
            },
        )
    ),
    *table(
        "other formats than the five are refused",
        10,
        "LF-IMG-OTHER-FORMAT LF-ERR-INVALID-IMAGE-FORMAT-OR-SIZE",
        {
            "webp-accepted": limited(formats=DOCUMENTED | {"WEBP"}),
            "webp-accepted-on-one": limited(on_side("one"), formats=DOCUMENTED | {"WEBP"}),
            "webp-accepted-on-two": limited(on_side("two"), formats=DOCUMENTED | {"WEBP"}),
        },
    ),
    *table("the usual kinds of the five formats are accepted", 10, "LF-IMG-KINDS", _KINDS),
    *table(
        "the name of a file does not matter",
        0,
        "LF-UP-FILE-NAME",
        {
            "suffix-decides": _named(_right_suffix),
            "suffix-decides-on-two": _named(_right_suffix, on_side("two")),
            "suffix-demanded": _named(_any_suffix),
            "ascii-name-demanded": _named(lambda name, _: name.isascii()),
        },
    ),
    *table(
        "the content type of a part does not matter",
        0,
        "LF-UP-CONTENT-TYPE",
        {
            "part-type-decides": _typed(_right_type),
            "part-type-octets-refused": _typed(lambda given, _: given.startswith("image/")),
        },
    ),
]
