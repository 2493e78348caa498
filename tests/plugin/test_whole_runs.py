"""The whole suite from end to end, once alone and once shared out: every slow run of these tests stands here."""

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pytest_linkface.conformance import SPECIAL_ACCOUNTS
from pytest_linkface.contract import Level, clauses, error_clause, validator
from pytest_linkface.emulator import Emulator
from tests.plugin._running import DEMO, Ended, pytest_in, report_in

MUST, SHOULD = (sum(clause.level is level for clause in clauses().values()) for level in (Level.MUST, Level.SHOULD))
VERIFIED = f"VERIFIED: {MUST} of {MUST} MUST and {SHOULD} of {SHOULD} SHOULD clauses."


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the whole run's report and JUnit file go, so that its own folder stays empty."""
    return tmp_path_factory.mktemp("outside")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, outside: Path) -> Ended:
    """The first command of the README in an empty folder, as a process of its own."""
    written = f"--linkface-report={outside}", f"--junit-xml={outside / 'junit.xml'}"
    return pytest_in(tmp_path_factory.mktemp("empty"), "--linkface-contract", "-v", "--durations=3", *written)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, outside: Path) -> Ended:
    """The same by two workers, without a cache, with every warning an error."""
    options = "-n2", "-pno:cacheprovider", "-q", "-Werror", f"--linkface-report={outside / 'shared'}"
    return pytest_in(tmp_path_factory.mktemp("shared"), "--linkface-contract", *options)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, server: Emulator) -> Ended:
    """The command of a gate: all cases, at another address than the live one, with one good account."""
    options = "--linkface-live", f"--linkface-url={server.url}"
    return pytest_in(tmp_path_factory.mktemp("elsewhere"), *options, variables=DEMO)


def test_an_empty_folder_is_enough(whole: Ended) -> None:
    """The suite verifies every clause of the emulator in a folder without a single test, and ends with 0."""
    assert (whole.code, whole.answer) == (0, VERIFIED)


def test_the_heading_says_who_was_asked(whole: Ended) -> None:
    """Who is asked, and how much, is told at the beginning and again over the answer."""
    cases = whole.count("passed")
    assert f"linkface: {cases} cases against the embedded emulator\n" in whole.text
    assert "= linkface contract: embedded emulator =" in whole.text


def test_it_costs_less_than_250_calls(whole: Ended, outside: Path) -> None:
    """A run stays under the price that was set for it, and section and report agree on what it was."""
    assert 0 < whole.calls < 250
    assert report_in(outside)["footer"]["calls"] == whole.calls


def test_nothing_is_left_behind(whole: Ended, shared: Ended) -> None:
    """The folder holds pytest's cache and nothing else, and without the cache nothing at all."""
    assert whole.files() == set()
    assert list(shared.folder.iterdir()) == []


def test_what_is_not_a_terminal_gets_no_colours(whole: Ended) -> None:
    """A log holds no escape sequences."""
    assert "\033" not in whole.text


def test_every_case_is_a_line_of_the_verbose_output(whole: Ended) -> None:
    """A case is named by the target and its own id, and pytest counts as many as it names."""
    named = re.findall(r"^linkface\[emulator\]::LF-[A-Z0-9-]+\[.+\] PASSED", whole.text, re.MULTILINE)
    assert len(named) == whole.count("passed") > 100
    assert "= slowest 3 durations =" in whole.text


def test_junit_has_every_case(whole: Ended, outside: Path) -> None:
    """Other tools find the cases in pytest's own JUnit file; pytest 8 and 9 divide an id differently there."""
    cases = list(ElementTree.parse(outside / "junit.xml").iter("testcase"))
    named = {f"{case.get('classname')}::{case.get('name')}".removeprefix("::") for case in cases}
    assert len(named) == len(cases) == whole.count("passed")
    assert {name.partition("::")[0] for name in named} == {"linkface[emulator]"}


def test_the_report_of_a_whole_run_is_valid_and_closed(whole: Ended, outside: Path) -> None:
    """The report keeps its schema, has each case once, and ends with the verdict that the terminal gave."""
    report = report_in(outside)
    validator("report").validate(report)
    assert len({result["case"] for result in report["results"]}) == len(report["results"]) == whole.count("passed")
    assert (report["footer"]["answer"], report["footer"]["exit_code"]) == (VERIFIED, 0)


def test_two_workers_reach_the_same_verdict(whole: Ended, shared: Ended, outside: Path) -> None:
    """Shared out by xdist, the run ends with the same code, the same answer and the same state of every clause."""
    one, two = (Counter(_states(report_in(folder))) for folder in (outside, outside / "shared"))
    assert (shared.code, shared.answer) == (0, VERIFIED)
    assert one == two


def test_a_server_at_an_address_is_asked_all_but_what_it_would_need(elsewhere: Ended) -> None:
    """Without accounts in a special condition their five clauses are not exercised, and the rest is enough for 0."""
    verified = f"VERIFIED: {MUST - len(SPECIAL_ACCOUNTS)} of {MUST} MUST and {SHOULD} of {SHOULD} SHOULD clauses."
    assert (elsewhere.code, elsewhere.answer) == (0, verified)
    assert (elsewhere.count("skipped"), elsewhere.count("failed")) == (len(SPECIAL_ACCOUNTS), 0)


@pytest.mark.parametrize("status", SPECIAL_ACCOUNTS)
def test_what_a_clause_would_need_is_said_beside_it(elsewhere: Ended, status: str) -> None:
    """Each of the five is listed as not exercised with the variable that would give its account."""
    needed = f"an account in this condition in LINKFACE_ACCOUNT_{status} (id:secret)"
    assert f"  {error_clause(status)}\n    not exercised, needs {needed}\n" in elsewhere.text


def _states(report: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    return [(clause["id"], clause["state"]) for clause in report["footer"]["clauses"]]  # type: ignore[call-overload]  # a JSON object
