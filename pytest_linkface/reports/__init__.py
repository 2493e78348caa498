"""Showing the verdict: values to text, without pytest."""

from pytest_linkface.reports._json import footer, header, write
from pytest_linkface.reports._terminal import Line, answer, needed, paste, terminal

__all__ = ["Line", "answer", "footer", "header", "needed", "paste", "terminal", "write"]
