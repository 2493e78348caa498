"""The suite within a pytest run: loaded only when an option or a fixture asks for it."""

from pytest_linkface.session._emulated import emulator_for
from pytest_linkface.session._faces import stand_in
from pytest_linkface.session._options import given_target, run_of, target_of
from pytest_linkface.session._recorded import cassettes_for, client_for, url_for
from pytest_linkface.session._run import Run

__all__ = [
    "Run",
    "cassettes_for",
    "client_for",
    "emulator_for",
    "given_target",
    "run_of",
    "stand_in",
    "target_of",
    "url_for",
]
