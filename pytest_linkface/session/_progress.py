"""Says now and then, in a run that takes long, which case is asked and what was spent."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from pytest_linkface.session._items import case_of

EVERY = 15.0
"""Seconds between two lines."""


class Progress:
    """Counts in the main process; ``spent`` says how many calls were sent so far.

    Cases are named when they begin: one that waits for an answer is the one that a reader wants to know.
    """

    def __init__(self, config: pytest.Config, *, cases: int, spent: Callable[[], int]) -> None:
        self._config = config
        self._cases = cases
        self._spent = spent
        self._begun = 0
        self._last = time.monotonic()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Tell where the run is, if it did not for a while."""
        case = case_of(nodeid)
        if not case:
            return
        self._begun += 1
        if time.monotonic() - self._last < EVERY or self._config.get_verbosity() < 0:
            return
        self._last = time.monotonic()
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is None:
            return
        line = f"linkface: case {self._begun} of {self._cases}, {self._calls()}: {case}"
        reporter.ensure_newline()
        if self._config.pluginmanager.hasplugin("dsession"):
            # xdist does not tell the reporter that it stands within a line of dots
            reporter.line(line if self._config.get_verbosity() else f"\n{line}")
        else:
            reporter.write(line)  # pytest ends it before it writes on

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Count what is left after the user's selection; xdist's main process collects nothing."""
        self._cases = sum(bool(case_of(item.nodeid)) for item in session.items) or self._cases

    def _calls(self) -> str:
        budget = self._config.getoption("linkface_budget")
        return f"{self._spent()} calls" if budget is None else f"{self._spent()} of {budget} calls"
