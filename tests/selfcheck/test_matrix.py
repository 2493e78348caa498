"""The matrix as it is printed and written, and when it is good enough."""

from __future__ import annotations

from pytest_linkface.selfcheck import Fate, Matrix, Outcome

KILLED = Outcome("no-bmp", "a BMP is refused", ("LF-IMG-BMP",), Fate.KILLED, {"LF-IMG-BMP": "LF-IMG-BMP[x]"}, calls=2)
BESIDE = Outcome(
    "no-gif", "a GIF is refused", ("LF-IMG-GIF",), Fate.SURVIVED, {"LF-ANS-JSON": "LF-IMG-GIF[both]"}, calls=9
)
VOID = Outcome("no-xcf", "an XCF is refused", ("LF-IMG-OTHER-FORMAT",), Fate.VOID, calls=3)
CLEAN = Outcome("pretty", "JSON over several lines", (), Fate.CLEAN, calls=1)
ACCUSED = Outcome("odd", "oddly", (), Fate.ACCUSED, {"LF-OK-MAX": "LF-X[y]"}, "LF-OK-MAX: 2", calls=1)

TEXT = """\
no-bmp                                                   LF-IMG-BMP killed
no-gif                                                   LF-IMG-GIF SURVIVED   collateral: LF-ANS-JSON
no-xcf                                                   LF-IMG-OTHER-FORMAT VOID

Void, never different on the wire:
  no-xcf (LF-IMG-OTHER-FORMAT): an XCF is refused

Survivors:
  no-gif (LF-IMG-GIF): a GIF is refused

Accused controls:
  odd: oddly | LF-OK-MAX: 2

MUST: 1 of 3 mutants killed; 1 of 49 clauses with a killed mutant (2.0 %)
SHOULD: 0 of 0 mutants killed; 0 of 13 clauses with a killed mutant (0.0 %)
controls: 1 of 2 clean
calls: 16"""


def test_the_matrix_is_printed() -> None:
    """Rows in the clauses' order, what is left with its reason, figures for each level."""
    assert "\n".join(Matrix((VOID, ACCUSED, BESIDE, CLEAN, KILLED)).lines()) == TEXT


def test_all_killed_is_good() -> None:
    """Confined to a clause whose only mutant was killed, with clean controls, the matrix is good."""
    assert Matrix((KILLED, CLEAN), "LF-IMG-BMP").exit_code == 0


def test_whatever_is_left_is_not_good() -> None:
    """A survivor, a void mutant, an accused control or a clause without a kill is red."""
    for other in (BESIDE, VOID, ACCUSED):
        assert Matrix((KILLED, other), "LF-IMG-BMP").exit_code == 1
    assert Matrix((CLEAN,), "LF-IMG-BMP").exit_code == 1
    assert Matrix((KILLED,)).exit_code == 1


def test_the_matrix_is_written() -> None:
    """The document says of each row what killed it and what else was found."""
    document = Matrix((KILLED, BESIDE), "LF-IMG-BMP").as_json()
    first, second = document["outcomes"]

    assert document["exit_code"] == 1
    assert document["shares"][0] == {"level": "MUST", "mutants": 1, "killed": 1, "clauses": 1, "clauses_killed": 1}
    assert (first["fate"], first["kills"], first["collateral"]) == ("killed", ("LF-IMG-BMP",), ())
    assert (second["fate"], second["kills"], second["collateral"]) == ("survived", (), ("LF-ANS-JSON",))
