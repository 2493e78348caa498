"""Counts the faces of many composed pictures with detectors that exist in earnest, and says how often they err."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image

from pytest_linkface.images._people import BACKGROUNDS, MAX_FACES, PEOPLE, compose, natural_size
from tools.detectors import DETECTORS, FURTHER, grey_of
from tools.rework import REWORKS
from tools.suite_faces import count_suite

ENOUGH = 0.995
"""The share of pictures that each detector must count exactly."""
ALL = {**DETECTORS, **FURTHER}
Tally = Counter[tuple[str, int, str]]
"""How many pictures by detector, number of faces and outcome."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture to be counted, as the arguments that compose it."""

    people: tuple[str, ...]
    size: tuple[int, int]
    background: str
    seed: int
    rework: str

    def draw(self) -> Image.Image:
        """The picture as a detector gets it."""
        return REWORKS[self.rework](compose(self.people, self.size, background=self.background, seed=self.seed))


def _size(random: Random, n_faces: int, longest: int) -> tuple[int, int]:
    """From about the natural size up to `longest`, near its proportions, in which the heads keep their share."""
    width, height = natural_size(n_faces)
    growth = random.uniform(1.0, longest / max(width, height))
    return round(width * growth * random.uniform(0.95, 1)), round(height * growth * random.uniform(0.95, 1))


def scenes(number: int, *, seed: int, longest: int) -> Iterator[Scene]:
    """So many scenes, with every number of faces in turn."""
    random = Random(seed)
    for index in range(number):
        n_faces = index % (MAX_FACES + 1)
        yield Scene(
            people=tuple(random.choices(PEOPLE, k=n_faces)),
            size=_size(random, n_faces, longest),
            background=random.choice(sorted(BACKGROUNDS)),
            seed=random.randrange(1 << 30),
            rework=random.choice(sorted(REWORKS)),
        )


def outcome(found: int, truth: int) -> str:
    """The name of a count's rightness."""
    return "exact" if found == truth else "missed" if found < truth else "extra"


def count(drawn: Iterator[Scene], detectors: Sequence[str]) -> Tally:
    """Lets every detector count every scene; prints the scenes that were not counted exactly."""
    tally: Tally = Counter()
    for scene in drawn:
        grey = grey_of(scene.draw())
        for name in detectors:
            found = len(ALL[name](grey))
            tally[name, len(scene.people), outcome(found, len(scene.people))] += 1
            if found != len(scene.people):
                print(f"{name} found {found}: {scene}")
    return tally


def _row(tally: Tally, name: str, numbers: Sequence[int]) -> list[int]:
    return [sum(tally[name, number, kind] for number in numbers) for kind in ("exact", "missed", "extra")]


def table(tally: Tally, detectors: Sequence[str]) -> str:
    """The tally as text: a line for each detector and number of faces, and one for all of them."""
    lines = [f"{'detector':<14} {'faces':>5} {'exact':>6} {'missed':>6} {'extra':>6}"]
    for name in detectors:
        for label, numbers in [*((str(n), [n]) for n in range(MAX_FACES + 1)), ("all", range(MAX_FACES + 1))]:
            exact, missed, extra = _row(tally, name, numbers)
            lines.append(f"{name:<14} {label:>5} {exact:>6} {missed:>6} {extra:>6}")
    return "\n".join(lines)


def main() -> None:
    """The command: `python -m tools.count_faces`; exit code 1 where a detector is right too seldom."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--longest", type=int, default=900, help="the largest long side in pixels")
    parser.add_argument("--detectors", nargs="+", choices=sorted(ALL), default=["haar alt2", "dlib hog"])
    parser.add_argument("--suite", action="store_true", help="count the suite's own pictures, every one exactly")
    options = parser.parse_args()
    if options.suite:
        sys.exit(not count_suite(options.detectors))
    drawn = scenes(options.scenes, seed=options.seed, longest=options.longest)
    tally = count(drawn, options.detectors)
    print(table(tally, options.detectors))
    right = {name: _row(tally, name, range(MAX_FACES + 1))[0] / options.scenes for name in options.detectors}
    print(*(f"{name} {share:.2%}" for name, share in right.items()), sep=", ")
    sys.exit(min(right.values()) < ENOUGH)


if __name__ == "__main__":
    main()
