"""What pytest's own JUnit file tells of a case beyond its outcome."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_linkface.contract import clauses
from pytest_linkface.reports._plain import plain
from pytest_linkface.verdict import Result


def properties(result: Result) -> Iterator[tuple[str, str]]:
    """Name and value of each ``<property>``; those of a finding come once for each finding, in the same order."""
    yield "linkface.clause", result.clause
    yield "linkface.level", str(clauses()[result.clause].level)
    yield "linkface.state", str(result.state)
    yield "linkface.calls", str(result.calls)
    if result.note:
        yield "linkface.note", plain(result.note)
    for finding in result.findings:
        yield "linkface.broken", finding.clause
        yield "linkface.broken.level", str(clauses()[finding.clause].level)
        yield "linkface.expected", plain(finding.expected)
        yield "linkface.observed", plain(finding.observed)
        yield from (("linkface.picture", plain(line)) for line in finding.pictures)
        yield "linkface.curl", plain(finding.curl)
