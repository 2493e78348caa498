"""``python -m pytest_linkface selfcheck``: does the suite find every fault that it should, and no other?"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from pytest_linkface.contract import Level, clauses
from pytest_linkface.emulator import CONTROLS, MUTANTS, require_detector
from pytest_linkface.selfcheck._matrix import Matrix
from pytest_linkface.selfcheck._outcome import Outcome
from pytest_linkface.selfcheck._trial import trial

REPORT = "selfcheck.json"


def main(arguments: Sequence[str]) -> int:
    """Print the matrix; 0 when each mutant is killed by its own clause and no control is accused."""
    options = _options(arguments)
    only = options.only or ""
    require_detector()
    started = time.monotonic()
    matrix = Matrix(tuple(_outcomes(_names(only), jobs=options.jobs, only=only)), only)
    for line in matrix.lines():
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"{time.monotonic() - started:.0f} s in {options.jobs} processes\n")
    if options.report:
        options.report.mkdir(parents=True, exist_ok=True)
        text = json.dumps(matrix.as_json(), ensure_ascii=False, indent=1) + "\n"
        (options.report / REPORT).write_text(text, "utf-8", newline="\n")
    return matrix.exit_code


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pytest_linkface selfcheck", description=__doc__)
    parser.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, help="processes (default: %(default)s)")
    parser.add_argument("--only", type=_judged, metavar="CLAUSE", help="its mutants and its cases alone")
    parser.add_argument("--report", type=Path, metavar="DIR", help=f"write {REPORT} there")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _judged(text: str) -> str:
    clause = clauses().get(text)
    if clause is None or clause.level is Level.OBSERVE:
        raise argparse.ArgumentTypeError(f"{text} is no MUST or SHOULD clause: python -m pytest_linkface clauses")
    return text


def _names(only: str) -> list[str]:
    """Controls first: they take longest, for nothing in them ends the questions."""
    return [*CONTROLS, *(name for name, mutant in MUTANTS.items() if only in ("", *mutant.clauses))]


def _outcomes(names: Sequence[str], *, jobs: int, only: str) -> Iterator[Outcome]:
    if jobs == 1:
        yield from (trial(name, only) for name in names)
        return
    with get_context("spawn").Pool(min(jobs, len(names))) as pool:
        yield from pool.imap(partial(trial, only=only), names)
