"""Summary, badge, SARIF, Code Quality and GitHub's lines: each from the document of report.json alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from pytest_linkface import reports
from pytest_linkface.contract import Level, clauses, validator
from pytest_linkface.known_failures import KnownFailure
from pytest_linkface.verdict import Result, Verdict, reach
from tests._runs import MUST, OBSERVE, PLANNED, SHOULD, results

BOTH = (Level.MUST, Level.SHOULD)


def document(found: list[Result], *, judged: tuple[Level, ...] = BOTH, finished: bool = True) -> dict[str, Any]:
    """A run's document."""
    reached: Verdict = reach(found, PLANNED, judged=judged)
    head = reports.header(
        target="http://127.0.0.1:8000", version="0.1.0", started="2026-01-31T12:00:00+00:00",
        judged=judged, fail_under=75,
    )  # fmt: skip
    return reports.document(head, found, reports.footer(reached) if finished else None)


def longer(found: list[Result], text: str) -> list[Result]:
    """The same run, in which servers say more."""
    return [
        replace(row, findings=tuple(replace(one, observed=text, curl=f"curl {text}") for one in row.findings))
        for row in found
    ]


@pytest.mark.parametrize(
    ("run", "message", "colour"),
    [
        ({}, f"{len(MUST)} of {len(MUST)} MUST verified", "brightgreen"),
        ({"broken_ids": [*MUST[:2], SHOULD[0]]}, "3 broken", "red"),
        ({"open_ids": MUST}, "too little verified", "orange"),
    ],
    ids=["verified", "broken", "too little"],
)
def test_the_badge_says_the_verdict(run: dict[str, Any], message: str, colour: str) -> None:
    """In the words of shields.io's schema; only what is verified is green."""
    badge = json.loads(reports.badge(document(results(**run))))
    assert (badge["schemaVersion"], badge["label"]) == (1, "linkface contract")
    assert (badge["message"], badge["color"], badge.get("isError", False)) == (message, colour, colour != "brightgreen")


def test_the_badge_of_an_interrupted_run_is_grey() -> None:
    """No verdict, no colour."""
    badge = json.loads(reports.badge(document(results(), finished=False)))
    assert (badge["message"], badge["color"]) == ("interrupted", "lightgrey")


def test_github_is_told_ten_errors_at_most() -> None:
    """MUST before SHOULD; what there is no room for is counted and named in the tenth."""
    lines = list(reports.github_lines(document(results(broken_ids=[*SHOULD[:4], *MUST[:9]]))))
    titles = [re.findall(r"title=(.*?)::", line)[0] for line in lines]
    assert [line.partition(" ")[0] for line in lines] == ["::error"] * 10
    assert [title.split()[0] for title in titles[:9]] == MUST[:9]
    assert titles[9] == "4 more"
    assert all(name in lines[9] for name in SHOULD[:4])


def test_github_is_warned_of_what_is_not_judged() -> None:
    """A broken SHOULD clause that makes nothing red is a warning."""
    (line,) = reports.github_lines(document(results(broken_ids=SHOULD[:1]), judged=(Level.MUST,)))
    assert line.startswith(f"::warning title={SHOULD[0]} SHOULD broken%3A {SHOULD[0]}[case]::")


@pytest.mark.parametrize(
    ("found", "finished", "told"),
    [(results(open_ids=MUST), True, "TOO LITTLE VERIFIED: not one MUST clause."), (results(), False, "interrupted")],
    ids=["too little", "interrupted"],
)
def test_github_is_told_of_runs_that_broke_nothing(found: list[Result], finished: bool, told: str) -> None:
    """One error says why the step is red all the same."""
    (line,) = reports.github_lines(document(found, finished=finished))
    assert line.startswith(f"::error title=linkface contract::{told}")


def half_excused(place: int) -> dict[str, Any]:
    """A clause that is broken in two cases, one of which, the first or the second, is a known failure."""
    whole = results(broken_ids=MUST[:1])
    (row,) = [one for one in whole if one.clause == MUST[0]]
    found = [replace(row, case=f"{MUST[0]}[{name}]",
                     findings=(replace(row.findings[0], observed=f"400 {'EXCUSED' if at == place else 'RED'}"),))
             for at, name in enumerate(("one", "two"))]  # fmt: skip
    entry = KnownFailure(MUST[0], "400 EXCUSED", "why", "who", "where", date(2026, 1, 1), date(2026, 2, 1))
    run = [*found, *(one for one in whole if one is not row)]
    reached = reach(run, PLANNED | {MUST[0]: tuple(one.case for one in found)}, known=(entry,), today=date(2026, 1, 2))
    return reports.document(document(run)["header"], run, reports.footer(reached))


