"""``python -m pytest_linkface replay report.json CASE``: the same pictures sent again, and every exchange printed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pytest

from pytest_linkface import images, reports
from pytest_linkface.conformance import PICTURES, Case, Effort, ImageHost, Listening, Replay, Target, suite
from pytest_linkface.session._options import target_at
from pytest_linkface.verdict import Result, State

_EMBEDDED = "embedded emulator"


def main(arguments: Sequence[str]) -> int:
    """Ask one case again: 0 when it is kept now, 1 when it is broken, 10 when it cannot be told, 2 for a wrong call."""
    options = _options(arguments)
    try:
        report = reports.read(options.report)
        case = _case(options.case, report)
        with _faces(options.linkface_faces, report), ExitStack() as stack:
            target = stack.enter_context(_target(options, report))
            result = _asked(case, target, stack)
    except (OSError, ValueError, pytest.UsageError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("".join(f"{line}\n" for line in _found(report, result)))
    if result.state is State.BROKEN:
        return 1
    return 0 if result.state in (State.VERIFIED, State.OBSERVED) else 10


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m pytest_linkface replay", description=__doc__)
    add = parser.add_argument
    add("report", type=Path, metavar="report.json")
    add("case", help="the id of a case, such as 'LF-IMG-MAX-FACES[five faces]'")
    add("--linkface-url", metavar="URL", help="ask this server and not the report's")
    add("--linkface-timeout", type=float, default=30.0, metavar="SECONDS", help="how long a whole answer may take")
    add("--linkface-image-host", metavar="URL", help="the address under which the target reaches this machine")
    add("--linkface-image-listen", metavar="HOST:PORT", help="where the kit serves pictures, if that is forwarded")
    add("--linkface-faces", type=Path, metavar="DIR", help="the portraits that the run was given")
    return parser.parse_args(arguments)


def _case(name: str, report: dict[str, Any]) -> Case:
    """The case of an id.

    Raises:
        ValueError: there is none; the text names those that were meant perhaps.
    """
    known = {case.id: case for case in suite(list(Effort)[-1])}
    if name in known:
        return known[name]
    inside = sorted(row["case"] for row in report["results"] if row["clause"] == name)
    near = inside or get_close_matches(name, known, n=3)
    hint = f"; perhaps {' or '.join(map(repr, near[:5]))}" if near else ""
    raise ValueError(f"there is no case {name!r} in this version of the suite{hint}")


def _faces(folder: Path | None, report: dict[str, Any]) -> AbstractContextManager[object]:
    """The people of the run.

    Raises:
        ValueError: they are not those that the report names.
    """
    label = report["header"].get("faces")
    cast = images.cast_from(folder) if folder else None
    if label != (cast.label if cast else None):
        said = f"with faces {label}" if label else "with the kit's own faces"
        raise ValueError(f"the run was made {said}: --linkface-faces has to name the same")
    return images.played_by(cast) if cast else nullcontext()


def _target(options: argparse.Namespace, report: dict[str, Any]) -> AbstractContextManager[Target]:
    url = options.linkface_url or report["header"]["target"]
    if url != _EMBEDDED:
        return nullcontext(target_at(url, options, os.environ))
    from pytest_linkface.session._embedded import embedded  # an extra

    return embedded()


def _asked(case: Case, target: Target, stack: ExitStack) -> Result:
    """Ask a case and print what went to and fro."""
    host = None
    if target.image_host or target.on_loopback:
        listen = target.image_listen or ("127.0.0.1", 0)
        host = stack.enter_context(ImageHost(PICTURES, address=target.image_host, listen=listen))
    examiner = Listening(target, host)
    stack.callback(examiner.close)
    replay = Replay(examiner, case)
    result = replay.play()
    sys.stdout.write(f"{case.id} asked of {target.url}\n\n")
    sys.stdout.write("".join(f"{reports.plain(line)}\n" for line in replay.transcript(examiner.sent)))
    return result


def _found(report: dict[str, Any], result: Result) -> Iterator[str]:
    """What the report found, and what was found now."""
    rows = [row for row in report["results"] if row["case"] == result.case]
    for row in rows:
        yield f"then: {row['state']} {reports.plain(row['note'])}".rstrip()
        yield from _findings(row["findings"])
    yield f"now:  {result.state} {reports.plain(result.note)}".rstrip()
    yield from _findings(result.as_json()["findings"])


def _findings(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield f"  {row['clause']}: expected {reports.plain(row['expected'])}"
        yield f"    came {reports.plain(row['observed'])}"
