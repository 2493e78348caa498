"""The suite within a pytest run: cases as items, their results as reports, the verdict as exit code.

Registered only when one of the options asks for it, so that nobody else pays for what it imports.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from pytest_linkface import images, reports
from pytest_linkface.conformance import (
    PICTURES,
    Capability,
    Effort,
    Examiner,
    ImageHost,
    Price,
    Target,
    planned,
    prices,
    suite,
)
from pytest_linkface.contract import Level
from pytest_linkface.session._items import CaseFolder, CaseItem, case_of
from pytest_linkface.session._known import known_failures_of
from pytest_linkface.session._plan import plan_lines
from pytest_linkface.session._progress import Progress
from pytest_linkface.session._reported import (
    faults_told,
    for_github,
    kept_by,
    other_end_told,
    shown_in,
    unasked_told,
    written_to,
)
from pytest_linkface.session._shared import Shared
from pytest_linkface.verdict import ExitCode, Result, Verdict, reach


class Run:
    """A run of the suite against one target; in a worker of xdist, this worker's part of it."""

    def __init__(self, config: pytest.Config, target: Target | None) -> None:
        self.config = config
        self.judged = (Level.MUST,) if config.getoption("linkface_level") == "must" else (Level.MUST, Level.SHOULD)
        self.name = target.name if target else "emulator"
        self.effort = Effort(config.getoption("linkface_effort") or _usual_effort(target))
        self._given = target
        self._results: dict[str, Result] = {}
        self._verdict: Verdict | None = None
        self._stack = ExitStack()
        self._examiner: Examiner | None = None
        self._declared_host: ImageHost | None = None
        self._known = known_failures_of(config)
        self._plan: list[Price] | None = None
        self._shared = Shared(config)
        self._stack.callback(self._shared.close)
        now = datetime.now(UTC)
        self._today, self._started = now.date(), now.isoformat(timespec="seconds")
        self._trouble = ""
        self._faults: set[str] = set()
        """Cases in which the kit itself failed."""
        self._unasked: set[str] = set()
        """Cases that failed before or after they were asked."""
        self._head = self._header()
        self._written = self._report_folder()
        self._document: reports.Document | None = None
        self._instead = ""
        """What pytest ends with where that is not the verdict's code."""

    # What is asked, and of whom

    @property
    def examiner(self) -> Examiner:
        """Asks the target, which is started first if it is our own."""
        if self._examiner is None:
            without = frozenset(map(Capability, self.config.getoption("linkface_without")))
            target = replace(self._given or self._stack.enter_context(_embedded()), without=without)
            host, shared = self._image_host(target), self._shared
            self._examiner = Examiner(target, host, shared.budget, pace=shared.pace)
            self._examiner.kept = kept_by(self.config)
            self._stack.callback(self._examiner.close)
        return self._examiner

    @property
    def target(self) -> Target:
        """The target, started if it is our own."""
        return self.examiner.target

    def redact(self, text: str) -> str:
        """A text without the credentials of the run."""
        return self._examiner.redact(text) if self._examiner else text

    def _image_host(self, target: Target) -> ImageHost | None:
        if self._declared_host or (target.image_host is None and not target.on_loopback):
            return self._declared_host
        # In a worker of xdist the declared address is served by the main process: only the urls are made here.
        return self._stack.enter_context(ImageHost(PICTURES, address=target.image_host))

    def _listen(self, target: Target) -> ImageHost:
        try:
            host = ImageHost(PICTURES, address=target.image_host, listen=target.image_listen or ("127.0.0.1", 0))
        except OSError as error:
            address = ":".join(map(str, target.image_listen or ()))
            raise pytest.UsageError(f"--linkface-image-host: cannot listen on {address}: {error.strerror}") from None
        return self._stack.enter_context(host)

    # pytest's hooks, in the order in which a run calls them

    def pytest_report_header(self) -> str:
        """Say who is asked, and how much."""
        address = self._given.url if self._given else "the embedded emulator"
        cast = images.cast_in_force()
        faces = f", with faces {cast.label}: {cast.size} people of yours in place of the drawn ones" if cast else ""
        return f"linkface: {len(suite(self.effort))} cases against {address}{faces}"

    def pytest_sessionstart(self) -> None:
        """Take the address for pictures, and the place of an older report, before anything is asked."""
        if hasattr(self.config, "workerinput") or self._asks_nothing:
            return
        self.config.pluginmanager.register(Progress(self.config, cases=len(suite(self.effort)), spent=self._spent))
        if self._given and self._given.image_host:
            self._declared_host = self._listen(self._given)
        try:
            if self._written:
                self._written.open()
        except OSError as error:
            raise pytest.UsageError(f"--linkface-report: {error.strerror}: {error.filename}") from None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of xdist where it finds what all share."""
        node.workerinput.update(self._shared.told())

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> bool | None:
        """Print the plan instead of following it, if that is all that was asked for."""
        if not self.config.getoption("linkface_plan") or hasattr(self.config, "workerinput"):
            return None
        self._plan = prices(suite(self.effort), self.target, downloads=self.examiner.image_host is not None)
        return True

    def pytest_ignore_collect(self) -> bool | None:
        """Leave the user's own tests out if asked to."""
        return True if self.config.getoption("linkface_only") else None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Add the cases, under ids that do not depend on where the kit is installed.

        They come first: a fixture of the user's that lasts for the session may block sockets, and is not set up yet.
        """
        name = f"linkface[{self.name}]"
        folder = CaseFolder.from_parent(session, name=name, nodeid=name, cases=suite(self.effort), owner=self)
        others = [] if self.config.getoption("linkface_only") else list(items)
        items[:] = [*session.genitems(folder), *others]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, Any, Any]:
        """Let the result travel with the report, also from a worker of xdist."""
        report = yield
        if isinstance(item, CaseItem) and call.when == "call" and item.result is not None:
            trouble = self._examiner.trouble if self._examiner else ""
            values = {"result": item.result.as_json(), "trouble": trouble, "fault": item.fault}
            report.linkface = json.dumps(values)  # xdist takes no half of a surrogate pair, which a server may send
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take a result, and write the report as far as it goes."""
        told = getattr(report, "linkface", None)
        if hasattr(self.config, "workerinput"):
            return
        if told is None:
            if report.failed and (case := case_of(report.nodeid)):
                self._unasked.add(case)  # a hook of the user's failed, or the worker died
            return
        values = json.loads(told)
        self._trouble = values["trouble"] or self._trouble
        result = Result.from_json(values["result"])
        self._results[result.case] = result
        if values["fault"]:
            self._faults.add(result.case)
        if self._written:
            self._written.add(result)

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Count a case in which the kit itself failed as an error, not as a failure of the target."""
        told = getattr(report, "linkface", None)
        return ("error", "E", "ERROR") if told is not None and json.loads(told)["fault"] else None

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int | pytest.ExitCode) -> None:
        """Reach the verdict and let the run end with it, unless pytest itself was broken off."""
        self._stack.close()
        finished = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
        if hasattr(self.config, "workerinput") or self._asks_nothing:
            return
        if not finished:
            self._close(None)
            return
        self._verdict = reach(
            self._results.values(), planned(self.effort), judged=self.judged,
            fail_under=self.config.getoption("linkface_fail_under"),
            trouble=self._trouble or faults_told(self._faults) or unasked_told(self._unasked),
            known=self._known, today=self._today, cases={case.id for case in suite()} if self._known else (),
        )  # fmt: skip
        self._close(reports.footer(self._verdict))
        red = sum(self.is_red(result) for result in self._results.values())
        failed_otherwise = session.testsfailed > red + len(self._faults) + len(self._unasked)
        if self._verdict.exit_code is not ExitCode.VERIFIED and not failed_otherwise:
            session.exitstatus = self._verdict.exit_code
        self._instead = other_end_told(session.exitstatus, self._verdict.exit_code)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """End with the answer."""
        if self.config.option.collectonly:
            return
        terminalreporter.section(f"linkface contract: {self._given.url if self._given else 'embedded emulator'}")
        if self._plan is not None:
            for line in plan_lines(self._plan, budget=self.config.getoption("linkface_budget")):
                terminalreporter.line(line)
            return
        for text, colour in self._said():
            terminalreporter.line(reports.plain(text), **{colour: True} if colour else {})
        for command in for_github(self._document) if self._document else ():
            terminalreporter.line(command)

    def _said(self) -> Iterator[reports.Line]:
        if self._verdict is None:
            yield "interrupted: no verdict", ""
        else:
            report = str(self._written.path / "report.json") if self._written else ""
            answer, *others = reports.terminal(self._verdict, report=report)
            yield from (answer, *([(self._instead, "red")] if self._instead else ()), *others)
            yield from reports.paste(self._verdict, self._today)
        if self._written:
            yield "", ""
            yield from ((line, "") for line in written_to(self._written.path))

    @property
    def _asks_nothing(self) -> bool:
        return bool(self.config.option.collectonly or self.config.getoption("linkface_plan"))

    def _spent(self) -> int:
        return sum(result.calls for result in self._results.values())

    def is_red(self, result: Result) -> bool:
        """Whether a result counts against the target."""
        return bool(reach([result], {}, judged=self.judged, known=self._known, today=self._today).unknown)

    def _report_folder(self) -> reports.ReportFolder | None:
        folder = self.config.getoption("linkface_report")
        if not folder and self.config.getoption("linkface_keep"):
            raise pytest.UsageError("--linkface-keep needs --linkface-report DIR")
        if not folder or hasattr(self.config, "workerinput"):
            return None
        return reports.ReportFolder(Path(folder), self._head, file=shown_in(self.config))

    def _header(self) -> dict[str, Any]:
        head = reports.header(
            target=self._given.url if self._given else "embedded emulator", version=version("pytest-linkface"),
            started=self._started, judged=self.judged, fail_under=self.config.getoption("linkface_fail_under"),
        )  # fmt: skip
        if cast := images.cast_in_force():
            head["faces"] = cast.label
        return head

    def _close(self, foot: dict[str, Any] | None) -> None:
        """Write what there is to write; the verdict is in ``foot``, unless the run was broken off."""
        if self._written:
            self._written.close(foot)
        self._document = reports.document(self._head, self._results.values(), foot)


def _embedded() -> AbstractContextManager[Target]:
    """The emulator, which is an extra, as a target."""
    from pytest_linkface.session._embedded import embedded

    return embedded()


def _usual_effort(target: Target | None) -> Effort:
    if target is None:
        return Effort.EDGES
    return Effort.FULL if target.on_loopback else Effort.CORE
