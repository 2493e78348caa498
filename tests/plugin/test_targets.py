"""Servers at an address: a good one, some that break a promise, and what the run says of each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pytest_linkface.conformance import SPECIAL_ACCOUNTS
from pytest_linkface.contract import clauses, error_clause
from pytest_linkface.emulator import DEFAULT_ACCOUNTS, Emulator
from tests.plugin._running import DEMO, Ended, pytest_in
from tests.plugin._targets import Counting, wrong_maximum, wrong_type

Serve = Callable[[Any], str]
SPECIAL = [error_clause(status) for status in SPECIAL_ACCOUNTS]
ANY = "--linkface-fail-under=0"


def asked(folder: Path, url: str, cases: str, *options: str, **variables: str) -> Ended:
    """A run of some cases against an address, with the emulator's default account."""
    return pytest_in(folder, f"--linkface-url={url}", "-k", cases, *options, variables=DEMO | variables)


def test_special_accounts_are_verified_where_they_are_given(tmp_path: Path, server: Emulator) -> None:
    """Each account in a special condition comes from a variable of its own, and its clause is then verified."""
    given = {
        f"LINKFACE_ACCOUNT_{status}": f"{account.api_id}:{account.api_secret}"
        for status, account in zip(SPECIAL_ACCOUNTS, DEFAULT_ACCOUNTS[1:], strict=True)
    }
    options = "--linkface-live", "--linkface-report=report", ANY
    ended = asked(tmp_path, server.url, " or ".join(SPECIAL), *options, **given)
    states = {clause["id"]: clause["state"] for clause in ended.report()["footer"]["clauses"]}
    assert ended.code == 0
    assert {states[clause] for clause in SPECIAL} == {"verified"}


def test_a_target_that_downloads_nothing_is_no_fault(tmp_path: Path, serve: Serve) -> None:
    """A server that protects itself from loopback addresses has its url clauses not exercised, with a hint, not red."""
    ended = asked(tmp_path, serve(Emulator().wsgi), "LF-SRC-URL or LF-ERR-DOWNLOAD or LF-CALL-ENDPOINT", ANY)
    assert (ended.code, ended.count("passed"), ended.count("failed")) == (0, 2, 0)
    assert "allow it to, or give --linkface-image-host" in ended.text


def test_an_account_that_is_refused_ends_with_10(tmp_path: Path, server: Emulator) -> None:
    """When the target does not know the account, nothing can be judged, and the answer says why in its words."""
    ended = asked(tmp_path, server.url, "LF-", LINKFACE_API_SECRET="nobody's secret")
    assert ended.code == 10
    told = "TOO LITTLE VERIFIED: the target cannot be judged: it refuses the account: 401 UNAUTHORIZED"
    assert ended.answer.startswith(told)
    assert ended.calls < 10


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """What is said of a server whose best confidence is not the best cell."""
    from tests.servers._serving import Served

    with Served(Counting(wrong_maximum)) as served:
        return asked(tmp_path_factory.mktemp("broken"), served.url, "LF-OK-SHAPE", "-rf")


def test_a_broken_promise_ends_with_1(broken: Ended) -> None:
    """A broken MUST clause makes the run red; that little else was asked does not excuse it."""
    assert broken.code == 1
    assert broken.answer.startswith("BROKEN: 1 of ")


def test_a_broken_promise_is_shown_with_its_evidence(broken: Ended) -> None:
    """The clause and its level, the manual's sentence, what was sent and expected, what came, and how to repeat it."""
    clause = clauses()["LF-OK-MAX"]
    lines = [line.rstrip() for line in broken.section]
    start = lines.index(f"LF-OK-MAX  MUST  {clause.gloss}")
    told = dict(line.split(maxsplit=1) for line in lines[start + 2 : start + 7])
    assert lines[start + 1] == f"  manual, line {clause.line}: {clause.sentence}"
    assert told["sent"].startswith("image_one_file: images.scene(")
    assert told["expected"].startswith("max_confidence 0.")
    assert told["came"].startswith("max_confidence 0.123 with confidences [[")
    repeated = "\n".join(lines[start:])
    assert "python -m pytest_linkface picture " in repeated
    assert "curl -sS -i -X POST" in repeated
    assert "$LINKFACE_API_SECRET" in repeated
    assert "linkface-demo-secret" not in broken.text


def test_a_broken_promise_is_one_failure_in_pytests_words(broken: Ended) -> None:
    """The failing test says what was expected and what came, without a traceback through the kit."""
    assert "LF-OK-MAX: expected max_confidence 0." in broken.text
    assert "Traceback" not in broken.text
    assert ".py:" not in broken.text


@pytest.mark.parametrize(("level", "code"), [("should", 1), ("must", 0)])
def test_a_broken_should_is_judged_by_level(tmp_path: Path, serve: Serve, level: str, code: int) -> None:
    """A broken SHOULD clause is red unless MUST alone is judged, and it is shown and counted in any case."""
    ended = asked(tmp_path, serve(Counting(wrong_type)), "LF-CALL-ENDPOINT", f"--linkface-level={level}", ANY)
    assert ended.code == code
    assert f"LF-ANS-CONTENT-TYPE  SHOULD  {clauses()['LF-ANS-CONTENT-TYPE'].gloss}" in ended.text
    assert ended.answer.endswith(" Not judged: 1 broken SHOULD clause." if level == "must" else "SHOULD clauses.")


def test_what_the_manual_leaves_open_is_never_red(tmp_path: Path, serve: Serve) -> None:
    """Whatever a server makes of a GET, even its own failure, is told and not judged."""
    app = Counting()

    def odd(environ: dict[str, Any], start: Any) -> Any:
        if environ["REQUEST_METHOD"] == "GET":
            start("500 Oh No", [("Content-Type", "text/plain"), ("Content-Length", "4")])
            return [b"oops"]
        return app(environ, start)

    ended = asked(tmp_path, serve(odd), "LF-OBS-OTHER-METHOD or LF-CALL-ENDPOINT", ANY)
    assert (ended.code, ended.count("passed")) == (0, 3)
    assert "LF-OBS-OTHER-METHOD       500 text/plain: 'oops'" in ended.text
