"""The page as markup: what it tells of each kind of run, and that nothing gets into it that was not written here."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pytest_linkface import reports
from pytest_linkface.contract import clauses, validator
from pytest_linkface.reports import page
from pytest_linkface.verdict import Result, State, reach
from tests._canary import CANARY, CANARY_ID, spellings, told
from tests._packed import exchanges, unpacked
from tests._runs import FINDING, MUST, SHOULD, results, verdict
from tests.plugin._running import pytest_in
from tests.plugin._targets import Echo
from tests.reports import _documents
from tests.servers._serving import Served

WEIGHT = 1_000_000
VOID = {"meta", "br", "input"}


class Outline(HTMLParser):
    """The page as a strict reader takes it: every tag with its attributes, and the text in English."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, str]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Take a tag, which stays open unless it is of those that have no end."""
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append((tag, dict(attributes).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag, which has to be this one."""
        assert self.open.pop()[0] == tag, f"</{tag}> closes something else"

    def handle_data(self, text: str) -> None:
        """Take text that is not the Chinese half of something."""
        if not any(kind == "zh" for _, kind in self.open):
            self.text += text

    @property
    def ids(self) -> list[str]:
        """Every id, as often as it is there."""
        return [str(attributes["id"]) for _, attributes in self.tags if "id" in attributes]


def section(text: str, clause: str) -> str:
    """What one clause opens to."""
    mark = f'<div class="inside" id="{clause}"'
    return mark + text.partition(mark)[2].partition("</details>")[0]


RUNS: dict[str, dict[str, Any]] = {
    "verified": _documents.of(),
    "broken": _documents.of(broken_ids=[MUST[3], SHOULD[0]]),
    "too little": _documents.of(open_ids=MUST[5:]),
    "nothing ran": _documents.of(without=list(clauses())),
    "interrupted": _documents.interrupted(),
    "hostile": _documents.hostile(),
    "large": _documents.large(),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_page_is_well_formed(name: str) -> None:
    """Every tag is closed by its own, ids are unique, every clause has one, and links lead to somewhere on the page."""
    outline = Outline(page([RUNS[name]]))
    assert outline.open == []
    assert [one for one, times in Counter(outline.ids).items() if times > 1] == []
    assert set(clauses()) <= set(outline.ids)
    links = {str(attributes["href"]) for tag, attributes in outline.tags if tag in ("a", "use")}
    assert {link for link in links if link.removeprefix("#") not in outline.ids or not link.startswith("#")} == set()


def test_what_needs_somebody_comes_first_under_its_level() -> None:
    """Broken in any run, then not exercised, then verified, else in the manual's order; MUST stays before SHOULD."""
    runs = [_documents.of(broken_ids=[MUST[3], SHOULD[1]], open_ids=[MUST[9]]), _documents.of(broken_ids=[MUST[7]])]
    shown = [one for one in Outline(page(runs)).ids if one in MUST + SHOULD]
    first = [MUST[3], MUST[7], MUST[9]]
    assert shown[: len(MUST)] == first + [one for one in MUST if one not in first]
    assert shown[len(MUST) :] == [SHOULD[1], *(one for one in SHOULD if one != SHOULD[1])]


@pytest.mark.parametrize(
    ("name", "word", "advice"),
    [
        ("verified", "Verified", "Nothing has to be done."),
        ("broken", "Broken", "it breaks 2 clauses"),
        ("too little", "Too little verified", "75 % are asked for"),
        ("interrupted", "No verdict", "Run it again, to its end."),
    ],
)
def test_the_answer_and_what_to_do_come_first(name: str, word: str, advice: str) -> None:
    """Before the first clause opens: the verdict in a word, and the step that ends it otherwise."""
    first = Outline(page([RUNS[name]]).partition("<details")[0].partition("<main>")[2]).text
    assert first.index(word) < first.index(advice)


def test_a_broken_clause_is_named_in_the_answer_with_what_came() -> None:
    """Ten seconds are enough to learn which promise is broken, and in what way."""
    first = Outline(page([RUNS["broken"]]).partition("<details")[0].partition("<main>")[2]).text
    for clause in (MUST[3], SHOULD[0]):
        assert f"{clause} {clauses()[clause].gloss}" in first
    assert first.count(FINDING.observed) == 2


def test_what_is_needed_is_said_once_for_all_clauses_that_need_it() -> None:
    """Five special accounts are one step, with the variable of each."""
    needing = [one.id for one in clauses().values() if "LINKFACE_ACCOUNT" in one.needs]
    text = Outline(page([_documents.of(open_ids=needing)]).partition("<details")[0]).text
    assert "5 clauses would need accounts in a special condition" in text
    assert all(text.count(clauses()[name].needs.split()[-2]) == 1 for name in needing)


def test_a_lost_target_is_told_without_a_list_of_everything_that_was_not_asked() -> None:
    """The one cause is said, and not that 62 clauses suffer from it."""
    lost = "the target cannot be judged: no answer: connection refused"
    made = _documents.document(
        results(open_ids=list(clauses())), verdict(open_ids=list(clauses()), trouble=lost)
    )
    first = Outline(page([made]).partition("<details")[0].partition("<main>")[2]).text
    assert (lost in first, "Check the address" in first, "clauses not exercised" in first) == (True, True, False)


def test_stale_entries_are_the_next_step() -> None:
    """A run that is red for its list of known failures alone says so, and which entry has to go."""
    made = _documents.of()
    made["footer"] |= {"exit_code": 1, "stale": ["LF-OK-MAX: it fails no longer"]}
    first = Outline(page([made]).partition("<details")[0]).text
    assert "Known failures are stale" in first
    assert "This known failure has to go: LF-OK-MAX: it fails no longer" in first


def test_a_clause_opens_to_the_manual_and_the_evidence() -> None:
    """The manual's words with their lines, the reason, the cases, what was sent and came, and what repeats it."""
    clause = clauses()[MUST[3]]
    inside = Outline(section(page([RUNS["broken"]]), clause.id)).text
    evidence = FINDING.expected, FINDING.observed, "image_one_file", "240 × 280 px, JPEG, 1 face", FINDING.curl
    repeated = (f"python -m pytest_linkface replay report.json '{clause.id}[case]'", *FINDING.pictures)
    wanted = clause.sentence, f"line {clause.line}", "1 finding", f"{clause.id}[case]", *evidence, *repeated
    assert [one for one in wanted if one not in inside] == []


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_sign_a_word_and_a_filter(state: State) -> None:
    """Whatever state the verdict knows is told, and can be filtered for, in both languages."""
    made = _documents.of()
    made["footer"]["clauses"][0] |= {"state": str(state), "note": "the reason for it"}
    text = page([made])
    slug = str(state).replace(" ", "-")
    assert f'class="clause l-must s-{slug} same"' in text
    assert f'id="s-{slug}"' in text
    assert "t-other" not in text
    if state not in (State.BROKEN, State.VERIFIED):
        assert "the reason for it" in section(text, MUST[0])


def test_a_clause_of_another_version_of_the_kit_is_shown_too() -> None:
    """Reports live longer than the kit that wrote them."""
    made = _documents.of()
    made["footer"]["clauses"].append({"id": "LF-NEW-ONE", "level": "SHOULD", "state": "broken", "note": "new"})
    assert "Not a clause of this version of the kit." in page([made])
    assert 'id="LF-NEW-ONE"' in page([made])


def test_an_interrupted_run_shows_what_it_found_and_claims_nothing() -> None:
    """No clause is verified or broken, yet the finding is there."""
    text = page([RUNS["interrupted"]])
    assert "t-verified" not in text.partition("<body>")[2]
    assert FINDING.observed.partition("<")[0] in section(text, MUST[0])


def test_several_runs_stand_side_by_side() -> None:
    """Each row has the state of every run under its letter, and what differs is marked."""
    runs = [_documents.of(header=_documents.head("http://a")), _documents.of(broken_ids=MUST[:1], header=_documents.head("http://b"))]
    text = page([*runs, RUNS["interrupted"]])
    (row,) = re.findall(rf'<details class="([^"]+)"><summary>((?:(?!<details).)*?id="{MUST[0]}")', text)
    assert row[0] == "clause l-must s-verified s-broken s-no-verdict differs"
    assert re.findall(r'title="([^"]+)"', row[1]) == ["A: verified", "B: broken", "C: no verdict"]
    assert page(runs[:1] * 2).count('same">') == len(clauses())


def test_a_page_of_many_runs_does_not_run_out_of_letters() -> None:
    """Thirty columns are thirty names."""
    text = page([RUNS["interrupted"]] * 30)
    assert {f'title="{name}: no verdict"' in text for name in ("A", "Z", "27", "30")} == {True}


def test_a_page_needs_a_report() -> None:
    """An empty list is a caller's mistake."""
    with pytest.raises(ValueError, match="at least one"):
        page([])


def test_nothing_that_a_server_said_is_markup() -> None:
    """Tags, attributes and ends of scripts in whatever a server or a stranger's file can choose stay text."""
    text = page([RUNS["hostile"]])
    outline = Outline(text)
    assert [tag for tag, _ in outline.tags].count("script") == 1
    assert "img" not in {tag for tag, _ in outline.tags}
    assert [attributes for _, attributes in outline.tags if any(name.startswith("on") for name in attributes)] == []
    assert not [value for _, attributes in outline.tags for value in attributes.values() if "script:" in (value or "")]
    assert outline.text.count("<script>window.owned=1</script>") > 8


@pytest.mark.parametrize("state", ['" onclick="owned=1', "'><script>owned=1</script>"])
def test_nothing_of_a_report_leaves_its_attribute(state: str) -> None:
    """Names of states and clauses stand in attributes too; a report that no schema was held to is as harmless."""
    made = _documents.of()
    made["footer"]["clauses"][0]["state"] = made["footer"]["clauses"][1]["id"] = state
    outline = Outline(page([made, made]))
    assert [tag for tag, _ in outline.tags].count("script") == 1
    assert not [attributes for _, attributes in outline.tags if "onclick" in attributes]


def test_what_cannot_be_seen_is_spelled_out() -> None:
    """Half a surrogate pair can be encoded, and no character turns the order of the text around it."""
    text = page([RUNS["hostile"]])
    assert text.encode("utf-8")
    assert not re.search(r"[\0\u202e\ud800-\udfff]", text)
    assert r"\ud800\u202e\u0000" in Outline(text).text


def test_a_line_that_the_page_would_change_is_not_offered_for_copying() -> None:
    """A command is shown as it is or not at all."""
    odd = replace(FINDING, curl=f"{FINDING.curl} -F 'x=\u202e'")
    text = section(page([_documents.with_finding(odd)]), MUST[0])
    assert ("<pre" in text, "take it from report.json" in text) == (False, True)


def test_what_is_endless_is_cut_and_said_to_be() -> None:
    """A server that answers with a novel does not fill the page."""
    text = page([_documents.with_finding(replace(FINDING, observed="ha" * 500_000, expected="ho" * 500_000))])
    assert len(text) < WEIGHT / 2
    assert "1,000,000 characters, all in report.json" in text


def test_the_policy_allows_this_script_and_these_styles_alone() -> None:
    """No address is allowed, nothing inline but what is named by its digest, and no style stands in an attribute."""
    outline = Outline(page([RUNS["broken"]]))
    (policy,) = (one["content"] for tag, one in outline.tags if one.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not [one for _, one in outline.tags if "style" in one]


def test_a_secret_that_a_server_repeats_is_not_on_the_page(tmp_path: Path) -> None:
    """Of a run against a server that says everything again, the page shows findings and no spelling of the account."""
    account = {"LINKFACE_API_ID": CANARY_ID, "LINKFACE_API_SECRET": CANARY}
    with Served(Echo()) as server:
        options = f"--linkface-url={server.url}", "--linkface-only", "--linkface-report=report", "-k", "LF-CALL"
        ended = pytest_in(tmp_path, *options, variables=account)
    text = page([ended.report()])
    assert ("[redacted]" in text, "[redacted]" in unpacked(text)) == (True, True)
    for seen in (text, unescape(text), unpacked(text)):
        assert told(seen, CANARY, CANARY_ID) == []


@pytest.mark.parametrize("spelled", spellings(CANARY).values(), ids=spellings(CANARY))
def test_a_secret_on_the_page_would_be_seen(spelled: str) -> None:
    """Whoever looks for a secret as the test above does finds it, however it was spelled when it came in."""
    text = page([_documents.with_finding(replace(FINDING, observed=f"got {spelled}"))])
    assert told(text, CANARY) + told(unescape(text), CANARY)
    seen = replace(_documents.exchange(), body=f"got {spelled}")
    packed = exchanges(page([_documents.of_cases([replace(results()[0], exchanges=(seen,))])]))
    assert told("\n".join(packed["texts"]), CANARY)


def test_a_thousand_cases_weigh_less_than_a_megabyte() -> None:
    """Whether a hundred of them are broken or all."""
    for number in (100, 1_000):
        assert len(page([_documents.large(broken_cases=number)]).encode()) < WEIGHT


@pytest.mark.parametrize("broken_cases", [0, 100, 1_000])
def test_the_exchanges_of_a_thousand_cases_have_room(broken_cases: int) -> None:
    """Every case opens, where a tenth is broken to the whole of each body, and equal texts stand there once."""
    told = exchanges(page([_documents.large(broken_cases=broken_cases)]))
    assert len(told["cases"]) == 1_000
    assert len(set(told["texts"])) == len(told["texts"])
    if broken_cases < 1_000:
        assert {_documents.exchange(number).body for number in (0, 2, 3, 1_999)} <= set(told["texts"])


def test_exchanges_are_cut_where_there_is_no_room_for_them() -> None:
    """Of bodies that no packing makes small a page shows the beginnings, and stays under its weight."""
    noise = Random(7)
    found = [
        replace(one, exchanges=tuple(replace(_documents.exchange(), body=noise.randbytes(500).hex()) for _ in range(8)))
        for one in results() * 3
    ]
    found = [replace(one, case=f"{one.clause}[{place}]") for place, one in enumerate(found)]
    text = page([_documents.of_cases(found)])
    assert len(text.encode()) < WEIGHT
    told = exchanges(text)
    assert {len(case) for case in told["cases"].values()} == {2 + 8}
    assert {len(one) for one in told["texts"] if one.endswith("…")} == {401}


def test_a_page_of_an_older_report_has_no_exchanges() -> None:
    """What has none is shown as before: no store, and rows that do not open."""
    made = _documents.of()
    for row in made["results"]:
        del row["exchanges"], row["untold"]
    validator("report").validate(made)
    text = page([made])
    assert ('id="exchanges"' in text, "<tr data-of" in text) == (False, False)


def test_a_clause_without_cases_of_its_own_shows_some_that_kept_it() -> None:
    """Whoever opens what is seen in every answer finds answers to look at."""
    general = [replace(one, verified=(one.clause, "LF-ANS-JSON"), exchanges=(_documents.exchange(),))
               for one in results(without=["LF-ANS-JSON"])]  # fmt: skip
    made = _documents.document(general, reach(general, {}))
    inside = section(page([made]), "LF-ANS-JSON")
    assert inside.count("<tr data-of=") == 3
    assert general[0].case in unescape(inside)


def test_findings_that_are_not_told_in_full_are_counted() -> None:
    """A clause that is broken in ten ways tells three, and names the cases of the seven others."""
    found = [Result(f"{MUST[0]}[{number}]", MUST[0], State.BROKEN, (), (FINDING,)) for number in range(10)]
    inside = section(page([_documents.of_cases(found)]), MUST[0])
    assert inside.count('class="finding"') == 3
    assert "7 more, with their lines in report.json" in inside
    assert f"{MUST[0]}[9]</code>" in inside


def test_pillow_is_loaded_for_thumbnails_alone() -> None:
    """A page without findings, and the door of the reports, cost no picture library."""
    script = (
        "import sys; from tests.reports import _documents; from pytest_linkface.reports import page; "
        "before = 'PIL' in sys.modules; made = _documents.of(); [sys.modules.pop(one) for one in list(sys.modules) "
        "if one.partition('.')[0] == 'PIL']; page([made]); print('PIL' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "False"


def test_the_page_tells_the_answer_that_the_terminal_tells() -> None:
    """One verdict, one sentence."""
    reached = verdict(broken_ids=MUST[:2])
    answer = reports.answer(reached).partition(": ")[2]
    assert answer in Outline(page([_documents.of(broken_ids=MUST[:2])])).text
