"""Mutants that go wrong over pictures: formats, edges, orientation, names; each edge on both of its sides."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from pytest_linkface.contract import ABOVE_PX, FORMATS, MAX_BYTES, MAX_BYTES_SURE, MAX_FACES, MAX_PX
from pytest_linkface.emulator._edits import Where, by, every, in_format, not_, on, refusing, rows, waving
from pytest_linkface.emulator._recognition import UPRIGHT
from pytest_linkface.emulator._variant import Hooks, Seen

_TOO_BIG = "IMAGE_FILE_SIZE_TOO_BIG"
_ORIENTATION = 0x0112


def _wide(px: int) -> Where:
    return lambda seen: seen.size[0] == px


def _high(px: int) -> Where:
    return lambda seen: seen.size[1] == px


def _bytes(number: int) -> Where:
    return lambda seen: len(seen.content) == number


def _mode(*modes: str) -> Where:
    return lambda seen: (image := seen.image()) is not None and image.mode in modes


def _noted(name: str, *values: Any) -> Where:
    """What Pillow notes of a picture, and whether it is one of these, or anything at all."""
    return lambda seen: (image := seen.image()) is not None and (
        image.info.get(name) in values if values else bool(image.info.get(name))
    )


def _most(number: int, where: Where = lambda _: True) -> Hooks:
    return Hooks(most=lambda seen: number if where(seen) else MAX_FACES)


def _taking(format: str) -> Hooks:
    """A format that is not documented is read like the others."""

    def take(seen: Seen) -> bytes:
        if seen.format != format or (image := seen.image()) is None:
            return seen.content
        png = BytesIO()
        image.convert("RGB").save(png, "PNG")
        return png.getvalue()

    return Hooks(take=take)


def _orientation(meant: dict[int, int], where: Where = lambda _: True) -> Hooks:
    """EXIF orientations that are taken for others; 1 is upright."""

    def take(seen: Seen) -> bytes:
        image = seen.image() if where(seen) else None
        if image is None or image.format != "JPEG":
            return seen.content
        exif = image.getexif()
        if exif.get(_ORIENTATION) not in meant:
            return seen.content
        exif[_ORIENTATION] = meant[exif[_ORIENTATION]]
        other = BytesIO()
        image.save(other, "JPEG", exif=exif, quality=95)
        return other.getvalue()

    return Hooks(take=take)


def _turns(turns: tuple[int, ...], where: Where = lambda _: True) -> Hooks:
    """The turns that are tried where turning was asked for."""
    return Hooks(turns=lambda seen, asked: turns if where(seen) and len(asked) > 1 else asked)


def _name(holds: Callable[[str], object]) -> Where:
    return lambda seen: seen.upload is not None and bool(holds(seen.upload.file_name or ""))


def _typed(holds: Callable[[str], object]) -> Where:
    return lambda seen: seen.upload is not None and bool(holds(seen.upload.content_type or ""))


MUTANTS = rows({
    **{
        f"no-{format.lower()}": (f"LF-IMG-{format}", f"a {format} is refused", refusing(in_format(format)))
        for format in FORMATS
    },
    **{
        f"no-{format.lower()}-for-two": (
            f"LF-IMG-{format}", f"a {format} is refused for image two",
            refusing(every(in_format(format), on("two")), "CORRUPT_IMAGE"),
        )
        for format in FORMATS
    },
    "webp-taken": ("LF-IMG-OTHER-FORMAT", "a WebP is compared", _taking("WEBP")),
    "ppm-taken": ("LF-IMG-OTHER-FORMAT", "a PPM is compared", _taking("PPM")),
    "8-px-wide-taken": ("LF-IMG-MIN-PX", "a width of 8 px passes", waving(_wide(ABOVE_PX))),
    "8-px-high-taken": ("LF-IMG-MIN-PX", "a height of 8 px passes", waving(_high(ABOVE_PX))),
    "8-px-high-taken-in-bmp": (
        "LF-IMG-MIN-PX", "a height of 8 px passes in a BMP", waving(every(_high(ABOVE_PX), in_format("BMP")))
    ),
    "8-px-wide-taken-for-two": (
        "LF-IMG-MIN-PX", "a width of 8 px passes for image two", waving(every(_wide(ABOVE_PX), on("two")))
    ),
    "9-px-wide-refused": ("LF-IMG-MIN-PX", "a width of 9 px is refused", refusing(_wide(ABOVE_PX + 1))),
    "9-px-high-refused": ("LF-IMG-MIN-PX", "a height of 9 px is refused", refusing(_high(ABOVE_PX + 1))),
    "9-px-wide-refused-in-gif": (
        "LF-IMG-MIN-PX", "a width of 9 px is refused in a GIF",
        refusing(every(_wide(ABOVE_PX + 1), in_format("GIF"))),
    ),
    "4000-px-wide-refused": ("LF-IMG-MAX-PX", "a width of 4000 px is refused", refusing(_wide(MAX_PX))),
    "4000-px-high-refused": ("LF-IMG-MAX-PX", "a height of 4000 px is refused", refusing(_high(MAX_PX))),
    "4000-px-wide-refused-in-tiff": (
        "LF-IMG-MAX-PX", "a width of 4000 px is refused in a TIFF", refusing(every(_wide(MAX_PX), in_format("TIFF")))
    ),
    "4001-px-wide-taken": ("LF-IMG-MAX-PX", "a width of 4001 px passes", waving(_wide(MAX_PX + 1))),
    "4001-px-high-taken": ("LF-IMG-MAX-PX", "a height of 4001 px passes", waving(_high(MAX_PX + 1))),
    "4001-px-high-taken-for-one": (
        "LF-IMG-MAX-PX", "a height of 4001 px passes for image one", waving(every(_high(MAX_PX + 1), on("one")))
    ),
    "4001-px-wide-taken-in-png": (
        "LF-IMG-MAX-PX", "a width of 4001 px passes in a PNG", waving(every(_wide(MAX_PX + 1), in_format("PNG")))
    ),
    "5-mb-refused": ("LF-IMG-MAX-BYTES", "5,000,000 bytes are refused", refusing(_bytes(MAX_BYTES_SURE), _TOO_BIG)),
    "5-mb-refused-for-two": (
        "LF-IMG-MAX-BYTES", "5,000,000 bytes are refused for image two",
        refusing(every(_bytes(MAX_BYTES_SURE), on("two")), _TOO_BIG),
    ),
    "5-mb-refused-in-bmp": (
        "LF-IMG-MAX-BYTES", "5,000,000 bytes are refused in a BMP",
        refusing(every(_bytes(MAX_BYTES_SURE), in_format("BMP")), _TOO_BIG),
    ),
    "over-5-mb-taken": ("LF-IMG-MAX-BYTES", "5 MiB and a byte pass", waving(_bytes(MAX_BYTES + 1))),
    "over-5-mb-taken-for-one": (
        "LF-IMG-MAX-BYTES", "5 MiB and a byte pass for image one", waving(every(_bytes(MAX_BYTES + 1), on("one")))
    ),
    "over-5-mb-taken-by-url": (
        "LF-IMG-MAX-BYTES", "5 MiB and a byte pass by url", waving(every(_bytes(MAX_BYTES + 1), by("url")))
    ),
    "4-faces-refused": ("LF-IMG-MAX-FACES", "4 faces are too many", _most(MAX_FACES - 1)),
    "4-faces-refused-for-two": (
        "LF-IMG-MAX-FACES", "4 faces are too many on image two", _most(MAX_FACES - 1, on("two"))
    ),
    "5-faces-taken": ("LF-IMG-MAX-FACES", "5 faces are compared", _most(MAX_FACES + 1)),
    "5-faces-taken-for-one": ("LF-IMG-MAX-FACES", "5 faces of image one are compared", _most(MAX_FACES + 1, on("one"))),
    "5-faces-taken-by-url": ("LF-IMG-MAX-FACES", "5 faces are compared by url", _most(MAX_FACES + 1, by("url"))),
    "any-faces-taken": ("LF-IMG-MAX-FACES LF-ERR-TOO-MANY-FACES", "any number of faces is compared", _most(99)),
    "6-faces-taken-by-file": (
        "LF-ERR-TOO-MANY-FACES", "6 faces are cut down to 4",
        Hooks(most=lambda _: 99, order=lambda _, faces: faces[:MAX_FACES]),
    ),
    "exif-ignored": ("LF-IMG-EXIF", "the orientation is not applied", _orientation(dict.fromkeys(range(2, 9), 1))),
    "exif-ignored-for-two": (
        "LF-IMG-EXIF", "the orientation of image two is not applied",
        _orientation(dict.fromkeys(range(2, 9), 1), on("two")),
    ),
    "exif-6-and-8-swapped": ("LF-IMG-EXIF", "left turns are right turns", _orientation({6: 8, 8: 6})),
    "exif-of-mirrored-ignored": ("LF-IMG-EXIF", "orientations 5 and 7 are not applied", _orientation({5: 1, 7: 1})),
    "auto-rotate-ignored": ("LF-IMG-AUTO-ROTATE", "no picture is turned", _turns(UPRIGHT)),
    "auto-rotate-of-two-ignored": ("LF-IMG-AUTO-ROTATE", "image two is not turned", _turns(UPRIGHT, on("two"))),
    "auto-rotate-one-way": ("LF-IMG-AUTO-ROTATE", "no picture is turned to the left", _turns((0, 90, 180))),
    "auto-rotate-sideways-only": ("LF-IMG-AUTO-ROTATE", "no picture is turned by 180", _turns((0, 90, 270))),
    "auto-rotate-of-ids-ignored": ("LF-IMG-AUTO-ROTATE", "no picture by id is turned", _turns(UPRIGHT, by("id"))),
    "auto-rotate-of-urls-ignored": ("LF-IMG-AUTO-ROTATE", "no picture by url is turned", _turns(UPRIGHT, by("url"))),
    "no-gray": ("LF-IMG-KINDS", "a grayscale picture is refused", refusing(_mode("L"), "CORRUPT_IMAGE")),
    "no-cmyk": ("LF-IMG-KINDS", "a CMYK picture is refused", refusing(_mode("CMYK"), "CORRUPT_IMAGE")),
    "no-alpha": ("LF-IMG-KINDS", "a picture with alpha is refused", refusing(_mode("RGBA", "LA"))),
    "no-palette-in-png": (
        "LF-IMG-KINDS", "a PNG with a palette is refused", refusing(every(_mode("P"), in_format("PNG")))
    ),
    "no-progressive": ("LF-IMG-KINDS", "a progressive JPEG is refused", refusing(_noted("progressive"))),
    "no-interlaced-png": (
        "LF-IMG-KINDS", "an interlaced PNG is refused", refusing(every(_noted("interlace"), in_format("PNG")))
    ),
    "no-lzw": ("LF-IMG-KINDS", "a TIFF under LZW is refused", refusing(_noted("compression", "tiff_lzw"))),
    "no-big-endian": (
        "LF-IMG-KINDS", "a TIFF with the high byte first is refused", refusing(lambda s: s.content.startswith(b"MM"))
    ),
    "suffix-required": ("LF-UP-FILE-NAME", "a name without suffix is refused", refusing(_name(lambda n: "." not in n))),
    "ascii-names": ("LF-UP-FILE-NAME", "a Chinese name is refused", refusing(_name(lambda n: not n.isascii()))),
    "suffix-believed": (
        "LF-UP-FILE-NAME", "what is called .jpg has to be a JPEG",
        refusing(every(_name(lambda n: n.endswith(".jpg")), not_(in_format("JPEG"))), "CORRUPT_IMAGE"),
    ),
    "type-believed": (
        "LF-UP-CONTENT-TYPE", "what is called image/jpeg has to be a JPEG",
        refusing(every(_typed(lambda kind: kind == "image/jpeg"), not_(in_format("JPEG"))), "CORRUPT_IMAGE"),
    ),
    "type-of-an-image": (
        "LF-UP-CONTENT-TYPE", "a part that is not called image/... is refused",
        refusing(_typed(lambda kind: kind and not kind.startswith("image/")), "INVALID_ARGUMENT"),
    ),
    "type-required": (
        "LF-UP-CONTENT-TYPE", "a part without a type is refused",
        refusing(_typed(lambda kind: not kind), "INVALID_ARGUMENT"),
    ),
})  # fmt: skip
"""By what they refuse or let pass."""