@pytest.mark.parametrize("place", [0, 1])
def test_what_is_red_is_told_before_what_is_excused(place: int) -> None:
    """Annotation, summary, SARIF, page and Code Quality of a clause with both show first what nobody excused."""
    made = half_excused(place)
    validator("report").validate(json.loads(json.dumps(made)))
    (line,) = reports.github_lines(made)
    assert ("400 RED" in line, "400 EXCUSED" in line) == (True, False)
    summary = reports.summary(made)
    assert ("400 RED" in unescape(summary), "400 EXCUSED" in unescape(summary)) == (True, False)
    told = json.loads(reports.sarif(made))["runs"][0]["results"]
    assert ["suppressions" in one for one in told] == [False, True]
    assert "400 RED" in told[0]["message"]["text"]
    assert [("400 RED" in one["description"]) for one in json.loads(reports.codequality(made))] == [True]
    page = reports.page([made])
    assert page.index("400 RED") < page.index("400 EXCUSED") < page.index("a known failure excuses it")


def test_a_partial_sarif_says_that_it_is() -> None:
    """Whoever reads the file of a run that was broken off learns there that what is missing is not mended."""
    made = document(results(broken_ids=MUST[:1]), finished=False)
    text = reports.sarif(made)
    schema = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text("utf-8"))
    Draft4Validator(schema).validate(json.loads(text))
    (invocation,) = json.loads(text)["runs"][0]["invocations"]
    (noted,) = invocation["toolExecutionNotifications"]
    assert (invocation["executionSuccessful"], "exitCode" in invocation, noted["level"]) == (False, False, "error")
    assert f"The results are partial, of {len(made['results'])} cases" in noted["message"]["text"]
    assert "neither kept nor mended" in noted["message"]["text"]


def test_github_is_told_nothing_of_a_good_run() -> None:
    """No line at all."""
    assert list(reports.github_lines(document(results()))) == []


def test_lines_for_github_hold_no_line_of_the_servers() -> None:
    """Percent signs and ends of lines are escaped, so that neither ends the command."""
    lines = list(reports.github_lines(document(longer(results(broken_ids=MUST[:1]), "100%\r\n::error::mine"))))
    assert len(lines) == 1
    assert "100%25\\u000d\\u000a::error::mine" in lines[0]
    assert not {"\n", "\r"} & set(lines[0])


def test_the_summary_is_bounded() -> None:
    """However much servers say it stays under 100 KiB, MUST clauses come first, and what is left out is counted."""
    found = longer(results(broken_ids=[*MUST, *SHOULD]), "`|<b>界" * 3000)
    text = reports.summary(document(found))
    assert len(text.encode()) < 100 * 1024
    assert re.search(r"… and \d+ more parts: see `report.html`", text)
    assert re.findall(r"^\| <code>(LF-[A-Z0-9-]+)</code>", text, re.MULTILINE) == [*MUST, *SHOULD]
    shown = re.findall(r"^### (LF-[A-Z0-9-]+) ", text, re.MULTILINE)
    assert 0 < len(shown) < len([*MUST, *SHOULD])
    assert shown == [*MUST, *SHOULD][: len(shown)]


def test_the_summary_shows_clause_quotation_and_repetition() -> None:
    """Answer, gloss, the manual's sentence, what came, and the lines that repeat it in a fence."""
    text = reports.summary(document(results(broken_ids=MUST[:1])))
    clause = clauses()[MUST[0]]
    shown = unescape(text)
    assert shown.startswith("## ❌ BROKEN: 1 of ")
    assert f"\n> {clause.sentence} (manual, line {clause.line})\n" in shown
    assert "| came | <code>500 text/html: '<h1>'</code> |" in shown
    assert '```sh\npython -m pytest_linkface picture "images.scene' in text
    assert "<h1>" not in text


def test_a_fence_is_longer_than_any_within() -> None:
    """A server's backticks do not end the block."""
    text = reports.summary(document(longer(results(broken_ids=MUST[:1]), "a ``` b ````` c")))
    assert "\n``````sh\n" in text


