"""Hypothesis strategies for pictures, callers and whole calls, each valid or with exactly one fault that it tells."""

from pytest_linkface.strategies._accounts import Caller, accounts
from pytest_linkface.strategies._calls import Asked, calls
from pytest_linkface.strategies._example import Example
from pytest_linkface.strategies._faulty import corrupt, crowds, too_heavy, too_large, too_small, unsupported
from pytest_linkface.strategies._outcomes import outcomes
from pytest_linkface.strategies._valid import images, landscapes, lying, turned

__all__ = [
    "Asked",
    "Caller",
    "Example",
    "accounts",
    "calls",
    "corrupt",
    "crowds",
    "images",
    "landscapes",
    "lying",
    "outcomes",
    "too_heavy",
    "too_large",
    "too_small",
    "turned",
    "unsupported",
]
