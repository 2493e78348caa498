"""``python -m pytest_linkface selfcheck``: does the suite find every fault that it should, and no other?"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from pytest_linkface.contract import Level, clauses
from pytest_linkface.selfcheck._battery import battery
from pytest_linkface.selfcheck._document import NAME, write
from pytest_linkface.selfcheck._matrix import Matrix
from pytest_linkface.selfcheck._outcome import Outcome
from pytest_linkface.selfcheck._pins import pins
from pytest_linkface.selfcheck._processes import USUAL, in_processes
from pytest_linkface.selfcheck._progress import Progress
from pytest_linkface.selfcheck._trial import trial

SHIPPED = "pytest_linkface.selfcheck._emulated:shipped"

Task = tuple[str, int]
"""The name of a server, and a seed."""


def main(arguments: Sequence[str], *, address: str = SHIPPED) -> int:
    """Print the matrix; 0 when each mutant is killed by its own clause, no control accused and no liar misjudged."""
    options = _options(arguments, address)
    options.only = options.only or ""
    started = time.monotonic()
    matrix = Matrix(tuple(_outcomes(_tasks(options), options)), options.only)
    for line in matrix.lines():
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"{time.monotonic() - started:.0f} s in {options.jobs} processes\n")
    if options.report:
        write(matrix, options.report, options.battery)
    if options.pins:
        sys.stdout.write(pins(matrix.outcomes))
    return matrix.exit_code


def _options(arguments: Sequence[str], address: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pytest_linkface selfcheck", description=__doc__)
    parser.add_argument("--jobs", type=_positive, default=USUAL, help="processes (default: %(default)s)")
    parser.add_argument("--only", type=_judged, metavar="CLAUSE", help="its mutants and its cases alone")
    parser.add_argument(
        "--seeds", type=_positive, default=1, metavar="N",
        help="so many orders of the cases and seeds of the servers: 0 to N-1 (default: the suite's order)",
    )  # fmt: skip
    parser.add_argument("--report", type=Path, metavar="DIR", help=f"write {NAME}.json and {NAME}.md there")
    parser.add_argument(
        "--battery", type=_found, default=address, metavar="MODULE:NAME", help="other servers than the shipped ones"
    )
    parser.add_argument("--pins", action="store_true", help="print the reasons that were met, as TOML, to be reviewed")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _found(address: str) -> str:
    try:
        battery(address)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return address


def _judged(text: str) -> str:
    clause = clauses().get(text)
    if clause is None or clause.level is Level.OBSERVE:
        raise argparse.ArgumentTypeError(f"{text} is no MUST or SHOULD clause: python -m pytest_linkface clauses")
    return text


def _tasks(options: argparse.Namespace) -> list[Task]:
    """Every server at the first seed, then every server at each of the others."""
    names = battery(options.battery).names(options.only)
    return [(name, seed) for seed in range(options.seeds) for name in names]


def _outcomes(tasks: Sequence[Task], options: argparse.Namespace) -> Iterator[Outcome]:
    tried = partial(_tried, address=options.battery, only=options.only)
    return Progress(len(tasks), _aside).watch(in_processes(tasks, tried, options.jobs))


def _aside(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _tried(task: Task, *, address: str, only: str) -> Outcome:
    name, seed = task
    return trial(address, name, only=only, seed=seed)
