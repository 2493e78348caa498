"""Requests that are nearly right: valid forms, changed where HTTP, the form or a picture is put together."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from random import Random

from pytest_linkface.contract import FORMATS, PATH
from pytest_linkface.images import flat, foreign, scene
from tests.emulator._asking import DEMO

Headers = list[tuple[bytes, bytes]]
RUBBISH = (b"", b"\0", b"\r\n", b"\n", b"\r", b"--", b'"', b"\\", b";", b"=", b"\xff\xfe", b"%00", b"%", b"../", b" ")
NUMBERS = (0, 1, 8, 9, 4000, 4001, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


@dataclass
class Part:
    """One part of a form."""

    headers: Headers
    content: bytes


@dataclass
class Call:
    """One request before it is written down."""

    method: bytes = b"POST"
    path: bytes = PATH.encode()
    query: bytes = b""
    headers: Headers = field(default_factory=list)
    boundary: bytes = b"b0undary"
    content_type: bytes = b""
    parts: list[Part] = field(default_factory=list)
    newline: bytes = b"\r\n"
    before: bytes = b""
    end: bytes = b"--"
    damage: Callable[[bytes], bytes] = lambda body: body

    @property
    def body(self) -> bytes:
        """The form."""
        lines = self.newline
        pieces = [self.before]
        for part in self.parts:
            head = b"".join(name + b": " + value + lines for name, value in part.headers)
            pieces.append(b"--" + self.boundary + lines + head + lines + part.content + lines)
        return self.damage(b"".join(pieces) + b"--" + self.boundary + self.end + lines)


@cache
def pictures() -> tuple[bytes, ...]:
    """Small pictures of every kind that decoders have code for."""
    small = [scene(1, size=(96, 120), format=format).make() for format in FORMATS]
    turned = [scene(1, size=(96, 120), orientation=3).make()]
    return (*small, *turned, *(flat(9, 9, format=format).make() for format in FORMATS), foreign("WEBP").make())


def drawn(random: Random) -> Call:
    """A valid call with up to four changes."""
    call = Call(content_type=b"multipart/form-data; boundary=b0undary")
    call.parts = [_text(name, value.encode()) for name, value in DEMO.items()]
    for side in ("one", "two"):
        call.parts.append(_side(random, side))
    for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4))):
        random.choice(CHANGES)(random, call)
    return call


def _text(name: str, value: bytes) -> Part:
    return Part([(b"Content-Disposition", b'form-data; name="%s"' % name.encode())], value)


def _side(random: Random, side: str) -> Part:
    kind = random.choice(("file", "file", "file", "file", "id", "url"))
    if kind == "id":
        return _text(f"image_{side}_id", random.choice((b"0" * 32, b"", b"\xff", b"x" * 5000)))
    if kind == "url":
        return _text(f"image_{side}_url", random.choice((b"http://127.0.0.1:1/", b"file:///x", b"http://[", b"\xe4")))
    disposition = b'form-data; name="image_%s_file"; filename="a.jpg"' % side.encode()
    return Part([(b"Content-Disposition", disposition)], random.choice(pictures()))


def _head(random: Random, call: Call) -> None:
    way = random.randrange(5)
    if way == 0:
        call.method = random.choice((b"GET", b"PUT", b"HEAD", b"OPTIONS", b"post", b"CONNECT", b"X"))
    elif way == 1:
        call.path = havoc(random, call.path)
    elif way == 2:
        call.query = havoc(random, b"api_id=linkface-demo&image_one_id=x&image_one_auto_rotate=true")
    elif way == 3:
        call.content_type = havoc(random, call.content_type)
    else:
        names = (b"Content-Encoding", b"Expect", b"Linkface-Emulator-Namespace", b"Origin", b"Transfer-Encoding")
        values = (b"gzip", b"identity", b"100-continue", b"chunked", b"../x", b"a" * 3000, b"null")
        call.headers.append((random.choice(names), random.choice(values)))


def _form(random: Random, call: Call) -> None:
    way = random.randrange(8)
    part = random.choice(call.parts) if call.parts else Part([], b"")
    if way == 0 and call.parts:
        call.parts.remove(part)
    elif way == 1:
        call.parts.extend([part] * random.choice((1, 2, 40)))
    elif way == 2:
        random.shuffle(call.parts)
    elif way == 3:
        call.boundary = random.choice((b"", b"b", b"b0undary--", b"x" * 300, b'"', b"\xff"))
    elif way == 4:
        call.newline = random.choice((b"\n", b"\r", b"\r\n\r\n", b""))
    elif way == 5:
        call.before = random.choice((b"\r\n", b"x" * 5000, b"--", b"--b0undary--\r\n", b"\r\n--b0undar"))
    elif way == 6:
        call.end = random.choice((b"", b"-", b"--x" * 9, b"\r\n"))
    else:
        part.content = Call(parts=[part], boundary=call.boundary).body


def _part(random: Random, call: Call) -> None:
    part = random.choice(call.parts) if call.parts else Part([], b"")
    way = random.randrange(5)
    if way == 0:
        part.headers.clear()
    elif way == 1:
        extra = ((b"Content-Transfer-Encoding", b"base64"), (b"Content-Length", b"5"), (b"X", b"y" * 5000), (b"", b""))
        part.headers.extend([random.choice(extra)] * random.choice((1, 20)))
    elif way == 2 and part.headers:
        part.headers[0] = (havoc(random, part.headers[0][0]), part.headers[0][1])
    elif way == 3 and part.headers:
        names = (b"", b"\xc5\xcc", b"C:\\x\\y.jpg", b"a" * 4000, b"\0", b"\xe8\xad\xa6.jpg", b'"; name="image_one_url')
        name = random.choice((b'; filename="%s"', b"; filename*=UTF-8''%s", b"; filename=%s")) % random.choice(names)
        part.headers[0] = (part.headers[0][0], part.headers[0][1].partition(b"; filename")[0] + name)
    elif part.headers:
        part.headers[0] = (part.headers[0][0], havoc(random, part.headers[0][1]))


def _picture(random: Random, call: Call) -> None:
    part = max(call.parts, key=lambda part: len(part.content), default=Part([], b""))
    content = bytearray(part.content)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        place = random.randrange(min(len(content), random.choice((16, 64, 400, 1 << 30))) or 1)
        width = random.choice(("B", "<H", ">H", "<I", ">I"))
        number = random.choice((*NUMBERS, random.getrandbits(32))) & ((1 << 8 * struct.calcsize(width)) - 1)
        if place + struct.calcsize(width) <= len(content):
            struct.pack_into(width, content, place, number)
    if random.random() < 0.2:
        del content[random.randrange(len(content) or 1) :]
    if random.random() < 0.1:
        other = random.choice(pictures())
        content[len(content) // 2 :] = other[len(other) // 2 :]
    part.content = bytes(content)


def _anywhere(random: Random, call: Call) -> None:
    call.damage = lambda body: havoc(random, body)


CHANGES = (_head, _form, _form, _part, _part, _picture, _picture, _picture, _anywhere)


def havoc(random: Random, text: bytes) -> bytes:
    """Bytes changed, taken out, put in or doubled, without regard to what they mean."""
    content = bytearray(text)
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        place = random.randrange(len(content) + 1)
        way = random.randrange(4)
        if way == 0 and place < len(content):
            content[place] = random.randrange(256)
        elif way == 1:
            content[place:place] = random.choice(RUBBISH) * random.choice((1, 1, 1, 100))
        elif way == 2:
            del content[place : place + random.choice((1, 2, 8, 200))]
        else:
            content[place:place] = content[max(0, place - random.choice((1, 8, 100))) : place]
    return bytes(content)
