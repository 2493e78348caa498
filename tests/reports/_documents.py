"""Documents of ``report.json`` as runs of every kind leave them, and hostile ones."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

from pytest_linkface import reports
from pytest_linkface.contract import Level, clauses, validator
from pytest_linkface.evidence import Evidence
from pytest_linkface.verdict import Finding, Result, State, Verdict, reach
from tests._runs import FINDING, MUST, broken, kept, results, verdict

RECIPES = (
    "images.scene(faces=5)",
    "images.scene(faces=('ana', 'bo'), format='PNG', orientation=6)",
    "images.scene(faces=1, turn=90)",
    "images.cut(images.scene(faces=1), 0.5)",
    "images.flat(4001, 9, format='GIF')",
    "images.padded(images.scene(faces=1), 5242881)",
    "images.foreign('WEBP', faces=('ada',))",
    "images.landscape()",
    "images.empty()",
)
FILES = "image_one_file", "image_two_file"
MARKUP = (
    "</pre></script><script>window.owned=1</script><img src=x onerror=window.owned=1>\" onclick='x' &amp; "
    "\ud800\u202e\0"
)
"""What a server may say to get into a page."""


def head(target: str = "http://127.0.0.1:8000", **more: Any) -> dict[str, Any]:
    """The header of a run."""
    return more | reports.header(
        target=target, version="0.1.0", started="2026-01-31T12:00:00+00:00",
        judged=(Level.MUST, Level.SHOULD), fail_under=75.0,
    )  # fmt: skip


def document(
    found: Collection[Result], reached: Verdict | None, *, header: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What a reader of the file gets, held to the schema."""
    made: dict[str, Any] = {"header": header or head(), "results": [one.as_json() for one in found]}
    made |= {"footer": reports.footer(reached)} if reached else {}
    read: dict[str, Any] = json.loads(json.dumps(made))
    validator("report").validate(read)
    return read


def of(*, header: dict[str, Any] | None = None, **run: Any) -> dict[str, Any]:
    """A finished run in which every clause is kept but those that are named."""
    return document(results(**run), verdict(**run), header=header)


def of_every_state() -> dict[str, Any]:
    """A run in which clauses came out in every way there is, one of them broken."""
    made = of(broken_ids=[MUST[3]])
    for row, state in zip(made["footer"]["clauses"][4:], State, strict=False):
        row |= {"state": str(state), "note": "as an example"}
    return made


def interrupted() -> dict[str, Any]:
    """A run of which three cases are known, one of them with a finding."""
    return document([broken(clauses()[MUST[0]]), *results()[1:3]], None)


def with_finding(finding: Finding, *, header: dict[str, Any] | None = None) -> dict[str, Any]:
    """A run in which one clause is broken, in just that way."""
    return of_cases([Result(f"{finding.clause}[case]", finding.clause, State.BROKEN, (), (finding,))], header=header)


def of_cases(found: list[Result], *, header: dict[str, Any] | None = None) -> dict[str, Any]:
    """A finished run of these cases."""
    planned: dict[str, tuple[str, ...]] = {}
    for one in found:
        planned[one.clause] = (*planned.get(one.clause, ()), one.case)
    return document(found, reach(found, planned), header=header)


def hostile() -> dict[str, Any]:
    """A run in which everything that a server or a stranger's file can choose is an attack on the page."""
    seen = Evidence(MARKUP, {MARKUP: MARKUP}, MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, (MARKUP,))
    found = replace(FINDING, expected=MARKUP, observed=MARKUP, sent={MARKUP: MARKUP}, curl=MARKUP, pictures=(MARKUP,))
    unseen = Result(f"{MUST[1]}[{MARKUP}]", MUST[1], State.NOT_EXERCISED, note=MARKUP)
    case = Result(f"{MUST[0]}[{MARKUP}]", MUST[0], State.BROKEN, (), (found,), exchanges=(seen,))
    made = of_cases([case, unseen], header=head(MARKUP))
    made["footer"]["stale"] = [MARKUP]
    made["footer"]["answer"] = f"BROKEN: {MARKUP}"
    return made


def large(cases: int = 1_000, *, broken_cases: int = 100) -> dict[str, Any]:
    """A run of so many cases, the last of them with findings whose pictures are of every kind."""
    asked = enumerate(islice(cycle(clauses().values()), cases))
    found = [_broken_case(number, clause.id) if number < broken_cases else kept(clause) for number, clause in asked]
    return of_cases([
        replace(one, case=f"{one.clause}[case {number}, both sides]", exchanges=exchanges(number))
        for number, one in enumerate(found)
    ])


def exchange(number: int = 0) -> Evidence:
    """A call and its answer as the emulator gives it, like no other of another number."""
    recipes = f"images.scene(faces=('ana',), seed={number})", f"{RECIPES[number % len(RECIPES)][:-1]}, seed={number})"
    body = {
        "request_id": f"TID{number:032x}", "status": "OK", "confidences": [[0.9 - number / 9973]],
        "max_confidence": 0.9 - number / 9973, "image_one": {"image_one_id": f"{number * 7919:032x}"},
        "image_two": {"image_two_id": f"{number * 104729:032x}"},
    }  # fmt: skip
    form = [f"-F 'image_{side}_file=@image_{side}.jpg;filename=\"picture.jpg\"'" for side in ("one", "two")]
    return Evidence(
        "POST /identity/compare_faces_in_two_images?api_id=$LINKFACE_API_ID&api_secret=$LINKFACE_API_SECRET",
        {name: f"{recipe} as 'picture.jpg', image/jpeg" for name, recipe in zip(FILES, recipes, strict=True)},
        "200 OK", "200 OK", "application/json;charset=utf-8", json.dumps(body),
        " ".join([FINDING.curl + "?api_id=$LINKFACE_API_ID&api_secret=$LINKFACE_API_SECRET", *form]),
        tuple(f'python -m pytest_linkface picture "{recipe}" image_one.jpg' for recipe in recipes),
    )  # fmt: skip


def exchanges(number: int) -> tuple[Evidence, ...]:
    """Those of a case of ``large``, as many as cases of the suite have on average: every other one has two."""
    return tuple(exchange(2 * number + place) for place in range(1 + number % 2))


def _broken_case(number: int, clause: str) -> Result:
    one, two = RECIPES[number % len(RECIPES)], RECIPES[number // 7 % len(RECIPES)]
    sent = {name: f"{recipe} as 'picture.jpg', image/jpeg" for name, recipe in zip(FILES, (one, two), strict=True)}
    pictures = tuple(f'python -m pytest_linkface picture "{recipe}" image.jpg' for recipe in (one, two))
    curl = FINDING.curl + "?api_id=$LINKFACE_API_ID&api_secret=$LINKFACE_API_SECRET" + " -F 'image_one_file=@image'" * 6
    came = f"500 text/html: {'x' * 120}"
    found = replace(FINDING, clause=clause, observed=came, sent=sent, curl=curl, pictures=pictures)
    return Result(f"{clause}[x]", clause, State.BROKEN, (), (found,), calls=2, seconds=0.01 * number)
