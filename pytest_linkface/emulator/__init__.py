"""A Linkface of one's own: an endpoint that decides everything from the bytes it gets, in a thread or under any server.

Needs the extra: ``pip install "pytest-linkface[emulator]"``. It knows the contract's tables and nothing of the checks.
"""

from pytest_linkface.emulator._extra import MissingExtraError, require_detector, require_protocol

require_protocol()

from pytest_linkface.emulator._accounts import DEFAULT_ACCOUNTS, Account, Rate  # noqa: E402 -- after what they need
from pytest_linkface.emulator._emulator import Emulator, application  # noqa: E402 -- as above
from pytest_linkface.emulator._engine import Engine, Face  # noqa: E402 -- as above

__all__ = [
    "DEFAULT_ACCOUNTS",
    "Account",
    "Emulator",
    "Engine",
    "Face",
    "MissingExtraError",
    "Rate",
    "application",
    "require_detector",
]
