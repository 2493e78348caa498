"""The suite tried on servers of which it is known what they break: the mutants, controls and liars of a battery."""

from pytest_linkface.selfcheck._battery import Battery, battery, gathered
from pytest_linkface.selfcheck._matrix import Matrix
from pytest_linkface.selfcheck._outcome import Fate, Outcome
from pytest_linkface.selfcheck._reason import reason
from pytest_linkface.selfcheck._specimen import Ending, Served, Specimen, Stage
from pytest_linkface.selfcheck._trial import trial, tried

__all__ = [
    "Battery",
    "Ending",
    "Fate",
    "Matrix",
    "Outcome",
    "Served",
    "Specimen",
    "Stage",
    "battery",
    "gathered",
    "reason",
    "trial",
    "tried",
]
