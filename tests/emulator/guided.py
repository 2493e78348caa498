"""Coverage-guided bytes for the parser and the picture intake: ``python -m tests.emulator.guided [SECONDS]``.

Needs atheris, which no other test does. It ends with an error at the first exception that is not a refusal.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path
from random import Random

import atheris  # type: ignore[import-untyped]  # only who runs this installs it

with atheris.instrument_imports(include=["multipart", "pytest_linkface.emulator", "PIL"]):
    from pytest_linkface.emulator._answer import RefusalError
    from pytest_linkface.emulator._forms import reader
    from pytest_linkface.emulator._pictures import check, upright

from tests.emulator._mutations import drawn, pictures

FORM, PICTURE, QUERY = range(3)
LONGEST = 8192


def ask(data: bytes) -> None:
    """One input: its first byte says whether the rest is a form, a picture or an urlencoded body."""
    kind, content = data[:1], data[1:]
    if kind == bytes([PICTURE]):
        with contextlib.suppress(RefusalError):
            check(content, "one")
            upright(content, "one")
        return
    is_query = kind == bytes([QUERY])
    body = reader("application/x-www-form-urlencoded" if is_query else "multipart/form-data; boundary=b0undary")
    for place in range(0, len(content), 1000):
        if not body.feed(content[place : place + 1000]):
            break
    form = body.form()
    if form.fault is not None and form.fault.status == "INTERNAL_ERROR":
        raise AssertionError(form.fault)


def seeds(folder: Path) -> None:
    """What to begin with."""
    for number, picture in enumerate(pictures()):
        if len(picture) < LONGEST:
            (folder / f"picture{number}").write_bytes(bytes([PICTURE]) + picture)
    random = Random(0)
    for number in range(100):
        body = drawn(random).body
        (folder / f"form{number}").write_bytes(bytes([FORM]) + body[: LONGEST - 1])
    (folder / "query").write_bytes(bytes([QUERY]) + b"api_id=a&api_secret=%00%ff&image_one_id=x")


def main() -> None:
    """Search for so many seconds."""
    seconds = sys.argv[1] if sys.argv[1:] else "60"
    with tempfile.TemporaryDirectory() as folder:
        seeds(Path(folder))
        options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-rss_limit_mb=1000", "-timeout=10", folder]
        atheris.Setup([sys.argv[0], *options], ask)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
