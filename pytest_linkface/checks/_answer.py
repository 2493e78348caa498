"""One exchange against what the manual documents for it."""

from __future__ import annotations

from pytest_linkface.checks._form import form, no_failure
from pytest_linkface.checks._judgement import Expectation, Judgement
from pytest_linkface.checks._refusal import refusal
from pytest_linkface.checks._success import success
from pytest_linkface.contract import OK, STATUSES, Status, error_clause
from pytest_linkface.exchange import Answer, Exchange


def judge(exchange: Exchange, expectation: Expectation) -> Judgement:
    """Which clauses an exchange keeps and which it breaks.

    The expectation's own clause is kept only by an expected status with its documented HTTP code. A documented
    status that was not expected breaks that clause alone: what a refusal brings along is judged all the same, the
    matrix of a success is not, since it speaks of pictures that were not to be compared.
    """
    judgement = Judgement()
    answer = exchange.answer
    if answer is None:
        judgement.see(expectation.clause, False, str(expectation), exchange.summary())
        return judgement
    body = form(judgement, exchange, answer)
    if "INTERNAL_ERROR" not in expectation.statuses:
        no_failure(judgement, answer, redact=exchange.redact)
    status = STATUSES.get(answer.status or "")
    if body is not None:
        documented = "status is OK or one of the 17 documented errors"
        judgement.see("LF-OK-STATUS", status is not None, documented, exchange.summary())
    if body is None or status is None:
        judgement.see(expectation.clause, False, str(expectation), exchange.summary())
        return judgement
    _outcome(judgement, status, answer, expectation, exchange.summary())
    if status is not OK:
        refusal(judgement, body, status, expectation)
    elif "OK" in expectation.statuses:
        success(judgement, body, expectation)
    return judgement


def _outcome(judgement: Judgement, status: Status, answer: Answer, expectation: Expectation, came: str) -> None:
    """The pair of HTTP code and status: documented together, and expected here."""
    clause = "LF-OK-STATUS" if status is OK else error_clause(status.name)
    paired = answer.http_code == status.http_code
    if not paired:
        judgement.see(clause, False, f"{status.http_code} {status.name}", f"{answer.http_code} {status.name}")
    if status.name not in expectation.statuses:
        judgement.see(expectation.clause, False, str(expectation), came)
    elif paired:
        judgement.kept.add(expectation.clause)
        if status.name == expectation.statuses[0]:
            judgement.kept.add(clause)
