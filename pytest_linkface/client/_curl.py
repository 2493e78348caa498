"""A call as a line of curl that somebody can paste, with variables where credentials belong."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import quote

from pytest_linkface.exchange import Call, Placement, Upload, Written
from pytest_linkface.images import cast_in_force

Kept = Callable[[Upload], str]
"""Says under which name a picture stands, seen from where the line is run."""


def curl_line(call: Call, base_url: str, *, kept: Kept | None = None) -> str:
    """The call as a shell command; files that are not ``kept`` stand where ``picture_lines`` writes them to."""
    words = ["curl -sS -i -X", call.method, _url(call, base_url)]
    if call.placement is Placement.FORM:
        words += [f'--form-string "{name}={value}"' for name, value in call.shown]
    elif not _is_plain(call):
        words += [f'--url-query "{name}={value}"' for name, value in call.shown]
    for name, value, file in _parameters(call):
        if isinstance(value, Upload):
            words.append("-F " + shlex.quote(f"{name}=@{kept(value) if kept else file}{_as(value)}"))
        elif isinstance(value, bytes) or not value.isprintable():  # a control would be obeyed by who reads the line
            words.append(f"--form-string $'{name}={_escaped(value)}'")
        else:
            words.append("--form-string " + shlex.quote(f"{name}={value}"))
    if call.written is not Written.USUAL:
        words.append(f"  # the form was written otherwise: {call.written}")
    return " ".join(words)


def picture_lines(call: Call) -> list[str]:
    """The commands that write the pictures which the curl line sends."""
    cast = cast_in_force()
    faces, note = ("--faces DIR ", f"  # with faces {cast.label}") if cast else ("", "")
    return [
        f"python -m pytest_linkface picture {faces}{_quoted(value.recipe)} {file}{note}"
        for _, value, file in _parameters(call)
        if isinstance(value, Upload) and value.recipe.startswith("images.")
    ]


def _parameters(call: Call) -> Iterator[tuple[str, str | bytes | Upload, str]]:
    """Each parameter with the file that it would stand in: the second of a name in another one."""
    times: Counter[str] = Counter()
    for name, value in call.parameters():
        times[name] += 1
        number = f"_{times[name]}" if times[name] > 1 else ""
        yield name, value, file_of(f"{name.removesuffix('_file')}{number}", value) if isinstance(value, Upload) else ""


def file_of(name: str, upload: Upload) -> str:
    """The name under which the reproduction keeps an uploaded picture."""
    return f"{name.removesuffix('_file')}{suffix_of(upload)}"


def suffix_of(upload: Upload) -> str:
    """The end of a picture's file name, as far as every system can hold it."""
    _, dot, suffix = upload.file_name.rpartition(".")
    return f"{dot}{suffix if dot and suffix.isascii() and suffix.isalnum() else ''}"


def _escaped(value: str | bytes) -> str:
    """For the quotes of bash that read escapes; letters and digits stay readable."""
    raw = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return "".join(chr(byte) if chr(byte).isascii() and chr(byte).isalnum() else f"\\x{byte:02x}" for byte in raw)


def _quoted(recipe: str) -> str:
    """In double quotes for the shell: recipes are full of single ones."""
    return '"' + re.sub(r'(["\\$`])', r"\\\1", recipe) + '"'


def _as(upload: Upload) -> str:
    """The file name in quotes of curl's own: it may hold what ends a name for curl."""
    name = upload.file_name.replace("\\", r"\\").replace('"', r"\"")
    kind = f";type={upload.content_type}" if upload.content_type else ""
    return f';filename="{name}"{kind}'


def _is_plain(call: Call) -> bool:
    """Whether the credentials can stand in a url as they are; else curl has to encode them, and be of 2023 or later."""
    return all(quote(value, safe="") == value for _, value in call.credentials)


def _url(call: Call, base_url: str) -> str:
    address = f"{base_url.rstrip('/')}{call.path}"
    if call.placement is Placement.FORM or not call.credentials or not _is_plain(call):
        return f'"{address}"'
    return f'"{address}?{"&".join(f"{name}={value}" for name, value in call.shown)}"'
