"""Whole pytest runs: replay by default, recording when asked to, and no test that passes for a wrong reason."""

from pathlib import Path

import pytest

from pytest_linkface.contract import clause_set, validator
from pytest_linkface.emulator import Emulator
from tests.recording._running import DEMO, cassettes, project, run

COMPARING = """
def test_own(linkface_cassettes):
    assert len(compare().json()["confidences"][0]) == 2

def test_client(linkface_client):
    assert len(linkface_client.compare_faces_in_two_images(ONE, TWO).confidences[0]) == 2
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose two tests were recorded from the embedded emulator."""
    folder = project(tmp_path_factory.mktemp("recorded"), COMPARING)
    assert run(folder, "--linkface-record=once").code == 0
    return folder


def test_recording_writes_a_file_an_interaction(recorded: Path) -> None:
    """Each lies under module and test, keeps to the schema, and tells source, date, kit and clauses."""
    found = cassettes(recorded)
    assert [name.rpartition("/")[0] for name in found] == ["test_a/test_client", "test_a/test_own"]
    for document in found.values():
        assert list(validator("cassette").iter_errors(document)) == []
        assert document["recorded"]["source"] == "embedded emulator"
        assert document["recorded"]["clause_set"] == clause_set()


@pytest.mark.parametrize("account", ["{}", "{'api_id': 'other', 'api_secret': ''}"])
def test_a_run_without_options_replays(recorded: Path, account: str) -> None:
    """Nothing is asked but the recordings; with which credentials, or whether with any, does not matter."""
    project(recorded, COMPARING.replace("compare()", f"compare(account={account})"))
    ended = run(recorded)
    assert (ended.code, ended.count("passed")) == (0, 2)


def test_another_photo_is_never_served(recorded: Path) -> None:
    """A test that sends another picture fails with both pictures and the way to record it."""
    project(recorded, COMPARING.replace("compare()", "compare(two=ONE)"))
    ended = run(recorded)
    assert (ended.code, ended.count("passed"), ended.count("failed")) == (1, 1, 1)
    assert "Nearest of 1: " in ended.text
    assert 'pytest --linkface-record=new "test_a.py::test_own"' in ended.text


def test_a_test_without_a_recording_fails(tmp_path: Path) -> None:
    """Both fixtures say that nothing is recorded, and how to record; nothing is written."""
    ended = run(project(tmp_path, COMPARING))
    assert (ended.code, ended.count("failed")) == (1, 2)
    assert ended.text.count("Nothing is recorded for this test.") == 2
    assert not (tmp_path / "cassettes").exists()


@pytest.mark.parametrize("options", [(), ("-n2",)], ids=["alone", "workers"])
def test_a_swallowed_miss_fails_the_test(tmp_path: Path, options: tuple[str, ...]) -> None:
    """An application that takes every exception for an outage does not make its test pass."""
    test = """
def test_own(linkface_cassettes):
    try:
        compare()
    except Exception:
        pass
"""
    ended = run(project(tmp_path, test), *options)
    assert (ended.code, ended.count("failed")) == (1, 1)
    assert "was never recorded" in ended.text


def test_a_miss_in_a_thread_fails_the_test(tmp_path: Path) -> None:
    """A call from another thread is answered from the same recordings, and its miss is not lost."""
    test = """
import threading

def test_own(linkface_cassettes):
    threads = [threading.Thread(target=attempt) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

def attempt():
    try:
        compare()
    except Exception:
        pass
"""
    ended = run(project(tmp_path, test))
    assert (ended.code, ended.count("failed")) == (1, 1)


def test_a_connection_elsewhere_fails_the_test(tmp_path: Path) -> None:
    """In replay an application that asks another host fails with a plain message, even if it swallows the error."""
    test = """
import socket

def test_elsewhere(linkface_cassettes):
    try:
        socket.create_connection(("203.0.113.7", 80), timeout=0.1)
    except Exception:
        pass

def test_in_a_thread(linkface_client):
    import threading
    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()

def attempt():
    try:
        socket.getaddrinfo("example.org", 80)
    except Exception:
        pass

def test_without_our_fixtures():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
"""
    ended = run(project(tmp_path, test))
    assert (ended.count("failed"), ended.count("passed")) == (2, 1)
    assert "a connection to 203.0.113.7 was tried" in ended.text
    assert "a connection to example.org was tried" in ended.text


def test_hosts_may_be_allowed(tmp_path: Path) -> None:
    """``--linkface-allow-hosts`` opens the named hosts and no other."""
    test = """
import contextlib, socket

@__import__("pytest").mark.parametrize("host", ["fe80::7", "fe80::8", "fe80::9"])
def test_elsewhere(linkface_cassettes, host):
    with socket.socket(socket.AF_INET6) as sock, contextlib.suppress(OSError):
        sock.settimeout(0.05)
        sock.connect((host, 9, 0, 1))
"""
    ended = run(project(tmp_path, test), "--linkface-allow-hosts=fe80::7,fe80::8")
    assert (ended.count("passed"), ended.count("failed")) == (2, 1)


