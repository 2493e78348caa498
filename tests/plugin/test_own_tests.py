"""The suite beside the user's own tests: neither disturbs the other, and --linkface-only leaves the others out."""

from pathlib import Path

import pytest

from tests.plugin._running import pytest_in, write

ONE = ("--linkface-contract", "--linkface-fail-under=0", "-k", "LF-CALL-ENDPOINT or _hers")
BLOCKING = """
import socket
import pytest

def forbidden(*arguments, **options):
    raise RuntimeError("no network in unit tests")

@pytest.fixture(autouse=True, scope="session")
def no_network():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", forbidden)
        yield

@pytest.fixture(autouse=True)
def no_names(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
"""
ASKING = """
from pytest_linkface import images

def test_hers(linkface_client):
    one, two = (images.scene(faces).make() for faces in (1, 2))
    comparison = linkface_client.compare_faces_in_two_images(one, two)
    assert [len(row) for row in comparison.confidences] == [2]
"""


def test_both_run_in_one_session(tmp_path: Path) -> None:
    """The user's passing tests run after the cases, and both are counted; odd collection settings touch only hers."""
    settings = "[pytest]\npython_functions = verify_*\npython_files = checks*.py\n"
    (tmp_path / "pytest.ini").write_text(settings, "utf-8")
    write(tmp_path, checks="def verify_hers(): pass\ndef test_hers(): assert False\n")
    ended = pytest_in(tmp_path, *ONE, "-v", "--strict-config", "--strict-markers")
    assert (ended.code, ended.count("passed")) == (0, 2)
    assert ended.text.index("LF-CALL-ENDPOINT") < ended.text.index("checks.py::verify_hers")


def test_a_failure_of_the_users_ends_with_1(tmp_path: Path) -> None:
    """A failing test of the user's ends the run with pytest's 1, whatever the contract's answer is."""
    ended = pytest_in(write(tmp_path, test_a="def test_hers(): assert False"), *ONE)
    assert (ended.code, ended.answer.partition(":")[0]) == (1, "VERIFIED")
    assert ended.section[1] == "pytest ends with 1, not 0: a test of your own failed, or could not be collected."


def test_a_failure_of_the_users_is_not_hidden_by_too_little(tmp_path: Path) -> None:
    """When her test fails and too little is verified as well, pytest's own 1 stands."""
    ended = pytest_in(write(tmp_path, test_a="def test_hers(): assert False"), "--linkface-contract", "-k", "_hers")
    assert (ended.code, ended.answer.partition(":")[0]) == (1, "TOO LITTLE VERIFIED")
    assert ended.section[1] == "pytest ends with 1, not 10: a test of your own failed, or could not be collected."


def test_a_broken_import_is_pytests_affair(tmp_path: Path) -> None:
    """A module that cannot be imported interrupts the run with pytest's 2, and there is no verdict."""
    ended = pytest_in(write(tmp_path, test_a="import no_such_module"), *ONE)
    assert (ended.code, ended.section[0]) == (2, "interrupted: no verdict")


def test_a_broken_import_in_workers_is_told_beside_the_answer(tmp_path: Path) -> None:
    """xdist asks on, as with --continue-on-collection-errors: the verdict stands, and why pytest ends with 1."""
    for how in ("-n1", "--continue-on-collection-errors"):
        ended = pytest_in(write(tmp_path, test_a="import no_such_module"), *ONE, how)
        assert (ended.code, ended.answer.partition(":")[0]) == (1, "VERIFIED")
        assert ended.section[1] == "pytest ends with 1, not 0: a test of your own failed, or could not be collected."


@pytest.mark.parametrize("named", [(), ("test_a.py",)], ids=["found", "named"])
def test_only_leaves_the_others_out(tmp_path: Path, named: tuple[str, ...]) -> None:
    """--linkface-only runs none of the user's tests, be they found by pytest or named on the command line."""
    source = "def test_hers(): assert False" if named else "import no_such_module"
    ended = pytest_in(write(tmp_path, test_a=source), *ONE, "--linkface-only", *named)
    assert (ended.code, ended.count("passed"), ended.count("failed")) == (0, 1, 0)


def test_autouse_fixtures_do_not_reach_the_cases(tmp_path: Path) -> None:
    """A conftest that takes the network from every test or for the session takes it from the user's own tests alone."""
    asking = "import socket\ndef test_hers():\n    socket.socket().connect(('127.0.0.1', 9))\n"
    ended = pytest_in(write(tmp_path, conftest=BLOCKING, test_a=asking), *ONE)
    assert (ended.count("passed"), ended.count("failed")) == (1, 1)
    assert "RuntimeError: no network in unit tests" in ended.text


@pytest.mark.parametrize(
    ("options", "passed"), [(("--linkface-record=once",), 1), (ONE, 2)], ids=["recording", "beside the suite"]
)
def test_the_client_is_a_fixture(tmp_path: Path, options: tuple[str, ...], passed: int) -> None:
    """``linkface_client`` asks the run's target, or while it records an emulator that ends with the session."""
    ended = pytest_in(write(tmp_path, test_a=ASKING), "-Werror", *options)
    assert (ended.code, ended.count("passed")) == (0, passed)
