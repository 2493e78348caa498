"""What the first bytes of a picture say: format, size in pixels, orientation, kind. Nothing is decoded here."""

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass


class NotAPicture(ValueError):
    """The bytes are no picture that this server knows, or are cut off within the header."""


@dataclass(frozen=True)
class Header:
    """What is known before decoding; `size` is None for formats that are known by name only."""

    format: str
    size: tuple[int, int] | None
    orientation: int = 1
    kinds: frozenset[str] = frozenset()


def header(data: bytes) -> Header:
    """Read the header of any known format."""
    for magic, reader in _READERS:
        if magic.match(data):
            try:
                return reader(data)
            except (struct.error, IndexError, KeyError) as error:
                raise NotAPicture(str(error)) from None
    for magic, name in _FOREIGN:
        if magic.match(data):
            return Header(name, None)
    raise NotAPicture("unknown first bytes")


def _jpeg(data: bytes) -> Header:
    orientation = 1
    for marker, body in _segments(data):
        if marker == 0xE1 and body[:6] == b"Exif\0\0":
            orientation = _orientation(body[6:])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            _, height, width, channels = struct.unpack_from(">BHHB", body)
            kinds = {{1: "grayscale", 3: "colour", 4: "cmyk"}.get(channels, "odd")}
            kinds.add("progressive" if marker in {0xC2, 0xCA} else "baseline")
            return Header("JPEG", (width, height), orientation, frozenset(kinds))
    raise NotAPicture("no frame header")


_FILL = re.compile(rb"\xff*")


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while True:
        if data[at] != 0xFF:
            raise NotAPicture("no marker where one belongs")
        filled = _FILL.match(data, at)
        at = filled.end() if filled else at
        marker = data[at]
        (length,) = struct.unpack_from(">H", data, at + 1)
        yield marker, data[at + 3 : at + 1 + length]
        if marker in {0xD9, 0xDA}:
            return
        at += 1 + length


def _png(data: bytes) -> Header:
    width, height, depth, colour, _, _, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
    names = {0: "grayscale", 2: "colour", 3: "palette", 4: "grayscale alpha", 6: "colour alpha"}
    kinds = set(names.get(colour, "odd").split())
    kinds |= {"interlaced"} if interlaced else set()
    kinds |= {"deep"} if depth == 16 else {"bilevel"} if depth == 1 else set()
    orientation = 1
    at = 8
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"eXIf":
            orientation = _orientation(data[at + 8 : at + 8 + length])
        kinds |= {"alpha"} if kind == b"tRNS" else set()
        at += 12 + length
    return Header("PNG", (width, height), orientation, frozenset(kinds))


def _gif(data: bytes) -> Header:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    frames, interlaced = 0, False
    while at < len(data) and data[at] in {0x21, 0x2C}:
        if data[at] == 0x21:
            at += 2
        else:
            frames += 1
            local = data[at + 9]
            interlaced |= bool(local & 0x40)
            at += 11 + (3 << ((local & 7) + 1) if local & 0x80 else 0)
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    kinds = {"frames" if frames > 1 else "one frame", "interlaced" if interlaced else "straight", "palette"}
    return Header("GIF", (width, height), 1, frozenset(kinds))


def _bmp(data: bytes) -> Header:
    (size,) = struct.unpack_from("<I", data, 14)
    if size == 12:
        width, height, _, bits = struct.unpack_from("<HHHH", data, 18)
        packing = 0
    else:
        width, height, _, bits, packing = struct.unpack_from("<iiHHI", data, 18)
    kinds = {f"{bits} bit", "palette" if bits <= 8 else "colour"}
    kinds |= {"rle"} if packing in {1, 2} else set()
    kinds |= {"top down"} if height < 0 else set()
    return Header("BMP", (width, abs(height)), 1, frozenset(kinds))


def _tiff(data: bytes) -> Header:
    order, start = _tiff_order(data)
    tags = {tag: value for tag, value, _ in _entries(data, order, start)}
    (count,) = struct.unpack_from(order + "H", data, start)
    (following,) = struct.unpack_from(order + "I", data, start + 2 + 12 * count)
    names = {0: "grayscale", 1: "grayscale", 2: "colour", 3: "palette", 5: "cmyk"}
    kinds = {names.get(tags.get(262, 2), "odd"), "big endian" if order == ">" else "little endian"}
    kinds |= {"frames"} if following else set()
    kinds |= {"compressed"} if tags.get(259, 1) != 1 else set()
    orientation = tags.get(274, 1)
    return Header("TIFF", (tags[256], tags[257]), orientation if 1 <= orientation <= 8 else 1, frozenset(kinds))


def _tiff_order(data: bytes) -> tuple[str, int]:
    order = {b"II*\0": "<", b"MM\0*": ">"}[data[:4]]
    (start,) = struct.unpack_from(order + "I", data, 4)
    return order, start


def _entries(data: bytes, order: str, start: int) -> Iterator[tuple[int, int, int]]:
    """Give tag, first value and the place of the value of each entry whose value is short or long."""
    (count,) = struct.unpack_from(order + "H", data, start)
    for at in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind, number = struct.unpack_from(order + "HHI", data, at)
        if kind in {3, 4}:
            inline = number * (2 if kind == 3 else 4) <= 4
            place = at + 8 if inline else struct.unpack_from(order + "I", data, at + 8)[0]
            yield tag, struct.unpack_from(order + ("H" if kind == 3 else "I"), data, place)[0], place


def _orientation(exif: bytes) -> int:
    try:
        order, start = _tiff_order(exif)
        value = next((value for tag, value, _ in _entries(exif, order, start) if tag == 274), 1)
    except (KeyError, struct.error):
        return 1
    return value if 1 <= value <= 8 else 1


def upright(data: bytes) -> bytes:
    """Write a TIFF's orientation over with 1, for a decoder that would turn the picture without being asked."""
    order, start = _tiff_order(data)
    for tag, _, place in _entries(data, order, start):
        if tag == 274:
            return data[:place] + struct.pack(order + "H", 1) + data[place + 2 :]
    return data


_READERS: list[tuple[re.Pattern[bytes], Callable[[bytes], Header]]] = [
    (re.compile(rb"\xff\xd8\xff"), _jpeg),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    (re.compile(rb"GIF8[79]a"), _gif),
    (re.compile(rb"BM"), _bmp),
    (re.compile(rb"II\*\0|MM\0\*"), _tiff),
]

_FOREIGN = [
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "WEBP"),
    (re.compile(rb"....ftyp(heic|heix|mif1|avif)", re.DOTALL), "HEIF"),
    (re.compile(rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51"), "JPEG2000"),
    (re.compile(rb"\x00\x00\x01\x00[\x01-\x40]\x00"), "ICO"),
    (re.compile(rb"8BPS\x00\x01"), "PSD"),
    (re.compile(rb"P[1-7]\s"), "PNM"),
    (re.compile(rb"II\+\0|MM\0\+"), "BIGTIFF"),
    (re.compile(rb"\x00\x00[\x02\x03\x0a]\x00|\x00\x01[\x01\x09]\x00"), "TGA"),
]
