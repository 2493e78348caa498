"""Whether an answer is wrong for its circumstances, or as wrong when the same is asked without them."""

from __future__ import annotations

from dataclasses import replace

from pytest_linkface.checks import Expectation, Judgement
from pytest_linkface.conformance._examiner import Examiner
from pytest_linkface.exchange import Exchange

_CIRCUMSTANCES = {"LF-SRC-URL", "LF-SRC-ID", "LF-SRC-ALIKE", "LF-ANS-CONCURRENT"}
"""Clauses that promise the usual answer under other circumstances: by url, by id, beside other calls."""


def plainly(
    examiner: Examiner, judgement: Judgement, exchange: Exchange, expectation: Expectation
) -> tuple[Exchange, Judgement] | None:
    """The same pictures by file in a call alone, where that is answered wrongly too; None where it is not.

    A server that does not see two faces sees them neither by url nor among other calls, and breaks nothing on urls
    or on other calls.
    """
    if examiner.rehearsing or exchange.answer is None or not judgement.broken.keys() & _CIRCUMSTANCES:
        return None
    call = examiner.behind.by_file(exchange.call, examiner.image_host)
    if call is None:
        return None
    expected = replace(expectation, clause=_own(expectation), shape_clause="LF-OK-SHAPE", by_id=frozenset())
    again = examiner.send(call)
    alone = examiner.judge(again, expected)
    return (again, alone) if alone.broken.keys() & {expected.clause, "LF-OK-SHAPE"} else None


def _own(expectation: Expectation) -> str:
    """The clause that promises an outcome by itself."""
    status = expectation.statuses[0]
    return "LF-CALL-ENDPOINT" if status == "OK" else f"LF-ERR-{status.replace('_', '-')}"
