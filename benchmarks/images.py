"""Pictures and examples against what one would write oneself: ``python -m benchmarks.images``.

Figures are medians of rounds in which the ways take turns, so that a busy moment of the machine meets all alike.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from statistics import median

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from PIL import Image

from benchmarks._rounds import asked, in_turn
from benchmarks._tables import Row, behind, ratio, table
from pytest_linkface import images
from pytest_linkface.contract import FORMATS, MAX_BYTES, MAX_BYTES_SURE
from pytest_linkface.images import Picture
from pytest_linkface.images._people import compose
from pytest_linkface.strategies import Asked, calls

HEAVY = MAX_BYTES + 1
LARGE = (4000, 4000)
QUICK = 15
"""How often a way that takes milliseconds is timed in each round."""
_FIRST_SIDE, _GROWTH = 800, 1.2
_HEAVY_HEADS = (
    "format", "padded", "growing noise", "memory copy", "noise / padded", "goal", "met", "padded / copy", "goal", "met",
)  # fmt: skip
_LARGE_HEADS = ("format", "ours", "bytes", "within 5 MB", "Pillow, full size", "bytes", "Pillow / ours")
_EXAMPLES_HEADS = ("naive strategy", "naive", "calls()", "calls(), only drawn", "calls() / naive", "goal", "met")

Way = Callable[[], object]
Naive = tuple[bytes, bytes]


def seconds(way: Way, times: int = 1) -> float:
    """The median time of one call."""
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        way()
        spent.append(time.perf_counter() - started)
    return median(spent)


# A picture of 5 MiB + 1 bytes


def grown_noise(format: str, chance: np.random.Generator) -> bytes:
    """Noise that grows until Pillow makes a file of it that is large enough: never of the size that was wanted."""
    side = float(_FIRST_SIDE)
    while True:
        pixels = chance.integers(0, 256, (int(side), int(side), 3), dtype=np.uint8)
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, format)
        if file.tell() >= HEAVY:
            return file.getvalue()
        side *= _GROWTH


def heavy(format: str, rounds: int) -> Iterable[Row]:
    """Padding against growing noise, and against the plain copy of as many bytes."""
    picture = images.padded(images.scene(format=format), HEAVY)
    source, chance = bytearray(picture.make()), np.random.default_rng(0)
    found = in_turn(
        {
            "padded": lambda: seconds(picture.make, QUICK),
            "copy": lambda: seconds(lambda: bytes(source), QUICK),
            "noise": lambda: seconds(lambda: grown_noise(format, chance)),
        },
        rounds,
    )
    against_noise, against_copy = found["noise"] / found["padded"], found["padded"] / found["copy"]
    yield (
        format, f"{found['padded'] * 1e3:.2f} ms", f"{found['noise'] * 1e3:,.0f} ms", f"{found['copy'] * 1e3:.2f} ms",
        *ratio(against_noise, ">= 100x", met=against_noise >= 100),
        *ratio(against_copy, "<= 3x", met=against_copy <= 3),
    )  # fmt: skip


# A scene of 4000 x 4000 px with four faces


def by_pillow(format: str, seed: int) -> bytes:
    """The same people in full size, saved as Pillow does it."""
    file = io.BytesIO()
    compose(images.scene(4, seed=seed).people, LARGE, seed=seed).save(file, format)
    return file.getvalue()


def large(format: str, rounds: int) -> tuple[Row, float]:
    """A scene that was never built before, against the same one drawn and saved in full size; and theirs / ours."""
    seeds, sizes = iter(range(10_000)), dict[str, int]()

    def ours() -> None:
        sizes["ours"] = len(images.scene(4, size=LARGE, format=format, seed=next(seeds)).make())

    def theirs() -> None:
        sizes["pillow"] = len(by_pillow(format, next(seeds)))

    found = in_turn({"ours": lambda: seconds(ours), "pillow": lambda: seconds(theirs)}, rounds)
    fits = "yes" if sizes["ours"] <= MAX_BYTES_SURE else "NO"
    slower = found["pillow"] / found["ours"]
    row = (
        format, f"{found['ours'] * 1e3:,.0f} ms", f"{sizes['ours']:,}", fits, f"{found['pillow'] * 1e3:,.0f} ms",
        f"{sizes['pillow']:,}", f"{slower:.1f}x",
    )  # fmt: skip
    return row, slower


# Examples a second


def noise(format: str, width: int, height: int, seed: int) -> bytes:
    """Random pixels, which Pillow saves."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format)
    return file.getvalue()


