"""The pytest plugin: options, a marker and fixtures; whatever has state is made only when an option asks for it."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_linkface.client import Client
    from pytest_linkface.conformance import Target
    from pytest_linkface.emulator import Emulator
    from pytest_linkface.recording import Tape


def _percent(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to 100, not {text}")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"expected a number above 0, not {text}")
    return value


def _age(text: str) -> tuple[timedelta, bool]:
    days, _, then = text.partition(":")
    if not days.removesuffix("d").isdecimal() or then not in ("", "warn", "fail"):
        raise argparse.ArgumentTypeError(f"expected days such as 90d or 90d:fail, not {text}")
    return timedelta(days=int(days.removesuffix("d"))), then == "fail"


def _rate(text: str) -> float:
    number, _, unit = text.partition("/")
    if not number.isascii() or not number.isdecimal() or not int(number) or unit not in ("", "s", "m"):
        raise argparse.ArgumentTypeError(f"expected calls such as 5, 5/s or 30/m, not {text}")
    return int(number) / (60 if unit == "m" else 1)


def _without(text: str) -> tuple[str, ...]:
    names = tuple(name for name in text.split(",") if name)
    if strangers := set(names) - {"urls", "ids", "drawn-faces"}:
        raise argparse.ArgumentTypeError(f"expected names of urls, ids, drawn-faces, not {min(strangers)}")
    return names


def _hosts(text: str) -> tuple[str, ...]:
    return tuple(host for host in text.split(",") if host)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("linkface", "contract tests for Linkface's face comparison")
    add = group.addoption
    add(
        "--linkface-contract",
        action="store_true",
        help="run the contract suite against the embedded emulator: no network, no credentials",
    )
    add(
        "--linkface-live",
        action="store_true",
        help="run the contract suite against the live service, with LINKFACE_API_ID and LINKFACE_API_SECRET",
    )
    add("--linkface-url", metavar="URL", help="run it against another server, such as http://127.0.0.1:8000")
    add("--linkface-only", action="store_true", help="leave all other tests out")
    add(
        "--linkface-effort",
        choices=("smoke", "core", "edges", "full"),
        help="how much is asked: a few calls, every MUST clause that can be provoked, every edge in every format, or "
        "also each edge on each side and drawn calls (default: edges of the embedded emulator, full of another server "
        "on this machine, core elsewhere)",
    )
    add("--linkface-plan", action="store_true", help="print what the run will cost, send nothing, and end")
    add("--linkface-budget", type=int, metavar="CALLS", help="send no more calls than this, in all processes together")
    add(
        "--linkface-rate",
        type=_rate,
        metavar="CALLS[/s|/m]",
        help="send no more calls than this a second, or a minute, in all processes together",
    )
    add(
        "--linkface-without",
        type=_without,
        default=(),
        metavar="NAME,NAME",
        help="what the target does not support, of urls, ids, drawn-faces: probed, shown as not applicable, and not "
        "counted as verified",
    )
    add(
        "--linkface-level",
        choices=("must", "should"),
        default="should",
        help="the clauses that make a run red: what the manual says (must), or also what plainly follows (should)",
    )
    add(
        "--linkface-fail-under",
        type=_percent,
        default=75.0,
        metavar="PERCENT",
        help="end with 10 when fewer MUST clauses were verified (default 75)",
    )
    add(
        "--linkface-timeout",
        type=_seconds,
        default=30.0,
        metavar="SECONDS",
        help="how long a whole answer may take (default 30)",
    )
    add(
        "--linkface-image-host",
        metavar="URL",
        help="the address under which the target reaches this machine to download pictures; not needed on loopback",
    )
    add(
        "--linkface-image-listen",
        metavar="HOST:PORT",
        help="where the kit serves them, if that address is forwarded (default: all interfaces, the address's port)",
    )
    add(
        "--linkface-faces",
        metavar="DIR",
        help="let the people of this folder, a folder of portraits for each, stand in for the kit's drawn ones",
    )
    add(
        "--linkface-known-failures",
        metavar="FILE",
        help="failures that are accepted for a while, in TOML; an entry that does not fail as it says is red",
    )
    add(
        "--linkface-report",
        metavar="DIR",
        help="write report.json, report.html, summary.md, results.sarif, codequality.json and badge.json into this "
        "folder",
    )
    add(
        "--linkface-keep",
        action="store_true",
        help="keep the pictures of what was found beside the report, so that its curl lines work there as they stand",
    )
    add(
        "--linkface-record",
        choices=("none", "once", "new", "all"),
        help="record the answers that tests get, from the embedded emulator or with --linkface-live or --linkface-url "
        "from there: once = where a test has no recording, new = calls without one, all = every call anew; "
        "none = replay, as a run does without any of these options",
    )
    add(
        "--linkface-unused",
        choices=("warn", "fail"),
        default="warn",
        help="what to do about recordings that a passing test did not ask for (default warn)",
    )
    add(
        "--linkface-max-age",
        type=_age,
        metavar="DAYSd[:fail]",
        help="warn of recordings that are older, such as 90d, or fail with 90d:fail",
    )
    add(
        "--linkface-allow-hosts",
        type=_hosts,
        default=(),
        metavar="HOST,HOST",
        help="hosts beyond this machine to which tests with recordings may connect",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the session's object if the suite is to run."""
    config.addinivalue_line("markers", "linkface: a case of the Linkface contract suite")
    config.addinivalue_line("markers", "linkface_expects(*statuses): refusals that a new recording may hold")
    option = config.option
    if option.linkface_faces is not None:
        from pytest_linkface.session import stand_in

        config.add_cleanup(stand_in(config))
    if option.linkface_record not in (None, "none") and not option.linkface_contract:
        from pytest_linkface.session import given_target

        given_target(config)  # a wrong address or a missing account ends the run before it begins
        if option.linkface_only:
            raise pytest.UsageError("--linkface-only leaves no test to record; --linkface-contract adds the suite")
        return
    # An empty url comes from a variable that is not set: it must not leave a gate open.
    if option.linkface_contract or option.linkface_live or option.linkface_url is not None:
        from pytest_linkface.session import run_of

        config.pluginmanager.register(run_of(config), "linkface-run")
    elif option.linkface_only:
        raise pytest.UsageError("--linkface-only needs --linkface-contract, --linkface-live or --linkface-url URL")


