"""A form written otherwise than requests writes it, and still multipart/form-data: as other clients do."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence

from urllib3.fields import RequestField

from pytest_linkface.exchange import Written

Part = tuple[str, tuple[str | None, str | bytes, str | None]]
"""A name with a file name, a value and a type, as requests takes them."""
_NAME = re.compile(r"^[A-Za-z-]+(?=:)", re.MULTILINE)


def form(parts: Sequence[Part], written: Written) -> tuple[bytes, dict[str, str]]:
    """The body, and the headers of the request that go with it."""
    boundary = uuid.uuid4().hex
    lines = [line for part in _ordered(parts, written) for line in _lines(part, written, boundary)]
    shown = f'"{boundary}"' if written is Written.QUOTED else boundary
    headers = {"Content-Type": f"multipart/form-data; boundary={shown}"}
    if written is Written.EXPECTING:
        headers["Expect"] = "100-continue"
    return b"\r\n".join([*lines, f"--{boundary}--".encode(), b""]), headers


def _ordered(parts: Sequence[Part], written: Written) -> Iterable[Part]:
    if written is Written.TWO_FIRST:
        return reversed(parts)
    if written in (Written.CREDENTIALS_LAST, Written.TYPED):
        return sorted(parts, key=lambda part: part[1][0] is None)
    return parts


def _lines(part: Part, written: Written, boundary: str) -> tuple[bytes, bytes, bytes]:
    name, (file_name, value, kind) = part
    field = RequestField(name, b"", filename=file_name)
    typed = written is Written.TYPED
    field.make_multipart(content_type=kind or ("text/plain; charset=UTF-8" if typed and file_name is None else None))
    if typed:
        field.headers["Content-Transfer-Encoding"] = "8bit" if file_name is None else "binary"
    head = field.render_headers()
    if written is Written.SMALL:
        head = _NAME.sub(lambda found: found[0].lower(), head)
    data = value.encode() if isinstance(value, str) else value
    return f"--{boundary}".encode(), head.removesuffix("\r\n").encode(), data
