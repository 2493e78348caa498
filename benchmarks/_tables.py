"""What benchmarks print: tables in Markdown, ratios with their goals, and where ours is not ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Row = tuple[str, ...]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is words."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def ratio(value: float, goal: str, *, met: bool) -> Row:
    """A ratio, the goal, and whether it is met."""
    return f"{value:,.1f}", goal, "yes" if met else "NO"


def behind(what: str, ratios: Mapping[str, float]) -> str:
    """Where a ratio of theirs to ours is below one, in a sentence."""
    slower = "; ".join(f"{name} {value:.2f}" for name, value in ratios.items() if value < 1)
    return f"**Behind** ({what} below 1): {slower}.\n" if slower else f"Behind ({what} below 1): nowhere.\n"
