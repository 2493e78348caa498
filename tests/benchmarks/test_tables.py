"""Rounds and tables, which all benchmarks share: turns are fair, and what is not ahead is told."""

from __future__ import annotations

from benchmarks._rounds import in_turn, quotients
from benchmarks._tables import behind, ratio, table


def test_ways_take_turns() -> None:
    """Each round asks every way once, and the median of the rounds is told."""
    asked: list[str] = []
    times = {"a": iter([1.0, 9.0, 2.0]), "b": iter([5.0, 4.0, 6.0])}

    def ask(name: str) -> float:
        asked.append(name)
        return next(times[name])

    assert in_turn({"a": lambda: ask("a"), "b": lambda: ask("b")}, 3) == {"a": 2.0, "b": 5.0}
    assert asked == ["a", "b"] * 3


def test_a_quotient_is_one_of_its_round() -> None:
    """A round that was slow for both leaves the quotient as it was."""
    assert quotients([2.0, 20.0], [1.0, 10.0]) == [2.0, 2.0]


def test_a_missed_goal_is_told_as_loudly_as_a_met_one() -> None:
    """The table holds a NO."""
    assert "| 4.0 | >= 50x | NO |" in table(("calls", "goal", "met"), [ratio(4.0, ">= 50x", met=False)])


def test_where_ours_is_not_ahead_is_told() -> None:
    """By name and figure, and in bold; where it is nowhere behind, that is told, too."""
    assert behind("its / ours", {"BMP": 0.8, "PNG": 3.0}) == "**Behind** (its / ours below 1): BMP 0.80.\n"
    assert behind("its / ours", {"PNG": 3.0}) == "Behind (its / ours below 1): nowhere.\n"
