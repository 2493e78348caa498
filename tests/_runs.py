"""Runs of the suite as their results, without a suite: one case for each clause."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pytest_linkface.contract import Clause, Level, clauses
from pytest_linkface.verdict import Finding, Result, State, Verdict, reach

PLANNED: dict[str, tuple[str, ...]] = {clause.id: (f"{clause.id}[case]",) for clause in clauses().values()}
MUST, SHOULD, OBSERVE = ([clause.id for clause in clauses().values() if clause.level is level] for level in Level)
FINDING = Finding(
    MUST[0],
    "200 OK",
    "500 text/html: '<h1>'",
    {"image_one_file": "images.scene(faces=('ana',)) as 'picture.jpg'", "image_two_id": "6d1ac077"},
    'curl -sS -i -X POST "http://host/identity/compare_faces_in_two_images"',
    ("python -m pytest_linkface picture \"images.scene(faces=('ana',))\" image_one.jpg",),
)


def result(clause: Clause, state: State, **other: Any) -> Result:
    """What the one case of a clause found."""
    good = state in (State.VERIFIED, State.OBSERVED)
    return Result(f"{clause.id}[case]", clause.id, state, (clause.id,) if good else (), calls=1, **other)


def kept(clause: Clause) -> Result:
    """A clause that came out well."""
    observed = clause.level is Level.OBSERVE
    return result(clause, State.OBSERVED, note="200 OK") if observed else result(clause, State.VERIFIED)


def broken(clause: Clause) -> Result:
    """A clause with a finding."""
    found = Finding(clause.id, FINDING.expected, FINDING.observed, FINDING.sent, FINDING.curl, FINDING.pictures)
    return result(clause, State.BROKEN, findings=(found,))


def results(
    *, broken_ids: Collection[str] = (), open_ids: Collection[str] = (), without: Collection[str] = ()
) -> list[Result]:
    """A run in which every clause is kept but those that are named."""
    found = []
    for clause in clauses().values():
        if clause.id in broken_ids:
            found.append(broken(clause))
        elif clause.id in open_ids:
            found.append(result(clause, State.NOT_EXERCISED, note=clause.needs or "no positive control"))
        elif clause.id not in without:
            found.append(kept(clause))
    return found


def verdict(
    *, broken_ids: Collection[str] = (), open_ids: Collection[str] = (), without: Collection[str] = (), **options: Any
) -> Verdict:
    """The verdict on such a run."""
    return reach(results(broken_ids=broken_ids, open_ids=open_ids, without=without), PLANNED, **options)