@pytest.mark.parametrize("finished", [True, False])
def test_alerts_stay_the_same_from_run_to_run(finished: bool) -> None:
    """Another port, another id and another answer give a finding no other fingerprint, another case does."""
    text = json.dumps(document(results(broken_ids=MUST[:2]), finished=finished))
    one = json.loads(text.replace("6d1ac077", f"{'0' * 32} of http://127.0.0.1:8000/a.jpg"))
    two = json.loads(text.replace("6d1ac077", f"{'f' * 32} of http://127.0.0.1:41234/a.jpg").replace("500 ", "502 "))
    assert marks(one) == marks(two)
    assert len(set(marks(one))) == 2


def test_equal_findings_are_told_apart() -> None:
    """Two findings of one case about the same request are two alerts."""
    (row,) = [row for row in results(broken_ids=MUST[:1]) if row.findings]
    assert len(set(marks(document([replace(row, findings=row.findings * 2)])))) == 2


def test_only_pictures_that_a_line_sends_stay(tmp_path: Path) -> None:
    """What was kept for a finding that is not told in the end goes; files of the user's stay."""
    folder = reports.PictureFolder(tmp_path)
    sent, other = folder.keep(b"sent", ".jpg"), folder.keep(b"other", ".jpg")
    (tmp_path / "pictures" / "mine.jpg").write_bytes(b"mine")
    folder.clear(but=[f"curl -F 'image_one_file=@{sent};filename=\"picture.jpg\"'"])
    assert {path.name for path in (tmp_path / "pictures").iterdir()} == {sent.partition("/")[2], "mine.jpg"}
    assert not (tmp_path / other).exists()


def marks(whole: dict[str, Any]) -> list[str]:
    """The fingerprints of SARIF, which are those of Code Quality."""
    (run,) = json.loads(reports.sarif(whole))["runs"]
    found = [result["partialFingerprints"]["linkface/v1"] for result in run["results"]]
    assert found == [row["fingerprint"] for row in json.loads(reports.codequality(whole))]
    return found


def test_sarif_has_a_rule_for_each_clause() -> None:
    """With the manual's sentence and a level, and results point at their rule."""
    (run,) = json.loads(reports.sarif(document(results(broken_ids=[MUST[3], SHOULD[1]])), file="known.toml"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*MUST, *SHOULD, *OBSERVE]
    assert all(clauses()[rule["id"]].sentence in rule["help"]["text"] for rule in rules)
    told = [(one["ruleId"], rules[one["ruleIndex"]]["id"], one["level"]) for one in run["results"]]
    assert told == [(MUST[3], MUST[3], "error"), (SHOULD[1], SHOULD[1], "warning")]
    assert run["invocations"][0] | {"executionSuccessful": True, "exitCode": 1} == run["invocations"][0]
    (row,) = json.loads(reports.codequality(document(results(broken_ids=MUST[:1])), file="known.toml"))
    assert (row["location"]["path"], row["severity"]) == ("known.toml", "critical")


def test_what_is_invisible_is_spelled_out() -> None:
    """Controls, directions and half pairs are escaped as JSON and TOML write them; signs of any language stay."""
    odd = "a\tb\x1b\u202e\ud800\u2028\U000e0001 三选一\u3000é ##[group]"
    assert reports.plain(odd) == r"a\u0009b\u001b\u202e\ud800\u2028\U000e0001 三选一" + "\u3000é " + r"##\u005bgroup]"


def test_junit_is_told_of_each_finding() -> None:
    """Clause, level and state of the case; clause, level, what came and the curl line of each finding."""
    (row,) = [row for row in results(broken_ids=MUST[:1]) if row.clause == MUST[0]]
    told = dict(reports.properties(replace(row, note="a\x00b")))
    assert told == {
        "linkface.clause": MUST[0], "linkface.level": "MUST", "linkface.state": "broken", "linkface.calls": "1",
        "linkface.note": r"a\u0000b", "linkface.broken": MUST[0], "linkface.broken.level": "MUST",
        "linkface.expected": "200 OK", "linkface.observed": "500 text/html: '<h1>'",
        "linkface.picture": row.findings[0].pictures[0], "linkface.curl": row.findings[0].curl,
    }  # fmt: skip
