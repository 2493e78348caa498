"""The suite within a pytest run: loaded only when an option or a fixture asks for it."""

from pytest_linkface.session._options import client_of, run_of, target_of
from pytest_linkface.session._run import Run

__all__ = ["Run", "client_of", "run_of", "target_of"]
