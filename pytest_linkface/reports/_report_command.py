"""``python -m pytest_linkface report A.json [B.json ...] -o FILE``: one page of one run, or of several side by side."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pytest_linkface.reports._json import put
from pytest_linkface.reports._page import page
from pytest_linkface.reports._reading import read


def main(arguments: Sequence[str]) -> int:
    """Write the page and say where; 2 when a report cannot be read, or the page not be written."""
    parser = argparse.ArgumentParser(prog="python -m pytest_linkface report", description=__doc__)
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT.json", help="a column each, in this order")
    parser.add_argument("-o", "--output", type=Path, default=Path("report.html"), metavar="FILE", help="(report.html)")
    options = parser.parse_args(arguments)
    try:
        text = page([read(path) for path in options.reports])
        _write(options.output, text, options.reports)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{options.output}\n")
    return 0


def _write(output: Path, text: str, sources: Sequence[Path]) -> None:
    if any(output.resolve() == path.resolve() for path in sources):
        raise ValueError(f"{output} is one of the reports: name another file with -o")
    put(output, text)
