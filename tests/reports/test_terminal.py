"""What the terminal says of a run, word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_linkface import reports
from pytest_linkface.contract import Level, clauses
from pytest_linkface.verdict import Result, State, Verdict, reach
from tests._runs import MUST, OBSERVE, PLANNED, SHOULD, broken, kept, result, results, verdict

N, S = len(MUST), len(SHOULD)
NEEDY = [name for name in MUST if clauses()[name].needs]


def lines(reached: Verdict) -> list[str]:
    """The lines without their colours and without the observations, whose number grows with the contract."""
    texts = [text for text, _ in reports.terminal(reached)]
    left_open = "Left open by the manual, and answered so:"
    if left_open in texts:
        begin = texts.index(left_open)
        del texts[begin - 1 : begin + 1 + len(OBSERVE)]
    return texts


def unwrapped(shown: list[str]) -> str:
    """The lines as a text, with what was wrapped on one line again."""
    return "\n".join(shown).replace(",\n  LF-", ", LF-") + "\n"


def test_a_verified_run_ends_in_one_sentence() -> None:
    """And the number of calls that it cost."""
    assert lines(verdict()) == [
        f"VERIFIED: {N} of {N} MUST and {S} of {S} SHOULD clauses.",
        "",
        f"{len(clauses())} calls were sent.",
    ]


def test_a_broken_promise_is_shown_with_the_manual_and_a_line_to_repeat_it() -> None:
    """First the answer, then clause, quotation, what was sent, expected and came, then the commands."""
    clause = clauses()[MUST[0]]
    assert lines(verdict(broken_ids=MUST[:1])) == [
        f"BROKEN: 1 of {N} MUST and 0 of {S} SHOULD clauses. "
        f"Verified: {N - 1} of {N} MUST and {S} of {S} SHOULD clauses.",
        "",
        f"{clause.id}  MUST  {clause.gloss}",
        f"  manual, line {clause.line}: {clause.sentence}",
        "  sent      image_one_file: images.scene(faces=('ana',)) as 'picture.jpg'",
        "            image_two_id: 6d1ac077",
        "  expected  200 OK",
        "  came      500 text/html: '<h1>'",
        "  repeat    python -m pytest_linkface picture \"images.scene(faces=('ana',))\" image_one.jpg",
        '            curl -sS -i -X POST "http://host/identity/compare_faces_in_two_images"',
        "",
        f"{len(clauses())} calls were sent.",
    ]


def test_too_little_verified_says_what_would_be_needed() -> None:
    """Clauses that lack the same thing stand together."""
    open_ids = [name for name in MUST if name not in MUST[:10]]
    reached = verdict(open_ids=open_ids)
    plain = [name for name in open_ids if name not in NEEDY]
    needs = list(dict.fromkeys(clauses()[name].needs for name in open_ids if name in NEEDY))
    shown = lines(reached)
    assert shown[:2] == [
        f"TOO LITTLE VERIFIED: 10 of {N} MUST and {S} of {S} SHOULD clauses: "
        f"{1000 // N} %, under --linkface-fail-under 75 %.",
        "What the clauses below would need is said beside them; --linkface-fail-under accepts fewer.",
    ]
    assert shown[2:4] == ["", "Not exercised:"]
    assert f"  {', '.join(plain)}\n    not exercised: no positive control\n" in unwrapped(shown)
    assert max(map(len, shown[2:])) <= 120
    for need in needs:
        together = ", ".join(name for name in open_ids if clauses()[name].needs == need)
        assert f"  {together}\n    not exercised, needs {need}\n" in unwrapped(shown)


@pytest.mark.parametrize("fail_under", [75.0, 0.0])
def test_a_run_of_nothing_says_so(fail_under: float) -> None:
    """No percentage could say it better, and none that was accepted makes it good."""
    assert lines(reach([], PLANNED, fail_under=fail_under)) == [
        "TOO LITTLE VERIFIED: not one MUST clause.",
        "Some cases did not run: leave out -k, -m and --lf, or accept a part with --linkface-fail-under 0.",
        "",
        "Not exercised:",
        f"  {', '.join(list(clauses())[:4])}, and {len(clauses()) - 4} more",
        "    not run: deselected, or the run ended before",
        "",
        "0 calls were sent.",
    ]


def test_a_target_that_cannot_be_judged_is_named_with_the_reason() -> None:
    """Before all percentages."""
    assert lines(verdict(trouble="the target cannot be judged: no answer: connection refused"))[:2] == [
        "TOO LITTLE VERIFIED: the target cannot be judged: no answer: connection refused",
        "Check the address, that the server runs there, and the account; then ask again.",
    ]


def test_a_broken_promise_and_a_lost_target_are_both_told() -> None:
    """The red comes first, and that the run could not go on is not kept quiet."""
    assert reports.answer(verdict(broken_ids=MUST[:1], trouble="the target cannot be judged: connection refused")) == (
        f"BROKEN: 1 of {N} MUST and 0 of {S} SHOULD clauses. "
        f"Verified: {N - 1} of {N} MUST and {S} of {S} SHOULD clauses. "
        "Then the target cannot be judged: connection refused."
    )


def test_a_broken_should_that_is_not_judged_is_named_all_the_same() -> None:
    """The run is green, and its evidence is printed."""
    reached = verdict(broken_ids=SHOULD[:1], judged=(Level.MUST,))
    shown = lines(reached)
    assert shown[0] == f"VERIFIED: {N} of {N} MUST clauses. Not judged: 1 broken SHOULD clause."
    assert "  came      500 text/html: '<h1>'" in shown


@pytest.mark.parametrize(("verified", "floor"), [(N - 1, 99), (N - 1, 98), (1, 3)])
def test_a_share_under_the_floor_is_never_printed_as_the_floor(verified: int, floor: int) -> None:
    """79.6 % under 80 % is not "80 %, under 80 %"."""
    share = 100 * verified / N
    reached = verdict(open_ids=MUST[verified:], fail_under=share + 1e-6)
    assert f": {int(share)} %, under --linkface-fail-under" in reports.answer(reached)


def test_two_findings_of_a_clause_are_enough_for_a_terminal() -> None:
    """The report has the others; the terminal says how many."""
    once = broken(clauses()[MUST[0]])
    many = replace(once, findings=once.findings * 5)
    shown = lines(reach([many], PLANNED))
    assert shown.count("  came      500 text/html: '<h1>'") == 2
    assert "  and 3 more findings of this clause" in shown


def test_what_the_manual_leaves_open_is_told_with_the_answers() -> None:
    """Each such clause with what the target did, aligned."""
    reached = reach([kept(clauses()[OBSERVE[0]])], PLANNED)
    texts = [text for text, _ in reports.terminal(reached)]
    begin = texts.index("Left open by the manual, and answered so:")
    assert texts[begin + 1] == f"  {OBSERVE[0]:<26}200 OK"


@pytest.mark.parametrize(
    ("reached", "colour"),
    [(verdict(), "green"), (verdict(broken_ids=MUST[:1]), "red"), (reach([], PLANNED), "yellow")],
    ids=["verified", "broken", "too little"],
)
def test_the_first_line_has_the_colour_of_the_exit_code(reached: Verdict, colour: str) -> None:
    """Green, red and yellow."""
    assert next(iter(reports.terminal(reached)))[1] == colour


def test_what_does_not_apply_is_counted_in_the_answer_and_listed_with_the_probe() -> None:
    """Neither among the verified nor among what was not exercised."""
    found = [one for one in results() if one.clause not in MUST[:2]]
    found += [result(clauses()[name], State.NOT_APPLICABLE, note="no urls: 400") for name in MUST[:2]]
    assert lines(reach(found, PLANNED)) == [
        f"VERIFIED: {N - 2} of {N} MUST and {S} of {S} SHOULD clauses. Not applicable: 2 clauses.",
        "",
        "Not applicable, as declared, and not verified:",
        f"  {MUST[0]}, {MUST[1]}",
        "    not applicable: no urls: 400",
        "",
        f"{len(clauses())} calls were sent.",
    ]


def test_a_note_of_why_it_was_not_settled_is_shown() -> None:
    """A clause whose answers broke something else says that, once for all of its kind."""
    found: list[Result] = [one for one in results() if one.clause not in MUST[:2]]
    found += [result(clauses()[name], State.NOT_EXERCISED, note="its answer breaks LF-ANS-JSON") for name in MUST[:2]]
    shown = lines(reach(found, PLANNED))
    assert shown[shown.index("    not exercised: its answer breaks LF-ANS-JSON") - 1] == f"  {MUST[0]}, {MUST[1]}"
