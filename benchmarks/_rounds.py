"""Ways that take turns, so that a busy moment of the machine meets all alike; and what is told of their rounds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from statistics import median
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Told = TypeVar("Told")


def taking_turns(ways: Mapping[Key, Callable[[], Told]], rounds: int) -> dict[Key, list[Told]]:
    """What each way measures, round by round; each round asks every way once."""
    found: dict[Key, list[Told]] = {name: [] for name in ways}
    for number in range(rounds):
        sys.stderr.write(f"round {number + 1} of {rounds}\n")
        for name, measure in ways.items():
            found[name].append(measure())
    return found


def in_turn(ways: Mapping[Key, Callable[[], float]], rounds: int) -> dict[Key, float]:
    """The median of what each way measures."""
    return {name: median(values) for name, values in taking_turns(ways, rounds).items()}


def quotients(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """One for each round: what slowed a round down slowed both."""
    return [one / other for one, other in zip(above, below, strict=True)]


def asked(module: str, description: str | None, arguments: Sequence[str], *, rounds: int) -> int:
    """How many rounds a command line asks for."""
    parser = argparse.ArgumentParser(f"python -m benchmarks.{module}", description=description)
    parser.add_argument("--rounds", type=int, default=rounds, help="(default: %(default)s)")
    return int(parser.parse_args(arguments).rounds)
