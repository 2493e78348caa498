"""How near the emulator comes to servers that look at nothing: ``python -m benchmarks.limits [--rounds N]``.

They take turns with ours: one that the standard library makes of an empty WSGI application, and a bare socket. What
finding the faces takes is measured by itself, on the same pictures.
"""

from __future__ import annotations

import hashlib
import io
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from PIL import Image

from benchmarks._emulator_peers import OURS, PEERS, Peer
from benchmarks._emulator_rounds import SIZES, Measured, measured, median
from benchmarks._emulator_wire import portrait
from benchmarks._rounds import asked, in_turn
from benchmarks._tables import table
from pytest_linkface.contract import SIDES
from pytest_linkface.emulator import OpenCVEngine

SEARCHING = "ours, real detector"
ROUNDS = 3
OFTEN = {"20 KB": 10, "4.9 MB": 5}
EMPTY = {"wsgi": "limit: an empty answer of wsgiref", "socket": "limit: an empty answer of a socket"}
_OF_EACH = ("CPU, ms", "ours / it")
_HEADS = ("server", *(f"{size}: {what}" for size in SIZES for what in _OF_EACH), "peak RSS, MB", "failed")


def _empty(way: str) -> Callable[[int, Path], Sequence[str]]:
    return lambda port, _: (sys.executable, "-m", "benchmarks._empty", way, str(port))


def servers() -> tuple[Peer, ...]:
    """Ours, with and without the search for faces, and the limits."""
    ours = [one for one in PEERS if one.name.startswith("ours")]
    return (*ours, *(Peer(name, _empty(way)) for way, name in EMPTY.items()))


def milliseconds(task: Callable[[bytes], object], size: str) -> float:
    """CPU that something takes with a picture."""
    picture, started = portrait(SIZES[size]), time.process_time()
    for _ in range(OFTEN[size]):
        task(picture)
    return 1000 * (time.process_time() - started) / OFTEN[size]


def hashed(picture: bytes) -> None:
    """Both pictures of a call, by which they are known again."""
    for _ in SIDES:
        hashlib.sha256(picture).digest()


_engine = cache(OpenCVEngine)


def searched(picture: bytes) -> None:
    """The one picture of each call that is new to the emulator."""
    _engine().find(Image.open(io.BytesIO(picture)).convert("RGB"), turns=(0,))


ALONE = {
    "limit: hashing both pictures": (hashed, OURS),
    "limit: the detector, of one picture": (searched, SEARCHING),
}
"""What is measured without a server, and which of ours it is the limit of."""


def alone(rounds: int) -> dict[tuple[str, str], float]:
    """By name and size, after each was done once."""
    ways = {(name, size): partial(milliseconds, task, size) for name, (task, _) in ALONE.items() for size in SIZES}
    for way in ways.values():
        way()
    return in_turn(ways, rounds)


def text(found: Mapping[str, Measured], tasks: Mapping[tuple[str, str], float]) -> str:
    """The table, with how often ours holds each limit."""
    rows = []
    for name, one in found.items():
        taken = {size: 1000 * median(one.cpu[size]) for size in SIZES}
        rows.append((name, *_cells(found[OURS], taken), f"{one.peak_mb:.0f}", f"{one.failed}"))
    for name, (_, ours) in ALONE.items():
        taken = {size: tasks[name, size] for size in SIZES}
        rows.append((f"{name}, beside *{ours}*", *_cells(found[ours], taken), "", ""))
    return table(_HEADS, rows)


def _cells(ours: Measured, taken: Mapping[str, float]) -> list[str]:
    """For each size the milliseconds, and how many times as many ours takes."""
    times = {size: 1000 * median(ours.cpu[size]) / max(1e-9, taken[size]) for size in SIZES}
    return [cell for size in SIZES for cell in (f"{taken[size]:.2f}", f"{times[size]:.2f}")]


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    rounds = asked("limits", __doc__, arguments, rounds=ROUNDS)
    sys.stdout.write(text(measured(servers(), rounds=rounds), alone(rounds)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
