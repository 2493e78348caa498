"""Which answers say "not now", and how long to wait before asking again."""

from __future__ import annotations

from pytest_linkface.conformance._target import Target
from pytest_linkface.exchange import Exchange

_PUT_OFF = {429, 502, 503, 504}
_LONGEST_PAUSE = 30.0
"""Seconds that a Retry-After may ask for."""


def is_put_off(exchange: Exchange, target: Target) -> bool:
    """Whether a call was not answered, or for a reason that is none of its own."""
    answer = exchange.answer
    if answer is None:
        return True
    sent, special = exchange.call.credentials, target.special
    if answer.status == "RATE_LIMIT_EXCEEDED":
        return "RATE_LIMIT_EXCEEDED" not in special or sent != special["RATE_LIMIT_EXCEEDED"].fields
    return answer.http_code in _PUT_OFF or (sent == target.account.fields and answer.status == "OUT_OF_QUOTA")


def asked_for(exchange: Exchange) -> float:
    """The seconds that the target asks to be left alone, as far as that is bearable."""
    given = exchange.answer.headers.get("retry-after", "") if exchange.answer else ""
    return min(float(given), _LONGEST_PAUSE) if given.isascii() and given.isdigit() else 0.0