def _told(config: pytest.Config, name: str) -> list[str]:
    """What the reports of all tests, also of workers, carry under this name."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = chain.from_iterable(reporter.stats.values()) if reporter else ()
    return sorted({line for report in reports for line in getattr(report, name, ())})


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail for recordings that belong to no test, if asked to."""
    fails = exitstatus == 0 and session.config.option.linkface_unused == "fail"
    if fails and _told(session.config, "linkface_orphans"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what there is to say of recordings."""
    lines = _told(config, "linkface_said")
    lines += [f"{folder} belongs to no test" for folder in _told(config, "linkface_orphans")]
    if lines:
        terminalreporter.section("linkface recordings")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def _linkface_target(pytestconfig: pytest.Config) -> Iterator[Target]:
    """The run's target, without an option the embedded emulator."""
    from pytest_linkface.session import target_of

    with target_of(pytestconfig) as target:
        yield target


@pytest.fixture
def linkface_client(request: pytest.FixtureRequest) -> Iterator[Client]:
    """A ``pytest_linkface.client.Client``: of the test's recordings, or of the target that an option names."""
    from pytest_linkface.session import client_for

    with client_for(request) as client:
        yield client


@pytest.fixture
def linkface_cassettes(request: pytest.FixtureRequest) -> Iterator[Tape | None]:
    """Answers everything that requests would send to the endpoint's host from the test's recordings."""
    from pytest_linkface.session import cassettes_for

    with cassettes_for(request) as tape:
        yield tape


@pytest.fixture
def linkface_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An address without the path: the embedded emulator's, that of the target that an option names, or, in a test
    with ``linkface_cassettes``, that of its recordings.
    """
    from pytest_linkface.session import url_for

    with url_for(request) as url:
        yield url


@pytest.fixture
def linkface_emulator(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """A Linkface of the test's own, to be scripted: requests to the endpoint's host get to it without a socket, and
    its ``url`` is an address for any client.
    """
    from pytest_linkface.session import emulator_for

    with emulator_for(request) as emulator:
        yield emulator
