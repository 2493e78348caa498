"""Recording, killed at random moments: ``python -m tests.recording.killing [KILLS]`` shows what survives.

A process records four calls of one test anew, again and again, over good recordings, and adds one that is new. It is
killed with SIGKILL after a random time, and what it had finished is told by a pipe. Afterwards every file has to be
whole, every recording that was there has to be there, old or new, and everything of a test that passed has to be new.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_linkface.recording import Cassette, Folder, Mode, Settings, Tape
from tests.recording._calls import ORIGIN, asked, matched

CALLS = [asked([("image_one_id", str(number).encode(), None)]) for number in range(4)]
NAME = Path("test_module/test_name")
_GENERATIONS = 1000


@dataclass
class Survival:
    """What was seen over all kills."""

    kills: int = 0
    during_the_test: int = 0
    while_promoting: int = 0
    rescued: int = 0
    """Interactions of a test that was killed before it passed, which the next run need not ask for again."""


def main(arguments: Sequence[str]) -> int:
    """Kill so often, 200 times by default, and print what was seen."""
    with tempfile.TemporaryDirectory() as folder:
        seen = kill_often(Path(folder), int(arguments[0]) if arguments else 200, seed=random.randrange(1 << 30))
    sys.stdout.write(
        f"{seen.kills} kills: {seen.during_the_test} during the test, {seen.while_promoting} while its recordings were "
        f"put into place; every file whole, none lost, {seen.rescued} answers of killed tests rescued\n"
    )
    return 0


def kill_often(root: Path, kills: int, *, seed: int) -> Survival:
    """Record, kill, look; an AssertionError says what was lost."""
    drawn, seen = random.Random(seed), Survival()
    record(root, 0)
    longest = _duration(root)
    last = 1
    for number in range(kills):
        last = _once(root, number * _GENERATIONS + _GENERATIONS, drawn.uniform(0, 4 * longest), last, seen)
    return seen


def record(root: Path, generation: int, told: int | None = None) -> None:
    """A test that passes: four answers, all telling the same generation."""
    tape = Tape(Folder(root, NAME), Settings(Mode.ALL, lambda: ORIGIN))
    _tell(told, "t")
    for call in CALLS:
        tape.answer(call, lambda: matched(request_id=f"TID{generation}"))
    _tell(told, "p")
    tape.promote()
    tape.discard()
    _tell(told, "d")


def _once(root: Path, first: int, seconds: float, last: int, seen: Survival) -> int:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        for generation in range(first, first + _GENERATIONS):
            record(root, generation, writing)
        os._exit(0)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode()
    return _look(root, told, first, last, seen)


def _look(root: Path, told: str, first: int, last: int, seen: Survival) -> int:
    """Check what is there; returns the generation that the next look may count on."""
    folder = Folder(root, NAME)
    rescued = folder.interrupted()
    recorded = folder.read()
    finished = told.count("d")
    sure = first + finished - 1 if finished else last
    assert len(recorded) == len(CALLS), f"{len(recorded)} of {len(CALLS)} recordings are left"
    assert {one.call.key for one in recorded} == {call.key for call in CALLS}
    assert len({_generation(one) for one in recorded}) == 1, "recordings of two runs stand side by side"
    assert _generation(recorded[0]) >= sure, "a recording of a test that had passed is gone"
    seen.kills += 1
    seen.during_the_test += told.endswith("t")
    seen.while_promoting += told.endswith("p")
    seen.rescued += len(rescued)
    folder.forget_interrupted()
    return _generation(recorded[0])


def _generation(cassette: Cassette) -> int:
    return int(cassette.answer.json()["request_id"].removeprefix("TID"))


def _tell(told: int | None, letter: str) -> None:
    if told is not None:
        os.write(told, letter.encode())


def _duration(root: Path) -> float:
    started = time.monotonic()
    record(root, 1)
    return time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
