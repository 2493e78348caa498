"""Whole pytest runs over recordings that exist: what is unused, old, drifting or refused, and what is said of it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pytest_linkface.emulator import Account, Emulator
from pytest_linkface.recording import Cassette, Origin, read_cassette
from tests.recording._running import DEMO, Ended, cassettes, project, run

TWO = """
def test_own(linkface_cassettes):
    assert compare().ok
    assert compare(note="2").ok
"""
ONE = "def test_own(linkface_cassettes): assert compare().ok"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose test makes two calls, both recorded."""
    assert run(project(tmp_path, TWO), "--linkface-record=once").code == 0
    return tmp_path


def said(ended: Ended) -> list[str]:
    """The lines of the section on recordings."""
    _, _, section = ended.text.partition("= linkface recordings =")
    return [line for line in section.splitlines()[1:] if line and not line.startswith("=")]


def rewritten(folder: Path, name: str, *, at: str | None = None, body: bytes | None = None) -> None:
    """Make a recording's answer or date another, with a right checksum."""
    path = folder / "cassettes" / name
    old = read_cassette(path.read_text("utf-8"), path.name)
    told = old.origin
    origin = Origin(told.source, at or told.at, told.kit, told.clause_set)
    answer = old.answer if body is None else type(old.answer)(200, old.answer.headers, body)
    path.write_text(Cassette(old.call, old.number, answer, origin).as_text(), "utf-8")


@pytest.mark.parametrize("options", [(), ("-n2",)], ids=["alone", "workers"])
def test_unused_recordings_are_told(folder: Path, options: tuple[str, ...]) -> None:
    """What a passing test did not ask for stands in a section at the end, also from workers; or fails, if asked to."""
    ended = run(project(folder, ONE), *options)
    assert ended.code == 0
    (line,) = said(ended)
    assert line.startswith("test_a.py::test_own: ")
    assert "was not asked for: 200 OK" in line
    ended = run(folder, "--linkface-unused=fail", *options)
    assert (ended.code, ended.count("error")) == (1, 1)


def test_a_failing_test_has_no_unused_recordings(folder: Path) -> None:
    """A test that broke off early asked for less, which is no news."""
    ended = run(project(folder, "def test_own(linkface_cassettes): assert False"))
    assert (ended.count("failed"), said(ended)) == (1, [])


@pytest.mark.parametrize("options", [(), ("-n2",)], ids=["alone", "workers"])
def test_recordings_of_a_test_that_is_gone_are_told(folder: Path, options: tuple[str, ...]) -> None:
    """A folder whose test was renamed belongs to no test; a run of some tests alone does not say so."""
    renamed = project(folder, TWO.replace("test_own", "test_new"))
    assert run(renamed, "--linkface-record=once").code == 0
    ended = run(renamed, *options)
    assert (ended.code, said(ended)) == (0, ["cassettes/test_a/test_own belongs to no test"])
    assert run(renamed, "--linkface-unused=fail", *options).code == 1
    assert said(run(renamed, "-k", "new", *options)) == []
    assert said(run(renamed, "test_a.py::test_new", *options)) == []


@pytest.mark.parametrize(("age", "code", "told"), [("90d", 0, 1), ("90d:fail", 1, 0), ("110d:fail", 0, 0)])
def test_old_recordings_warn_or_fail(folder: Path, age: str, code: int, told: int) -> None:
    """``--linkface-max-age`` tells how many are older and which is the oldest; nothing is asked anew."""
    name = sorted(cassettes(folder))[0]
    rewritten(folder, name, at=(datetime.now(UTC) - timedelta(days=100)).isoformat())
    before = cassettes(folder)
    ended = run(folder, f"--linkface-max-age={age}")
    assert (ended.code, len(said(ended))) == (code, told)
    assert ("1 of 2 recordings are older than 90 days, the oldest: " in ended.text) == (age != "110d:fail")
    assert cassettes(folder) == before


@pytest.mark.parametrize("age", ["", "x", "90", "90d:never", "-1d"])
def test_an_age_is_days(tmp_path: Path, age: str) -> None:
    """What is no number of days is a usage error; the unit may be left out."""
    assert run(project(tmp_path, "def test_a(): pass"), f"--linkface-max-age={age}").code == (0 if age == "90" else 4)


def test_a_test_that_is_run_again_begins_anew(tmp_path: Path) -> None:
    """Run a second time by whatever plugin, a test has its recordings from the first on, and none is played twice."""
    again = """
from _pytest.runner import runtestprotocol

def pytest_runtest_protocol(item, nextitem):
    for _ in range(2):
        for report in runtestprotocol(item, nextitem=nextitem, log=False):
            item.ihook.pytest_runtest_logreport(report=report)
    return True
"""
    folder = project(tmp_path, ONE)
    assert run(folder, "--linkface-record=once").code == 0
    (folder / "conftest.py").write_text(again, "utf-8")
    assert run(folder).count("passed") == 2


