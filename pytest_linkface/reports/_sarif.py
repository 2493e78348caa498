"""``results.sarif``: findings for code scanning, as SARIF 2.1.0; rules are the clauses."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pytest_linkface.contract import Clause, Level
from pytest_linkface.reports._document import Document, Shown, answer_of, shown
from pytest_linkface.reports._plain import plain

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Level.MUST: "error", Level.SHOULD: "warning", Level.OBSERVE: "note"}
_VOLATILE = re.compile(r"[0-9a-f]{16,}|(?<=:)\d{2,5}\b", re.IGNORECASE)
"""Ids and ports: new in each run, and an alert has to stay the same one."""
_SUPPRESSED = {"suppressions": [{"kind": "external", "justification": "an entry of --linkface-known-failures"}]}


def sarif(document: Document, *, file: str = "linkface-contract") -> str:
    """The findings of the document of ``report.json``.

    Args:
        document: What ``report.json`` holds.
        file: Where code scanning shows them, relative to the repository: a promise stands in no file, and GitHub takes
            no result without one.
    """
    told = shown(document)
    rules = [_rule(one.clause) for one in told]
    driver = {"name": "pytest-linkface", "semanticVersion": document["header"]["kit"].split()[-1], "rules": rules}
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(document)],
        "columnKind": "unicodeCodePoints",
        "results": list(_results(told, file)),
    }
    text = json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()


def fingerprints(found: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Iterator[str]:
    """What stays of each finding from run to run: clause, case and what was sent; of equal ones, which it is."""
    seen: Counter[str] = Counter()
    for clause, case, finding in found:
        sent = sorted(f"{name}={_VOLATILE.sub('*', text)}" for name, text in finding["sent"].items())
        text = "\n".join([clause, case, *sent])
        seen[text] += 1
        yield hashlib.sha256(f"{text}\n{seen[text]}".encode("utf-8", "backslashreplace")).hexdigest()


def _rule(clause: Clause) -> dict[str, Any]:
    """A clause with the manual's sentence."""
    quotation = f"manual, line {clause.line}: {clause.sentence}"
    return {
        "id": clause.id,
        "name": "".join(word.capitalize() for word in clause.id.split("-")[1:]),
        "shortDescription": {"text": clause.gloss},
        "fullDescription": {"text": f"{clause.gloss} {quotation}"},
        "help": {"text": quotation},
        "defaultConfiguration": {"level": _LEVELS[clause.level]},
        "properties": {"tags": ["contract", str(clause.level)], "precision": "very-high"},
    }


def _invocation(document: Document) -> dict[str, Any]:
    started = {"startTimeUtc": document["header"]["started"].replace("+00:00", "Z")}
    if "footer" in document:
        noted = {"level": "none", "message": {"text": plain(answer_of(document))}}
        code = document["footer"]["exit_code"]
        return started | {"executionSuccessful": True, "exitCode": code, "toolExecutionNotifications": [noted]}
    partial = f"{answer_of(document)}. The results are partial, of {len(document['results'])} cases: what is not here "
    noted = {"level": "error", "message": {"text": f"{partial}was not asked, and is neither kept nor mended."}}
    return started | {"executionSuccessful": False, "toolExecutionNotifications": [noted]}


def _results(told: list[Shown], file: str) -> Iterator[dict[str, Any]]:
    found = [(number, one, place, *one.findings[place])
             for number, one in enumerate(told) for place in range(len(one.findings))]  # fmt: skip
    marks = fingerprints((one.clause.id, case, row) for _, one, _, case, row in found)
    place = {"physicalLocation": {"artifactLocation": {"uri": file}, "region": {"startLine": 1}}}
    for (number, one, rank, case, row), mark in zip(found, marks, strict=True):
        yield {
            "ruleId": one.clause.id,
            "ruleIndex": number,
            "level": _LEVELS[one.clause.level],
            "message": {"text": _message(one.clause, case, row)},
            "locations": [place | {"logicalLocations": [{"fullyQualifiedName": case, "kind": "function"}]}],
            "partialFingerprints": {"linkface/v1": mark},
        } | ({} if rank < len(one.red) else _SUPPRESSED)


def _message(clause: Clause, case: str, row: Mapping[str, Any]) -> str:
    """Of one paragraph, for code scanning shows the first sentence where room is short; ``[`` would begin a link."""
    told = f"{clause.gloss} Expected {row['expected']}; came {row['observed']}. Case {case}. Repeat: {row['curl']}"
    return re.sub(r"([\\\[\]])", r"\\\1", plain(told)).replace("{", "{{").replace("}", "}}")

