"""A case as a pytest item: no fixture of the user's reaches it, and its id does not depend on any file."""

from __future__ import annotations

import os
import time
from typing import Any, Protocol

import pytest

from pytest_linkface import reports
from pytest_linkface.conformance import Case, Examiner, examine
from pytest_linkface.verdict import Result, State


class Owner(Protocol):
    """What an item asks of the run that it belongs to."""

    @property
    def examiner(self) -> Examiner:
        """Asks the target."""

    def is_red(self, result: Result) -> bool:
        """Whether a result counts against the target."""

    def redact(self, text: str) -> str:
        """A text without the credentials of the run."""


_OURS = "an error of pytest-linkface itself, not of the target"


_PREFIX = "linkface["


def case_of(nodeid: str) -> str:
    """The id of the case that a node's id names; empty when it is none of the suite's."""
    return nodeid.partition("::")[2] if nodeid.startswith(_PREFIX) else ""


class CaseFolder(pytest.Collector):
    """The parent of the cases; it stands for no file."""

    def __init__(self, *, cases: tuple[Case, ...], owner: Owner, **options: Any) -> None:
        super().__init__(**options)
        self._cases = cases
        self._owner = owner

    def collect(self) -> list[pytest.Item]:
        """An item for each case."""
        return [self._item(case) for case in self._cases]

    def _item(self, case: Case) -> CaseItem:
        # pytest 9 takes a child's name apart only where its whole id is given: --lf would not know it again.
        nodeid = f"{self.nodeid}::{case.id}"
        return CaseItem.from_parent(self, name=case.id, nodeid=nodeid, case=case, owner=self._owner)


class Broken(Exception):
    """A promise was broken; carries the result."""


class CaseItem(pytest.Item):
    """One case as a test: no fixture of the user's reaches it."""

    def __init__(self, *, case: Case, owner: Owner, **options: Any) -> None:
        super().__init__(**options)
        self.case = case
        self.result: Result | None = None
        self.fault = False
        """Whether the kit itself failed in this case."""
        self._owner = owner
        self.add_marker("linkface")

    def runtest(self) -> None:
        """Ask, and fail, skip or pass by what came."""
        self.result = self._examined()
        self.user_properties.extend(reports.properties(self.result))
        if self._owner.is_red(self.result):
            raise Broken
        if self.result.state in (State.NOT_EXERCISED, State.NOT_APPLICABLE):
            pytest.skip(reports.plain(self.result.note))

    def _examined(self) -> Result:
        try:
            return examine(self._owner.examiner, self.case, time.monotonic)
        except Exception as error:
            self.fault = True
            note = f"{_OURS}: {type(error).__name__}"
            self.result = Result(self.case.id, self.case.clause, State.NOT_EXERCISED, note=note)
            raise

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The findings in short; the section at the end has the rest."""
        if self.fault:
            return f"{_OURS}; please report it.\n\n{self._owner.redact(str(super().repr_failure(excinfo, style)))}"
        if not isinstance(excinfo.value, Broken) or self.result is None:
            return super().repr_failure(excinfo, style)
        told = [(one.clause, reports.plain(one.expected), reports.plain(one.observed)) for one in self.result.findings]
        return "\n".join(f"{clause}: expected {expected}\n  came {observed}" for clause, expected, observed in told)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Where the case stands: in no file."""
        return self.config.rootpath / self.nodeid.partition("::")[0], None, self.name
