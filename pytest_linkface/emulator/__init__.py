"""A Linkface of one's own: an endpoint that decides everything from the bytes it gets, in a thread or under any server.

Needs the extra: ``pip install "pytest-linkface[emulator]"``. It knows the contract's tables and nothing of the checks.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from pytest_linkface.emulator._extra import MissingExtraError, load_detector, require_detector, require_protocol

require_protocol()

from pytest_linkface.emulator._accounts import DEFAULT_ACCOUNTS, Account, Rate  # noqa: E402 -- after what they need
from pytest_linkface.emulator._emulator import Emulator, application  # noqa: E402 -- as above
from pytest_linkface.emulator._engine import Engine, Face  # noqa: E402 -- as above
from pytest_linkface.emulator._opencv import OpenCVEngine  # noqa: E402 -- as above

if TYPE_CHECKING:
    from pytest_linkface.emulator._controls import CONTROLS
    from pytest_linkface.emulator._mutants import MUTANTS
    from pytest_linkface.emulator._variant import Variant

_ON_DEMAND = {"CONTROLS": "_controls", "MUTANTS": "_mutants", "Variant": "_variant"}
"""What the plain emulator does without, and the modules that have it."""

__all__ = [
    "CONTROLS",
    "DEFAULT_ACCOUNTS",
    "MUTANTS",
    "Account",
    "Emulator",
    "Engine",
    "Face",
    "MissingExtraError",
    "OpenCVEngine",
    "Rate",
    "Variant",
    "application",
    "load_detector",
    "require_detector",
]


def __getattr__(name: str) -> object:
    if name not in _ON_DEMAND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ON_DEMAND[name]}"), name)
