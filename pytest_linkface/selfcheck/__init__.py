"""The suite tried on servers of which it is known what they break: every mutant and every control of our emulator."""

from pytest_linkface.selfcheck._matrix import Matrix
from pytest_linkface.selfcheck._outcome import Fate, Outcome
from pytest_linkface.selfcheck._trial import trial, tried

__all__ = ["Fate", "Matrix", "Outcome", "trial", "tried"]