def test_other_mocks_work_beside(tmp_path: Path) -> None:
    """A test's own use of ``responses`` answers its hosts, and our host is answered from the recordings."""
    test = """
import responses

@responses.activate
def test_own(linkface_cassettes):
    responses.get("https://shop.example/", body="open")
    assert requests.get("https://shop.example/").text == "open"
    assert compare().status_code == 200
"""
    folder = project(tmp_path, test)
    assert run(folder, "--linkface-record=once").code == 0
    assert run(folder).code == 0


def test_a_thread_that_outlives_its_test_asks_nobody(tmp_path: Path) -> None:
    """A call after the end of its test fails in its thread instead of going out."""
    test = """
import threading
import pytest

ended = threading.Event()
told = []

def late():
    ended.wait(5)
    try:
        compare()
    except Exception as error:
        told.append(str(error))

thread = threading.Thread(target=late)

@pytest.fixture(scope="module", autouse=True)
def outlived():
    yield
    ended.set()
    thread.join()
    assert "outside of a test with linkface_cassettes" in told[0]

def test_begins(linkface_cassettes):
    thread.start()
"""
    done = run(project(tmp_path, test))
    assert (done.code, done.count("passed")) == (0, 1)


def test_recording_from_a_server_says_so(tmp_path: Path) -> None:
    """With ``--linkface-url`` recordings come from there, credentials as they are sent; the suite is not run."""
    folder = project(tmp_path, COMPARING)
    with Emulator() as emulator:
        ended = run(folder, "--linkface-record=all", f"--linkface-url={emulator.url}", variables=DEMO)
        assert (ended.code, ended.count("passed")) == (0, 2)
        assert "linkface contract" not in ended.text
        assert {told["recorded"]["source"] for told in cassettes(folder).values()} == {emulator.url}
    assert run(folder).code == 0


def test_the_applications_account_is_known_to_the_emulator(tmp_path: Path) -> None:
    """Recording from the embedded emulator works with the account that the environment gives the application."""
    own = {"LINKFACE_API_ID": "an-own-account", "LINKFACE_API_SECRET": "an-own-secret"}
    account = "{'api_id': os.environ['LINKFACE_API_ID'], 'api_secret': os.environ['LINKFACE_API_SECRET']}"
    folder = project(tmp_path, COMPARING.replace("compare()", f"compare(account={account})"))
    assert run(folder, "--linkface-record=once", variables=own).count("passed") == 2


def test_a_failing_test_keeps_no_recording(tmp_path: Path) -> None:
    """Only what belongs to a passing test is written: not to a failing, skipping or expectedly failing one."""
    test = """
import pytest

def test_fails(linkface_cassettes):
    compare()
    assert False

def test_skips(linkface_cassettes):
    compare()
    pytest.skip("not today")

@pytest.mark.xfail
def test_known(linkface_cassettes):
    compare()
    assert False

def test_passes(linkface_cassettes):
    compare()
"""
    folder = project(tmp_path, test)
    run(folder, "--linkface-record=all")
    assert [name.split("/")[1] for name in cassettes(folder)] == ["test_passes"]


def test_two_workers_lose_nothing(tmp_path: Path) -> None:
    """Twelve tests recorded by two workers at once leave twelve cassettes, which replay by one and by two."""
    test = """
import pytest

@pytest.mark.parametrize("number", range(12))
def test_own(linkface_cassettes, number):
    assert compare(note=str(number)).status_code == 200
"""
    folder = project(tmp_path, test)
    assert run(folder, "--linkface-record=once", "-n2").count("passed") == 12
    assert len(cassettes(folder)) == 12
    assert run(folder, "-n2").count("passed") == run(folder).count("passed") == 12


def test_a_damaged_cassette_is_an_error(tmp_path: Path) -> None:
    """Neither replaying nor recording takes a damaged file for none, or goes on without it."""
    folder = project(tmp_path, "def test_own(linkface_cassettes): compare()")
    run(folder, "--linkface-record=once")
    (path,) = (folder / "cassettes/test_a/test_own").glob("*.json")
    damaged = path.read_bytes()[:-40]
    path.write_bytes(damaged)
    for mode in ("none", "all"):
        ended = run(folder, f"--linkface-record={mode}")
        assert (ended.code, ended.count("error")) == (1, 1)
        assert "it is cut off or was edited" in ended.text
        assert path.read_bytes() == damaged