_FORMATS, _SIDES, _SEEDS = st.sampled_from(FORMATS), st.integers(9, 4000), st.integers(0, 2**32)
PIXELS = st.builds(noise, _FORMATS, _SIDES, _SIDES, _SEEDS)
"""What one would write first: a format, two sides, and random pixels."""
FAULTS = (
    st.builds(noise, _FORMATS, st.integers(1, 8), _SIDES, _SEEDS),
    st.builds(noise, _FORMATS, st.integers(4001, 5000), st.integers(9, 400), _SEEDS),
    st.builds(lambda kind, seed: grown_noise(kind, np.random.default_rng(seed)), _FORMATS, _SEEDS),
    st.builds(lambda data: data[: len(data) // 2], PIXELS),
    st.binary(max_size=5000),
)
"""Too small, too large, too heavy, cut, and no picture: as many of the faults of ``calls()`` as need no face."""


def naive_calls() -> st.SearchStrategy[Naive]:
    """A call of two pictures within the limits."""
    return st.tuples(PIXELS, PIXELS)


def naive_faults() -> st.SearchStrategy[Naive]:
    """A call whose first picture may have a fault; one in seven is too heavy, as in ``calls()``."""
    return st.tuples(st.one_of(PIXELS, PIXELS.map(bytes), *FAULTS), PIXELS)


def built(example: Asked | Naive) -> None:
    """Make sure that the bytes of both pictures are there."""
    if isinstance(example, Asked):
        for shown in (example.one, example.two):
            if isinstance(shown, Picture):
                shown.make()


def cpu(
    strategy: st.SearchStrategy[Asked] | st.SearchStrategy[Naive],
    number: int,
    examples: int,
    then: Callable[[Asked | Naive], None] = built,
) -> float:
    """CPU seconds of an example, the same ones for each number; ``then`` is done with each."""
    drawn = 0

    @seed(number)
    @settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def draw(example: Asked | Naive) -> None:
        nonlocal drawn
        drawn += 1
        then(example)

    started = time.process_time()
    draw()
    return (time.process_time() - started) / drawn


def examples(rounds: int) -> Iterable[Row]:
    """Our calls against naive ones, of which there are enough that the small ones, with which draws begin, are few.

    The mean of all rounds is told: a naive example takes as long as its sides are, which no median would say.
    """
    ways: dict[str, Callable[[int], float]] = {
        "ours": lambda number: cpu(calls(), number, 200),
        "drawn": lambda number: cpu(calls(), number, 200, lambda _: None),
        "random pixels": lambda number: cpu(naive_calls(), number, 50),
        "random pixels with faults": lambda number: cpu(naive_faults(), number, 50),
    }
    spent = dict.fromkeys(ways, 0.0)
    for number in range(rounds):
        for name, way in ways.items():
            spent[name] += way(number) / rounds
    ours, drawn = spent.pop("ours"), spent.pop("drawn")
    for name, naive in spent.items():
        faster = naive / ours
        yield (
            name, f"{1 / naive:.1f}", f"{1 / ours:.0f}", f"{1 / drawn:.0f}",
            *ratio(faster, ">= 50x", met=faster >= 50),
        )  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Print the tables as they grow."""
    rounds = asked("images", __doc__, arguments, rounds=3)
    write = sys.stdout.write
    write(f"A picture of {HEAVY:,} bytes, its base picture cached; the limit is a memory copy:\n\n")
    write(table(_HEAVY_HEADS, (row for format in FORMATS for row in heavy(format, rounds))))
    write(f"\nA scene of {LARGE[0]} x {LARGE[1]} px with 4 faces, nothing cached but the portraits:\n\n")
    scenes = {format: large(format, rounds) for format in FORMATS}
    write(table(_LARGE_HEADS, (row for row, _ in scenes.values())))
    write("\n" + behind("Pillow / ours", {format: slower for format, (_, slower) in scenes.items()}))
    write("\nExamples a second of CPU, the bytes of both pictures built:\n\n")
    write(table(_EXAMPLES_HEADS, examples(rounds)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
