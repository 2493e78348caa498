"""The pytest plugin: options, a marker and fixtures; whatever has state is made only when an option asks for it."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_linkface.client import Client


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
    add("--linkface-report", metavar="DIR", help="write report.json into this folder")


def pytest_configure(config: pytest.Config) -> None:
    """Make the session's object if the suite is to run."""
    config.addinivalue_line("markers", "linkface: a case of the Linkface contract suite")
    option = config.option
    # An empty url comes from a variable that is not set: it must not leave a gate open.
    if option.linkface_contract or option.linkface_live or option.linkface_url is not None:
        from pytest_linkface.session import run_of

        config.pluginmanager.register(run_of(config), "linkface-run")
    elif option.linkface_only:
        raise pytest.UsageError("--linkface-only needs --linkface-contract, --linkface-live or --linkface-url URL")


@pytest.fixture(scope="session")
def linkface_client(pytestconfig: pytest.Config) -> Iterator[Client]:
    """A ``pytest_linkface.client.Client`` bound to the run's target, without an option to the embedded emulator."""
    from pytest_linkface.session import client_of

    with client_of(pytestconfig) as client:
        yield client


@pytest.fixture(scope="session")
def linkface_url(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of the run's target without the path, without an option that of the embedded emulator."""
    from pytest_linkface.session import target_of

    with target_of(pytestconfig) as target:
        yield target.url
