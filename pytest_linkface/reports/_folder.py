"""The folder of ``--linkface-report``: ``report.json`` from the first case on, and its other forms at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pytest_linkface.reports._badge import badge
from pytest_linkface.reports._codequality import codequality
from pytest_linkface.reports._document import Document
from pytest_linkface.reports._json import NAME, as_text, put, so_far
from pytest_linkface.reports._kept import PictureFolder
from pytest_linkface.reports._page import page
from pytest_linkface.reports._sarif import sarif
from pytest_linkface.reports._summary import summary
from pytest_linkface.verdict import Result

Render = Callable[[Document], str]


class ReportFolder:
    """Holds what one run writes.

    Args:
        path: The folder, which need not exist.
        head: What ``header`` returned.
        file: Where code scanning shows findings, relative to the repository.
    """

    def __init__(self, path: Path, head: dict[str, Any], *, file: str) -> None:
        self.path = path
        self._at = path.absolute()  # a test of the user's may change the folder
        self._head = head
        self._rows: dict[str, str] = {}
        self._forms: Mapping[str, Render] = {
            "badge.json": badge,
            "codequality.json": partial(codequality, file=file),
            "report.html": lambda whole: page([whole]),
            "results.sarif": partial(sarif, file=file),
            "summary.md": summary,
        }

    def open(self) -> None:
        """Take the place of an older report: what is killed leaves no verdict of the run before it.

        Raises:
            OSError: the folder cannot be written to.
        """
        self._put_so_far()
        PictureFolder(self._at).clear()
        for name in self._forms:
            (self._at / name).unlink(missing_ok=True)

    def add(self, result: Result) -> None:
        """Write ``report.json`` as far as it goes."""
        self._rows[result.case] = json.dumps(result.as_json())
        self._put_so_far()

    def close(self, foot: dict[str, Any] | None) -> dict[str, Any]:
        """Write every form of the run, which has no ``foot`` when it was broken off; returns the document."""
        whole: dict[str, Any] = {"header": self._head, "results": [json.loads(row) for row in self._rows.values()]}
        whole |= {} if foot is None else {"footer": foot}
        put(self._at / NAME, as_text(whole))
        lines = [one["curl"] for row in whole["results"] for one in row["findings"]]
        PictureFolder(self._at).clear(but=lines)  # a case may find something that it does not tell in the end
        for name, render in self._forms.items():
            put(self._at / name, render(whole))
        return whole

    def _put_so_far(self) -> None:
        put(self._at / NAME, so_far(self._head, self._rows.values()))
