"""The comparison with Schemathesis counts kills and calls alike for everybody."""

from __future__ import annotations

from benchmarks.kills import Tally, sample
from pytest_linkface.emulator import CONTROLS, MUTANTS


def test_a_row_says_what_a_kill_costs() -> None:
    """Calls against all mutants are shared by those that were killed; who kills nothing has no price."""
    tally = Tally("some tool", ("any-id", "no-gif"), 10, ("plain",), 3, 1500)

    assert tally.row() == "| some tool | 2 of 10 | 1 of 3 | 1,500 | 750 |"
    assert Tally("few", ("a",), 3, ("c",), 3, 5).names(["a", "b", "d"]) == "killed a; accused c"
    assert Tally("most", ("a", "b"), 3, (), 3, 5).names(["a", "b", "d"]) == "killed all but d; accused none"
    assert Tally("idle", (), 10, (), 3, 1500).row() == "| idle | 0 of 10 | 0 of 3 | 1,500 | none killed |"


def test_the_sample_follows_a_rule() -> None:
    """Every tenth mutant and every twelfth control, whoever they are; the plain emulator is the first control."""
    mutants, controls = sample()

    assert mutants == list(MUTANTS)[::10]
    assert controls == list(CONTROLS)[::12]
    assert controls[0] == "plain"
