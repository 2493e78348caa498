"""A call as a line of curl that somebody can paste, with variables where credentials belong."""

from __future__ import annotations

import shlex

from pytest_linkface.exchange import Call, Placement, Upload


def curl_line(call: Call, base_url: str) -> str:
    """The call as a shell command; files stand under the names that ``picture_lines`` writes them to."""
    words = ["curl -sS -i -X", call.method, _url(call, base_url)]
    if call.placement is Placement.FORM:
        words += [f'-F "{name}={value}"' for name, value in call.shown]
    for name, value in call.parameters():
        if isinstance(value, Upload):
            words.append("-F " + shlex.quote(f"{name}=@{file_of(name, value)}{_as(value)}"))
        elif isinstance(value, bytes):
            words.append(f"--form-string $'{name}={_escaped(value)}'")
        else:
            words.append("--form-string " + shlex.quote(f"{name}={value}"))
    return " ".join(words)


def picture_lines(call: Call) -> list[str]:
    """The commands that write the pictures which the curl line sends."""
    return [
        f'python -m pytest_linkface picture "{value.recipe}" {file_of(name, value)}'
        for name, value in call.parameters()
        if isinstance(value, Upload) and value.recipe.startswith("images.")
    ]


def file_of(name: str, upload: Upload) -> str:
    """The name under which the reproduction keeps an uploaded picture."""
    _, dot, suffix = upload.file_name.rpartition(".")
    return f"{name.removesuffix('_file')}{dot}{suffix if dot and suffix.isascii() and suffix.isalnum() else ''}"


def _escaped(value: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in value)


def _as(upload: Upload) -> str:
    kind = f";type={upload.content_type}" if upload.content_type else ""
    return f";filename={upload.file_name}{kind}"


def _url(call: Call, base_url: str) -> str:
    address = f"{base_url.rstrip('/')}{call.path}"
    if call.placement is Placement.FORM or not call.credentials:
        return f'"{address}"'
    return f'"{address}?{"&".join(f"{name}={value}" for name, value in call.shown)}"'
