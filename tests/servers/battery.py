"""Requests that tell servers apart, made of one real photograph, and what of an answer is worth comparing."""

import functools
import io
import json
import struct
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from PIL import Image
from skimage import data

from ._asking import Ask, Upload
from ._terms import Wire

PATH = "/identity/compare_faces_in_two_images"
GOOD = {"api_id": b"good-id", "api_secret": b"good-secret"}

Call = Callable[[Ask], Wire]
Scenario = Callable[[Call, str], Iterable[Wire]]


@functools.cache
def _person() -> Image.Image:
    photograph = data.astronaut()  # type: ignore[no-untyped-call]  # scikit-image has no types
    return Image.fromarray(photograph).crop((120, 10, 320, 250))


@functools.cache
def _stranger() -> Image.Image:
    return Image.fromarray(np.asarray(_person())[:, ::-1, ::-1] // 2 + 60)


@functools.cache
def scene(people: str) -> Image.Image:
    """Put persons (`p`) and strangers (`s`) side by side on grey."""
    canvas = Image.new("RGB", (240 * max(2, len(people)), 280), (200, 202, 205))
    for at, who in enumerate(people):
        canvas.paste(_person() if who == "p" else _stranger(), (240 * at + 20, 20))
    return canvas


def saved(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """Encode a picture."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


@functools.cache
def photo(people: str = "p", form: str = "JPEG", size: int = 0) -> bytes:
    """Give the file of a scene, filled up with zeros behind its end to a number of bytes."""
    return saved(scene(people), form).ljust(size, b"\0")


@functools.cache
def flat(width: int, height: int, form: str = "PNG") -> bytes:
    """Give a picture of nothing."""
    return saved(Image.new("L", (width, height), 128), form)


@functools.cache
def turned(orientation: int) -> bytes:
    """Give a JPEG that is upright after its EXIF orientation is applied."""
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    exif = Image.Exif()
    exif[274] = orientation
    image = scene("p")
    return saved(image.transpose(Image.Transpose(undo[orientation])) if orientation in undo else image, exif=exif)


@functools.cache
def rotated(degrees: int) -> bytes:
    """Give a picture that lies on its side and does not say so."""
    return saved(scene("p").rotate(degrees, expand=True))


@functools.cache
def interlaced() -> bytes:
    """Give a grey PNG of 9 by 9 pixels in seven passes."""
    passes = ((2, 2), (1, 2), (3, 1), (2, 3), (5, 2), (4, 5), (9, 4))
    rows = b"".join((b"\0" + b"\x80" * width) * height for width, height in passes)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 0, 0, 0, 1))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


Part = bytes | Upload | str
"""A side: the bytes of a file, a named file, or the text of a url or an id."""


def ask(one: Part | None = None, two: Part | None = None, **form: bytes) -> Ask:
    """Ask with credentials in the query, each side where it belongs."""
    fields, files = dict(form), {}
    for side, part in (("one", one), ("two", two)):
        if isinstance(part, str):
            fields[f"image_{side}_{'url' if part.startswith('http') else 'id'}"] = part.encode()
        elif part is not None:
            upload = part if isinstance(part, Upload) else Upload("picture", "application/octet-stream", part)
            files[f"image_{side}_file"] = upload
    return Ask("POST", PATH, dict(GOOD), fields, files)


def both(part: Part, other: Part | None = None, **form: bytes) -> list[Ask]:
    """Ask with a picture on side one, and on side two."""
    other = photo() if other is None else other
    return [ask(part, other, **form), ask(other, part, **form)]


def asking(make: Callable[[str], Iterable[Ask]]) -> Scenario:
    """Give the scenario that asks one thing after the other, given the base of a server of pictures."""
    return lambda call, pictures: map(call, make(pictures))


def reusing(call: Call, pictures: str) -> list[Wire]:
    """Upload two pictures and something else, and use the ids in each slot, twice."""
    first = call(ask(photo("ps"), photo("s")))
    ids = ids_of(first)
    again = [call(ask(photo("p"), photo("p")))]
    for one, two in (
        (ids[0], ids[1]),
        (ids[0], photo("pp")),
        (photo("sps"), ids[1]),
        (ids[1], ids[0]),
        (ids[0], ids[0]),
    ):
        again.append(call(ask(one, two)))
    sideways = ids_of(call(ask(turned(6), rotated(90), image_two_auto_rotate=b"true")))
    again.append(call(ask(sideways[0], sideways[1], image_two_auto_rotate=b"true")))
    downloaded = ids_of(call(ask(f"{pictures}/ps", f"{pictures}/s")))
    return [
        first,
        *again,
        call(ask(downloaded[0], downloaded[1])),
        call(ask("0" * 32, photo())),
        call(ask(photo(), "0" * 32)),
    ]


def at_once(call: Call, _: str) -> list[Wire]:
    """Ask four things at the same time."""
    asks = [
        ask(photo("p"), photo("ps")),
        ask(photo("ps"), photo("p")),
        ask(photo("sps"), b"junk"),
        ask(flat(20, 20), photo()),
    ]
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(call, asks))


def ids_of(wire: Wire) -> tuple[str, str]:
    """Give the ids of a success, as far as there are any."""
    try:
        body = json.loads(b"".join(wire.pieces))
        return str(body["image_one"]["image_one_id"]), str(body["image_two"]["image_two_id"])
    except (ValueError, KeyError, TypeError):
        return "none", "none"


def judged(wire: Wire) -> tuple[int, str]:
    """Give the HTTP code and the status."""
    try:
        return wire.code, str(json.loads(b"".join(wire.pieces))["status"])
    except (ValueError, KeyError, TypeError):
        return wire.code, "?"


def seen(wire: Wire) -> object:
    """Give what of an answer does not change from call to call."""
    text = b"".join(wire.pieces)
    try:
        body = json.loads(text)
    except ValueError:
        return wire.code, dict(wire.headers), text
    if not isinstance(body, dict):
        return wire.code, dict(wire.headers), text
    for name in ("request_id", "image_one", "image_two"):
        body[name] = _shape(body.get(name))
    headers = {name: value for name, value in wire.headers.items() if name.lower() != "content-length"}
    return wire.code, headers, text[:3], len(wire.pieces), json.dumps(body)


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return {name: _shape(inner) for name, inner in value.items()}
    return f"{type(value).__name__} of {len(value)}" if isinstance(value, str) else type(value).__name__
