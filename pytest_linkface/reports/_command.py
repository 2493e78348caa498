"""``python -m pytest_linkface diff A.json B.json``: what two reports say differently, clause by clause."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pytest_linkface.reports._difference import differences, side_by_side
from pytest_linkface.reports._reading import read


def main(arguments: Sequence[str]) -> int:
    """Print the differences; 0 when there are none, 1 when there are some, 2 when a report cannot be compared."""
    parser = argparse.ArgumentParser(prog="python -m pytest_linkface diff", description=__doc__)
    for name in ("A", "B"):
        parser.add_argument(name, type=Path, metavar=f"{name}.json", help="a report.json of a finished run")
    options = parser.parse_args(arguments)
    try:
        a, b = _finished(options.A), _finished(options.B)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("".join(f"{line}\n" for line in side_by_side(a, b)))
    return 1 if differences(a, b) else 0


def _finished(path: Path) -> dict[str, Any]:
    report = read(path)
    if "footer" not in report:
        raise ValueError(f"{path} has no verdict: that run was interrupted")
    return report
