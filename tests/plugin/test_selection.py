"""A part of the suite: chosen by -k and -m, ended by -x, repeated by --lf, only listed by --collect-only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.plugin._running import DEMO, Ended, pytest_in
from tests.plugin._targets import Counting, wrong_maximum

Serve = Callable[[Any], str]


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """A run of one case."""
    return pytest_in(tmp_path_factory.mktemp("part"), "--linkface-contract", "-q", "-k", "LF-CALL-ENDPOINT")


def test_a_part_is_too_little(part: Ended) -> None:
    """One verified case of many ends with 10, although it passed, and the answer names the floor that it missed."""
    assert (part.code, part.count("passed")) == (10, 1)
    assert part.answer.startswith("TOO LITTLE VERIFIED: ")
    assert part.answer.endswith(" %, under --linkface-fail-under 75 %.")


def test_a_part_is_told_what_to_do(part: Ended) -> None:
    """The second line says how to end otherwise, and the clauses that nobody asked are listed in one paragraph."""
    told = "Some cases did not run: leave out -k, -m and --lf, or accept a part with --linkface-fail-under 0."
    assert part.section[1] == told
    assert part.text.count("not run: deselected, or the run ended before") == 1


def test_a_part_can_be_enough(tmp_path: Path) -> None:
    """With the floor at 0 a part ends with 0, and -m chooses the cases by their marker under strict markers."""
    strict = "-Werror", "--strict-markers", "--strict-config"
    options = "--linkface-fail-under=0", "-k", "LF-CALL-ENDPOINT", "-m", "linkface", "--tb=no", "-rA"
    ended = pytest_in(tmp_path, "--linkface-contract", *strict, *options)
    assert (ended.code, ended.count("passed")) == (0, 1)
    assert ended.answer.startswith("VERIFIED: ")
    assert "\nPASSED linkface[emulator]::LF-CALL-ENDPOINT[two good pictures]\n" in ended.text


@pytest.mark.parametrize("selection", [("-k", "xyzzy"), ("-m", "not linkface")], ids=" ".join)
def test_nothing_is_never_enough(tmp_path: Path, selection: tuple[str, str]) -> None:
    """When not one case runs the run ends with 10, even with the floor at 0."""
    ended = pytest_in(tmp_path, "--linkface-contract", "--linkface-fail-under=0", *selection)
    assert (ended.code, ended.answer) == (10, "TOO LITTLE VERIFIED: not one MUST clause.")


def test_listing_asks_nobody(tmp_path: Path, serve: Serve) -> None:
    """--collect-only lists the ids, ends with 0, writes no report and sends nothing."""
    app = Counting()
    url = serve(app)
    options = f"--linkface-url={url}", "--collect-only", "-q", "--linkface-report=report"
    ended = pytest_in(tmp_path, *options, variables=DEMO)
    listed = [line for line in ended.text.splitlines() if line.startswith(f"linkface[{url.removeprefix('http://')}]::LF-")]
    assert (ended.code, app.calls, ended.files()) == (0, [], set())
    assert len(listed) > 100
    assert "linkface contract" not in ended.text


def test_the_last_failed_are_asked_again(tmp_path: Path, serve: Serve) -> None:
    """-x ends at the first broken promise; --lf then asks the case that failed and no other."""
    url = serve(Counting(wrong_maximum))
    first = pytest_in(tmp_path, f"--linkface-url={url}", "-x", variables=DEMO)
    second = pytest_in(tmp_path, f"--linkface-url={url}", "--lf", variables=DEMO)
    assert (first.code, first.count("failed"), first.count("passed")) == (1, 1, 0)
    assert (second.code, second.count("failed"), second.count("passed")) == (1, 1, 0)
    assert "run-last-failure: rerun previous 1 failure" in second.text
    assert first.answer.startswith("BROKEN: 1 of ")