def test_replay_needs_no_emulator(tmp_path: Path) -> None:
    """A run that replays loads neither the emulator nor what it needs."""
    test = """
import sys

def test_own(linkface_cassettes, linkface_client):
    assert compare().ok
    if "pytest_linkface.emulator" in sys.modules:
        print("the emulator is there")
    assert not {"httptools", "cv2"} & set(sys.modules) or "pytest_linkface.emulator" in sys.modules
"""
    folder = project(tmp_path, test)
    assert "the emulator is there" in run(folder, "--linkface-record=once", "-s").text
    ended = run(folder, "-s")
    assert (ended.code, "the emulator is there" in ended.text) == (0, False)


def test_drift_is_told_per_interaction(folder: Path) -> None:
    """Recording anew tells what changed in shape and meaning, and not that ids and digits did."""
    name = sorted(cassettes(folder))[0]
    body = {"request_id": "x", "status": "OK", "confidences": [[0.5]], "max_confidence": "0.5", "extra": 1}
    rewritten(folder, name, body=json.dumps(body).encode())
    ended = run(folder, "--linkface-record=all")
    file_name = name.rpartition("/")[2]
    assert ended.code == 0
    assert sorted(line.partition(f"{file_name} ")[2] for line in said(ended)) == [
        "confidences was 1 x 1 and is 1 x 2",
        "extra is gone",
        "image_one is new, object",
        "image_two is new, object",
        "max_confidence was string and is number",
    ]
    assert said(run(folder, "--linkface-record=all")) == []


def test_an_answer_that_is_not_as_documented_is_told(tmp_path: Path) -> None:
    """While recording, what diverges from the schemas is said, and recorded as it is."""

    def undocumented(_environ: object, start_response: object) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])  # type: ignore[operator]  # as WSGI has it
        return [b'{"request_id": "a", "status": "OK"}']

    from tests.servers._serving import Served

    folder = project(tmp_path, "def test_own(linkface_cassettes): compare()")
    with Served(undocumented) as server:
        ended = run(folder, "--linkface-record=once", f"--linkface-url={server.url}", variables=DEMO)
    assert ended.code == 0
    assert "200 OK is not as documented: schemas/success.json: $ 'confidences' is a required property" in said(ended)[0]


def test_an_exhausted_account_overwrites_nothing(folder: Path) -> None:
    """A quota that ran out while recording anew leaves every good answer, and the run is red."""
    before = cassettes(folder)
    test = TWO.replace(".ok", ".status_code")
    with Emulator([Account(DEMO["LINKFACE_API_ID"], DEMO["LINKFACE_API_SECRET"], quota=1)]) as emulator:
        options = ("--linkface-record=all", f"--linkface-url={emulator.url}")
        ended = run(project(folder, test), *options, variables=DEMO)
    assert (ended.code, ended.count("error")) == (1, 1)
    assert '@pytest.mark.linkface_expects("OUT_OF_QUOTA")' in ended.text
    assert cassettes(folder) == before


def test_an_expected_refusal_is_recorded(tmp_path: Path) -> None:
    """A test that is about such a refusal says so with a marker, and may record it over whatever is there."""
    test = """
import pytest

@pytest.mark.linkface_expects("UNAUTHORIZED")
def test_own(linkface_cassettes):
    compare(account={"api_id": "nobody", "api_secret": "nothing"})
"""
    folder = project(tmp_path, "def test_own(linkface_cassettes): compare()")
    run(folder, "--linkface-record=once")
    assert run(project(folder, test), "--linkface-record=all", "--strict-markers").code == 0
    assert [told["answer"]["http_code"] for told in cassettes(folder).values()] == [401]


@pytest.mark.parametrize("mode", ["once", "new", "all"])
def test_live_recording_needs_an_account(tmp_path: Path, mode: str) -> None:
    """Without credentials a run that is to record from the service ends before any test begins."""
    ended = run(project(tmp_path, ONE), f"--linkface-record={mode}", "--linkface-live")
    assert ended.code == 4
    assert "set LINKFACE_API_ID and LINKFACE_API_SECRET" in ended.text


def test_an_account_that_the_emulator_does_not_know_is_explained(tmp_path: Path) -> None:
    """An application that asks with its own account is told how the emulator gets to know it."""
    own = 'account={"api_id": "an-own-id", "api_secret": "an-own-secret"}'
    folder = project(tmp_path, f"def test_it(linkface_cassettes):\n    compare({own}).json()['max_confidence']\n")

    stranger = run(folder, "--linkface-record=once")
    known = run(
        folder, "--linkface-record=once",
        variables={"LINKFACE_API_ID": "an-own-id", "LINKFACE_API_SECRET": "an-own-secret"},
    )  # fmt: skip

    assert (stranger.code, known.code) == (1, 0)
    assert "UNAUTHORIZED: it knows the account in LINKFACE_API_ID and LINKFACE_API_SECRET, or else" in stranger.text
