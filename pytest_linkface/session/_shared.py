"""What all processes of a run share through the file system: the calls that are left, and when the next may be made."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from pytest_linkface.conformance import Budget, Pace

_KEY = "linkface_shared"


class Shared:
    """A folder that the main process makes and takes away; a worker of xdist is told where it is."""

    def __init__(self, config: pytest.Config) -> None:
        self._calls: int | None = config.getoption("linkface_budget")
        self._rate: float | None = config.getoption("linkface_rate")
        told = getattr(config, "workerinput", {}).get(_KEY)
        self._ours = not told and (self._calls is not None or self._rate is not None)
        self._folder = Path(told or tempfile.mkdtemp(prefix="linkface-run-")) if told or self._ours else None

    @property
    def budget(self) -> Budget | None:
        """The ceiling on the calls, if there is one."""
        return None if self._folder is None or self._calls is None else Budget(self._calls, self._folder / "tickets")

    @property
    def pace(self) -> Pace | None:
        """How quickly calls may follow each other, if that is said."""
        return None if self._folder is None or self._rate is None else Pace(self._rate, self._folder)

    def told(self) -> dict[str, str]:
        """What a worker has to know."""
        return {_KEY: str(self._folder)} if self._folder else {}

    def close(self) -> None:
        """Take the folder away, once no process uses it."""
        if self._ours and self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
