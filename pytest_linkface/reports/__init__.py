"""Showing the verdict: values to text, without pytest."""

from pytest_linkface.reports._annotations import github_lines
from pytest_linkface.reports._badge import badge
from pytest_linkface.reports._codequality import codequality
from pytest_linkface.reports._difference import Change, Difference, differences, side_by_side
from pytest_linkface.reports._document import Document
from pytest_linkface.reports._folder import ReportFolder
from pytest_linkface.reports._json import document, footer, header, write
from pytest_linkface.reports._junit import properties
from pytest_linkface.reports._kept import PictureFolder
from pytest_linkface.reports._page import page
from pytest_linkface.reports._plain import plain
from pytest_linkface.reports._reading import read
from pytest_linkface.reports._sarif import sarif
from pytest_linkface.reports._summary import summary
from pytest_linkface.reports._terminal import Line, answer, needed, paste, terminal

__all__ = [
    "Change",
    "Difference",
    "Document",
    "Line",
    "PictureFolder",
    "ReportFolder",
    "answer",
    "badge",
    "codequality",
    "differences",
    "document",
    "footer",
    "github_lines",
    "header",
    "needed",
    "page",
    "paste",
    "plain",
    "properties",
    "read",
    "sarif",
    "side_by_side",
    "summary",
    "terminal",
    "write",
]
