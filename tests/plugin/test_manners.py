"""How a run behaves among pytest's own options, read as somebody at a terminal reads it."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from pytest_linkface.conformance import Effort, suite
from tests.plugin._running import DEMO, Ended, pytest_in, write
from tests.plugin._targets import Counting, wrong_maximum
from tests.servers._serving import Served

Serve = Callable[[Any], str]
ANY = "--linkface-fail-under=0"
IMPATIENT = "from pytest_linkface.session import _progress\n_progress.EVERY = 0\n"
FAULT = """
from pytest_linkface.conformance import _exam

def fault(exam, call):
    if exam.examiner.rehearsing:
        return
    raise KeyError(f"{call.credentials[1][1]!s} is no key")

_exam.Exam.observe = fault
"""


HOOK = """
import os

def pytest_runtest_setup(item):
    if "ENDPOINT" in item.name:
        os._exit(9) if os.environ.get("PYTEST_XDIST_WORKER") else [][0]
"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """A broken promise, with every option that makes pytest talk."""
    with Served(Counting(wrong_maximum)) as served:
        asked = f"--linkface-url={served.url}", "-k", "LF-OK-SHAPE or LF-ERR-NOT-FOUND", "--linkface-only"
        talk = "-rA", "--tb=long", "--durations=2", "--color=yes", "--showlocals"
        return pytest_in(tmp_path_factory.mktemp("broken"), *asked, *talk, variables=DEMO)


def test_collecting_lists_the_cases(tmp_path: Path) -> None:
    """--co -q prints an id a line, the clause first in its brackets, and nothing of the kit's; nothing is asked."""
    ended = pytest_in(tmp_path, "--linkface-contract", "--co", "-q", "-k", "LF-IMG-", "--linkface-report=report")
    *ids, blank, counted = ended.text.splitlines()
    assert (ended.code, blank, ended.files()) == (0, "", set())
    assert all(re.fullmatch(r"linkface\[emulator\]::LF-IMG-[A-Z-]+\[.+\]", line) for line in ids)
    assert f"{len(ids)}/" in counted
    tree = pytest_in(tmp_path, "--linkface-contract", "--collect-only", "-k", "LF-IMG-PNG")
    assert "\n<CaseFolder linkface[emulator]>\n  <CaseItem LF-IMG-PNG[both images]>\n" in tree.text
    assert "linkface contract" not in tree.text


def test_a_quiet_run_is_dots_and_the_answer(tmp_path: Path) -> None:
    """-q begins with the dots and ends with the answer, in lines that a terminal can hold."""
    write(tmp_path, conftest=IMPATIENT)
    ended = pytest_in(tmp_path, "--linkface-contract", "-q", "-k", "LF-IMG-PNG", ANY, "-p", "no:cacheprovider")
    assert ended.code == 0
    assert re.match(r"\. +\[100%\]\n=+ linkface contract: embedded emulator =+\nVERIFIED: ", ended.text)
    assert max(map(len, ended.text.splitlines())) <= 120
    assert "linkface: case" not in ended.text
    assert "\x1b" not in ended.text


