"""The matrix as it is printed and written, and when it is good enough."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from pytest_linkface.contract import validator
from pytest_linkface.selfcheck import Fate, Matrix, Outcome
from pytest_linkface.selfcheck._document import as_json, as_markdown, write
from pytest_linkface.selfcheck._pins import pins

KILLED = Outcome(
    "no-bmp", "a BMP is refused", ("LF-IMG-BMP",), Fate.KILLED, {"LF-IMG-BMP": "LF-IMG-BMP[x]"},
    "400 X image='image_one'", "400 X", calls=2,
)  # fmt: skip
BESIDE = Outcome(
    "no-gif", "a GIF is refused", ("LF-IMG-GIF",), Fate.SURVIVED, {"LF-ANS-JSON": "LF-IMG-GIF[both]"}, calls=9
)
MISTAKEN = Outcome(
    "no-tiff", "a TIFF is refused", ("LF-IMG-TIFF",), Fate.MISTAKEN, {"LF-IMG-TIFF": "LF-IMG-TIFF[both]"}, "500 ERROR",
    "500 ERROR", calls=5,
)  # fmt: skip
VOID = Outcome("no-xcf", "an XCF is refused", ("LF-IMG-OTHER-FORMAT",), Fate.VOID, calls=3)
CLEAN = Outcome("pretty", "JSON over several lines", (), Fate.CLEAN, calls=1)
ACCUSED = Outcome("odd", "oddly", (), Fate.ACCUSED, {"LF-OK-MAX": "LF-X[y]"}, "LF-OK-MAX: 2", calls=1)
JUDGED = Outcome("liar-echo", "an echo", (), Fate.JUDGED, observed="exit code 1: LF-ANS-JSON", calls=4)
MISJUDGED = replace(JUDGED, name="liar-html", fate=Fate.MISJUDGED, observed="exit code 0: LF")

TEXT = """\
no-bmp                                                   LF-IMG-BMP killed
no-gif                                                   LF-IMG-GIF SURVIVED   collateral: LF-ANS-JSON
no-tiff                                                  LF-IMG-TIFF MISTAKEN
no-xcf                                                   LF-IMG-OTHER-FORMAT VOID

Void, never different on the wire:
  no-xcf (LF-IMG-OTHER-FORMAT): an XCF is refused

Survivors:
  no-gif (LF-IMG-GIF): a GIF is refused

Found broken for another reason than is pinned:
  no-tiff (LF-IMG-TIFF): a TIFF is refused | 500 ERROR

Accused controls:
  odd: oddly | LF-OK-MAX: 2

Misjudged liars:
  liar-html: an echo | exit code 0: LF

MUST: 1 of 4 mutants killed; 1 of 49 clauses with a killed mutant (2.0 %)
SHOULD: 0 of 0 mutants killed; 0 of 13 clauses with a killed mutant (0.0 %)
controls: 1 of 2 clean
liars: 1 of 2 judged as pinned
calls: 29"""


def test_the_matrix_is_printed() -> None:
    """Rows in the clauses' order, what is left with its reason, figures for each level."""
    outcomes = (VOID, ACCUSED, BESIDE, CLEAN, KILLED, JUDGED, MISTAKEN, MISJUDGED)
    assert "\n".join(Matrix(outcomes).lines()) == TEXT


def test_all_killed_is_good() -> None:
    """Confined to a clause whose only mutant was killed, with clean controls, the matrix is good."""
    assert Matrix((KILLED, CLEAN, JUDGED), "LF-IMG-BMP").exit_code == 0


def test_whatever_is_left_is_not_good() -> None:
    """A survivor, a void or mistaken mutant, an accused control, a misjudged liar or a clause without a kill is red."""
    for other in (BESIDE, VOID, MISTAKEN, ACCUSED, MISJUDGED):
        assert Matrix((KILLED, other), "LF-IMG-BMP").exit_code == 1
    assert Matrix((CLEAN,), "LF-IMG-BMP").exit_code == 1
    assert Matrix((KILLED,)).exit_code == 1


def test_one_bad_seed_is_enough() -> None:
    """A mutant counts as killed only when it was at every seed; each seed has its line."""
    survived = replace(KILLED, fate=Fate.SURVIVED, found={}, seed=3)
    matrix = Matrix((KILLED, CLEAN, survived, replace(CLEAN, seed=3)), "LF-IMG-BMP")
    lines = list(matrix.lines())

    assert matrix.exit_code == 1
    assert "  no-bmp (LF-IMG-BMP) at seed 3: a BMP is refused | 400 X image='image_one'" in lines
    assert "MUST: 0 of 1 mutants killed; 0 of 1 clauses with a killed mutant (0.0 %)" in lines
    assert "seed 0: 1 of 1 mutants killed, 1 of 1 controls clean, 3 calls" in lines
    assert "seed 3: 0 of 1 mutants killed, 1 of 1 controls clean, 3 calls" in lines


def test_a_reason_that_nobody_pinned_is_told() -> None:
    """A kill whose reason nobody has agreed to is counted apart."""
    lines = list(Matrix((replace(KILLED, pinned=False), CLEAN), "LF-IMG-BMP").lines())

    assert "killed without a pinned reason: 1, such as no-bmp" in lines


def test_the_matrix_is_written(tmp_path: Path) -> None:
    """The document obeys its schema and says of each clause what became of its mutants."""
    write(Matrix((KILLED, BESIDE, MISTAKEN, VOID, ACCUSED, MISJUDGED)), tmp_path / "out", "some.module:battery")
    document = json.loads((tmp_path / "out" / "selfcheck.json").read_text("utf-8"))

    validator("selfcheck").validate(document)
    assert document["exit_code"] == 1
    assert document["by_clause"]["LF-IMG-BMP"] == {"killed": ["no-bmp"], "collateral": []}
    assert document["by_clause"]["LF-IMG-GIF"] == {"survived": ["no-gif"], "collateral": []}
    assert document["by_clause"]["LF-ANS-JSON"] == {"collateral": ["no-gif"]}
    assert (tmp_path / "out" / "selfcheck.md").read_text("utf-8").startswith("# Selfcheck\n\n- MUST: 1 of 4 ")


def test_a_document_of_one_clause_holds_that_clause() -> None:
    """A run that was confined speaks of no other clause."""
    document = as_json(Matrix((KILLED, CLEAN), "LF-IMG-BMP"), "some.module:battery")

    assert list(document["by_clause"]) == ["LF-IMG-BMP"]
    assert document["shares"][0] == {"level": "MUST", "mutants": 1, "killed": 1, "clauses": 1, "clauses_killed": 1}


def test_the_table_is_markdown() -> None:
    """A row for each mutant with what it was found by and for, and for the others what became of them."""
    lines = list(as_markdown(Matrix((replace(KILLED, reason="a|b\nc"), ACCUSED))))

    assert "| no-bmp | LF-IMG-BMP killed | LF-IMG-BMP[x] | a\\|b c |  |" in lines
    assert "| odd | accused | LF-OK-MAX: 2 |" in lines


def test_pins_are_printed_to_be_reviewed() -> None:
    """Every reason that was met, once, by the mutant's name; survivors have none."""
    again = replace(KILLED, reason='400 "Y"')

    assert pins((KILLED, again, KILLED, BESIDE)) == '"no-bmp" = ["400 \\"Y\\"", "400 X"]\n'
