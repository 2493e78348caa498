"""The shipped suite: what is asked of a target, case by case, and what comes of each."""

from pytest_linkface.conformance._budget import Budget
from pytest_linkface.conformance._capability import Capability
from pytest_linkface.conformance._case import Case, Effort
from pytest_linkface.conformance._exam import examine
from pytest_linkface.conformance._examiner import Examiner
from pytest_linkface.conformance._image_host import ImageHost
from pytest_linkface.conformance._pace import Pace
from pytest_linkface.conformance._plan import Price, prices
from pytest_linkface.conformance._replay import Listening, Replay
from pytest_linkface.conformance._suite import planned, suite
from pytest_linkface.conformance._target import SPECIAL_ACCOUNTS, Target, name_of
from pytest_linkface.conformance.cases_urls import PICTURES

__all__ = [
    "PICTURES",
    "SPECIAL_ACCOUNTS",
    "Budget",
    "Capability",
    "Case",
    "Effort",
    "Examiner",
    "ImageHost",
    "Listening",
    "Pace",
    "Price",
    "Replay",
    "Target",
    "examine",
    "name_of",
    "planned",
    "prices",
    "suite",
]