def test_what_pytest_is_asked_to_tell_it_tells(broken: Ended) -> None:
    """-rA names each case with its outcome, --durations its time, colours come where they are asked for."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", broken.text)
    assert (broken.code, "\x1b[31mBROKEN: 1 of " in broken.text) == (1, True)
    outcomes = set(re.findall(r"^(PASSED|FAILED) linkface\[127\.0\.0\.1:\d+\]::(LF-[A-Z-]+)\[", text, re.MULTILINE))
    assert outcomes >= {("PASSED", "LF-ERR-NOT-FOUND"), ("FAILED", "LF-OK-SHAPE")}
    assert re.search(r"= slowest 2 durations =+\n\d+\.\d\ds call +linkface\[", text)


def test_no_traceback_leads_through_the_kit(broken: Ended) -> None:
    """Even the longest traceback with locals says of a broken promise what was expected and what came, and no more."""
    assert ".py:" not in broken.text
    assert "LF-OK-MAX: expected max_confidence 0." in broken.text


def test_a_long_run_says_where_it_is(tmp_path: Path) -> None:
    """Now and then a line of its own names the case, how many there are, and what was spent of the budget."""
    write(tmp_path, conftest=IMPATIENT)
    asked = "--linkface-contract", "-k", "LF-CALL-", ANY, "--linkface-budget=9"
    told = re.findall(r"^linkface: (.*)$", pytest_in(tmp_path, *asked).text, re.MULTILINE)[1:]
    one, two = (case.id for case in suite(Effort.EDGES) if case.clause.startswith("LF-CALL-"))
    assert told == [f"case 1 of 2, 0 of 9 calls: {one}", f"case 2 of 2, 1 of 9 calls: {two}"]
    shared = pytest_in(tmp_path, *asked, "-n1").text
    assert re.search(rf"^linkface: case 2 of \d+, \d of 9 calls: {re.escape(two)}", shared, re.MULTILINE)


@pytest.mark.parametrize("workers", [(), ("-n1",)], ids=["alone", "worker"])
def test_an_error_of_our_own_is_no_broken_promise(tmp_path: Path, workers: tuple[str, ...]) -> None:
    """It is an error and no failure, told as the kit's, without secrets; the run ends with 10: it says too little."""
    write(tmp_path, conftest=FAULT)
    asked = "--linkface-contract", "-k", "LF-OBS-OTHER-METHOD or LF-CALL-ENDPOINT", ANY, "--showlocals"
    ended = pytest_in(tmp_path, *asked, *workers, "--junit-xml=junit.xml", "--linkface-report=report")
    assert (ended.code, ended.count("passed"), ended.count("failed"), ended.count("error")) == (10, 1, 0, 1)
    assert ended.answer == (
        "TOO LITTLE VERIFIED: pytest-linkface itself failed in LF-OBS-OTHER-METHOD[GET]: "
        "an error of the kit, not of the target; please report it"
    )
    assert "an error of pytest-linkface itself, not of the target; please report it.\n" in ended.text
    assert "KeyError" in ended.text
    row = next(row for row in ended.report()["results"] if row["clause"] == "LF-OBS-OTHER-METHOD")
    assert (row["state"], row["findings"]) == ("not exercised", [])
    assert "linkface-demo-secret" not in ended.text + (tmp_path / "junit.xml").read_text("utf-8")


def test_a_broken_promise_is_not_hidden_by_an_error_of_our_own(tmp_path: Path, serve: Serve) -> None:
    """Where the kit fails and a promise is broken too, the run ends with 1."""
    write(tmp_path, conftest=FAULT)
    asked = f"--linkface-url={serve(Counting(wrong_maximum))}", "-k", "LF-OBS-OTHER-METHOD or LF-CALL-ENDPOINT"
    ended = pytest_in(tmp_path, *asked, variables=DEMO)
    assert (ended.code, ended.count("failed"), ended.count("error")) == (1, 1, 1)
    assert ended.answer.startswith("BROKEN: 1 of ")


@pytest.mark.parametrize("workers", [(), ("-n1",)], ids=["a hook fails", "a worker dies"])
def test_a_case_that_pytest_cannot_run_is_no_broken_promise(tmp_path: Path, workers: tuple[str, ...]) -> None:
    """What fails around a case says nothing of the target: the run ends with 10 and names the case."""
    write(tmp_path, conftest=HOOK)
    ended = pytest_in(tmp_path, "--linkface-contract", "-k", "LF-CALL-", ANY, *workers)
    assert (ended.code, ended.count("passed")) == (10, 1)
    assert ended.answer == (
        "TOO LITTLE VERIFIED: pytest could not run LF-CALL-ENDPOINT[two good pictures] to the end: "
        "its own errors say why"
    )


def test_a_crash_of_pytest_leaves_every_form(tmp_path: Path) -> None:
    """When a plugin breaks pytest itself, the run ends with 3, and the report says that there is no verdict."""
    write(tmp_path, conftest="def pytest_runtest_logreport(report): assert report.when != 'teardown'")
    ended = pytest_in(tmp_path, "--linkface-contract", "-k", "LF-CALL-", "--linkface-report=report")
    assert (ended.code, "footer" in ended.report(), len(ended.report()["results"])) == (3, False, 1)
    assert "interrupted: there is no verdict" in unescape((tmp_path / "report" / "summary.md").read_text("utf-8"))
