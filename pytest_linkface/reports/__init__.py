"""Showing the verdict: values to text, without pytest."""

from pytest_linkface.reports._difference import Change, Difference, differences, side_by_side
from pytest_linkface.reports._json import footer, header, write
from pytest_linkface.reports._terminal import Line, answer, needed, paste, terminal

__all__ = [
    "Change",
    "Difference",
    "Line",
    "answer",
    "differences",
    "footer",
    "header",
    "needed",
    "paste",
    "side_by_side",
    "terminal",
    "write",
]
