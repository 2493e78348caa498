"""Hypothesis strategies for pictures, each valid or with exactly one fault; every example is a ``Picture``."""

from pytest_linkface.strategies._faulty import corrupt, crowds, too_heavy, too_large, too_small, unsupported
from pytest_linkface.strategies._valid import images, landscapes, lying, turned

__all__ = [
    "corrupt",
    "crowds",
    "images",
    "landscapes",
    "lying",
    "too_heavy",
    "too_large",
    "too_small",
    "turned",
    "unsupported",
]
