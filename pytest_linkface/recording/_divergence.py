"""Whether a recorded answer is one that the manual documents."""

from __future__ import annotations

from pytest_linkface.contract import STATUSES, validator
from pytest_linkface.exchange import Answer


def divergence(answer: Answer) -> str | None:
    """What an answer has that the contract's schemas do not allow, in one line; None where it keeps to them."""
    status = STATUSES.get(answer.status or "")
    if status is None:
        return "its status is none that the manual documents"
    if status.http_code != answer.http_code:
        return f"the manual has HTTP {status.http_code} for {status.name}"
    name = "success" if status.name == "OK" else "error"
    problem = next(validator(name).iter_errors(answer.json()), None)
    return None if problem is None else f"schemas/{name}.json: {problem.json_path} {problem.message:.120}"
