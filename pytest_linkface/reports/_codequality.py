"""``codequality.json``: findings as GitLab's merge requests show them."""

from __future__ import annotations

import json

from pytest_linkface.contract import Level
from pytest_linkface.reports._document import Document, shown
from pytest_linkface.reports._plain import plain
from pytest_linkface.reports._sarif import fingerprints

_SEVERITIES = {Level.MUST: "critical", Level.SHOULD: "minor", Level.OBSERVE: "info"}


def codequality(document: Document, *, file: str = "linkface-contract") -> str:
    """The findings that no entry excuses, in the format of GitLab's Code Quality; ``file`` is as for SARIF."""
    told = [one for one in shown(document) if one.state == "broken"]
    found = [(one.clause, case, row) for one in told for case, row in one.red]
    marks = fingerprints((clause.id, case, row) for clause, case, row in found)
    rows = [
        {
            "description": plain(f"{clause.id} {clause.gloss} Expected {row['expected']}; came {row['observed']}"),
            "check_name": clause.id,
            "fingerprint": mark,
            "severity": _SEVERITIES[clause.level],
            "location": {"path": file, "lines": {"begin": 1}},
        }
        for (clause, case, row), mark in zip(found, marks, strict=True)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
