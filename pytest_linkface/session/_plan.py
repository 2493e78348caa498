"""The price of a run as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_linkface.conformance import Price


def plan_lines(prices: Sequence[Price], *, budget: int | None) -> Iterator[str]:
    """A line a clause, what all of them cost together, what cannot be asked, and whether the budget is too small."""
    yield "What a run costs at most, while answers are as expected; a finding is asked once more. Nothing was sent."
    yield ""
    yield f"{'clause':<40}{'cases':>6}{'calls':>7}{'MB sent':>9}"
    for price in prices:
        yield f"{price.clause:<40}{price.cases:>6}{price.calls:>7}{price.uploaded / 1e6:>9.1f}"
    cases, calls, uploaded = (sum(getattr(price, name) for price in prices) for name in ("cases", "calls", "uploaded"))
    yield f"{'together':<40}{cases:>6}{calls:>7}{uploaded / 1e6:>9.1f}"
    if unasked := [price for price in prices if price.needs]:
        yield ""
        yield "Cannot be asked as things stand, and would not be verified:"
        yield from (f"  {price.clause:<28} needs {price.needs}" for price in unasked)
    if budget is not None and budget < calls:
        yield ""
        yield f"--linkface-budget {budget} is too small: the run would end with 10."
