"""How near the emulator comes to servers that look at nothing: ``python -m benchmarks.limits [--rounds N]``.

They take turns with ours: one that the standard library makes of an empty WSGI application, and a bare socket. What
finding the faces takes is measured by itself, on the same pictures.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PIL import Image

from benchmarks._emulator_peers import OURS, PEERS, Peer
from benchmarks._emulator_rounds import SIZES, Measured, measured, median
from benchmarks._emulator_wire import portrait
from benchmarks._rounds import asked, in_turn
from benchmarks._tables import table
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


def searching(size: str, engine: OpenCVEngine) -> float:
    """Milliseconds of CPU to decode a picture and to find its faces: of each call's two, one is new to the emulator."""
    picture, started = portrait(SIZES[size]), time.process_time()
    for _ in range(OFTEN[size]):
        engine.find(Image.open(io.BytesIO(picture)).convert("RGB"), turns=(0,))
    return 1000 * (time.process_time() - started) / OFTEN[size]


def detector(rounds: int) -> dict[str, float]:
    """By size, once OpenCV is loaded."""
    engine = OpenCVEngine()
    for size in SIZES:
        searching(size, engine)
    return in_turn({size: partial(searching, size, engine) for size in SIZES}, rounds)


def text(found: Mapping[str, Measured], alone: Mapping[str, float]) -> str:
    """The table, with how often ours holds each limit."""
    rows = [(name, *_figures(found, one.cpu), f"{one.peak_mb:.0f}", f"{one.failed}") for name, one in found.items()]
    searching = [text for size in SIZES for text in (f"{alone[size]:.2f}", _ratio(found[SEARCHING], size, alone[size]))]
    return table(_HEADS, [*rows, ("limit: the detector alone, to *ours, real detector*", *searching, "", "")])


def _figures(found: Mapping[str, Measured], cpu: Mapping[str, list[float]]) -> list[str]:
    """Those of a server, by size."""
    taken = {size: 1000 * median(cpu[size]) for size in SIZES}
    return [text for size in SIZES for text in (f"{taken[size]:.2f}", _ratio(found[OURS], size, taken[size]))]


def _ratio(ours: Measured, size: str, other: float) -> str:
    return f"{1000 * median(ours.cpu[size]) / max(1e-9, other):.2f}"


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    rounds = asked("limits", __doc__, arguments, rounds=ROUNDS)
    sys.stdout.write(text(measured(servers(), rounds=rounds), detector(rounds)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
