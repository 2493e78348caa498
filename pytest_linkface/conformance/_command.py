"""``python -m pytest_linkface corpus DIR``: the suite's cases as files, or its pictures on one sheet."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pytest_linkface.conformance._corpus import MANIFEST, write_corpus
from pytest_linkface.conformance._sheet import sheet


def main(arguments: Sequence[str]) -> int:
    """Write what is asked for; 2 when it cannot be written."""
    parser = argparse.ArgumentParser(
        "python -m pytest_linkface corpus",
        description="Write every case of the suite as files, with a manifest of requests and allowed outcomes.",
    )
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="a new or empty folder for the corpus")
    parser.add_argument("--sheet", type=Path, metavar="FILE.png", help="all its pictures on one sheet, to look at")
    given = parser.parse_args(arguments)
    if given.folder is None and given.sheet is None:
        parser.error("expected DIR or --sheet FILE.png")
    try:
        if given.folder:
            cases = write_corpus(given.folder)
            sys.stdout.write(f"{cases} cases: {given.folder / MANIFEST}\n")
        if given.sheet:
            sheet().save(given.sheet, "PNG")
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0
