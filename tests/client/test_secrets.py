"""Credentials show nowhere: not in exceptions, reprs, logs, nor in what pytest and Hypothesis print of a failure."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter

from pytest_linkface.client import Client, ImageId, curl_line, picture_lines, send
from pytest_linkface.errors import LinkfaceError, NoAnswer, Refused
from pytest_linkface.exchange import Account, Answer, Call, Exchange, Placement, Upload
from tests._canary import CANARY, CANARY_ID, spellings, told
from tests.client import test_no_answer as broken
from tests.client._scripted import Script, http, scripted

ACCOUNT = Account(CANARY_ID, CANARY)
ROOT = Path(__file__).parents[2]


def call(placement: Placement = Placement.QUERY) -> Call:
    """A call with the canary."""
    return Call((ImageId("1"),), (ImageId("2"),), ACCOUNT.fields, placement, shown=ACCOUNT.shown)


def everything(error: BaseException) -> str:
    """All that Python prints of an exception, with every exception that it hangs on."""
    seen, texts = error, []
    while seen is not None:
        texts += [str(seen), repr(seen), repr(seen.args), repr(vars(seen))]
        seen = seen.__cause__ or seen.__context__  # type: ignore[assignment]  # None ends the loop
    return "\n".join([*texts, *traceback.format_exception(error)])


def failure(script: Script, asking: Callable[[str], object]) -> BaseException:
    """What asking a scripted server raises."""
    with scripted(script) as server, pytest.raises(LinkfaceError) as error:
        asking(server.url)
    return error.value


def by_client(url: str) -> None:
    """Ask by the client's method."""
    with Client(url, CANARY_ID, CANARY, timeout=0.3) as client:
        client.compare_faces_in_two_images(b"1", b"2")


def by_send(url: str) -> None:
    """Ask with the credentials in the query, where most could go wrong."""
    with requests.Session() as session:
        send(session, call(), url, timeout=0.3)


@pytest.mark.parametrize("script", [broken.reset, broken.silence, broken.half, broken.broken_off])
@pytest.mark.parametrize("asking", [by_client, by_send])
def test_no_answer_tells_nothing(script: Script, asking: Callable[[str], None]) -> None:
    """requests and urllib3 put the whole url into their texts: none of it gets through."""
    assert not told(everything(failure(script, asking)), CANARY, CANARY_ID)


@pytest.mark.parametrize("asking", [by_client, by_send])
@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://[bad", "nonsense", "http://nowhere.invalid"])
def test_an_address_without_a_server_tells_nothing(url: str, asking: Callable[[str], None]) -> None:
    """Neither closed ports nor unknown hosts nor what is no address."""
    with pytest.raises(NoAnswer) as error:
        asking(url)
    assert not told(everything(error.value), CANARY, CANARY_ID)


@pytest.mark.parametrize("kind", spellings(CANARY))
@pytest.mark.parametrize("before", [0, 190])
def test_a_page_that_repeats_the_request_is_not_passed_on(kind: str, before: int) -> None:
    """A proxy's page is shown by its beginning, without the secret and without the first half of one that is cut."""
    page = b"<" * before + spellings(CANARY)[kind].encode() + b"> was not found here"
    text = everything(failure(http(502, page), by_client))
    assert not told(text, CANARY)
    assert spellings(CANARY)[kind][:9] not in text


@pytest.mark.parametrize("field", ["image", "reason", "request_id"])
def test_an_error_that_repeats_the_secret_is_not_passed_on(field: str) -> None:
    """What a service says for people may hold what it was asked with."""
    error = failure(http(400, {"status": "INVALID_ARGUMENT", field: f"got {CANARY}!"}), by_client)
    assert isinstance(error, Refused)
    assert getattr(error, field) == "got [redacted]!"
    assert not told(everything(error), CANARY)


def test_a_success_that_is_none_and_repeats_the_secret_is_not_passed_on() -> None:
    """The schema's message quotes what it complains about."""
    answer = {"status": "OK", "request_id": "1", "confidences": CANARY, "max_confidence": 1}
    error = failure(http(200, answer), by_client)
    assert not told(everything(error), CANARY)


def test_no_value_shows_credentials() -> None:
    """Whatever holds them, and whatever holds what holds them."""
    exchange = Exchange(call(), Answer(302, {"location": f"https://host/?api_secret={CANARY}"}, CANARY.encode()))
    values = [Client("http://host", CANARY_ID, CANARY), ACCOUNT, call(), exchange, exchange.answer, ACCOUNT.fields]
    assert not told(repr(values), CANARY, CANARY_ID)


def test_a_summary_does_not_show_half_a_secret() -> None:
    """It is cut after the secret is taken out: the other way round nobody would know the half."""
    exchange = Exchange(call(), Answer(502, {}, b"x" * 110 + CANARY.encode()))
    assert exchange.summary() == f"502 without content type: {'x' * 110 + '[redacted]'!r}"


def test_a_line_to_repeat_the_call_names_variables() -> None:
    """In the query and in the form, with odd credentials too."""
    lines = [curl_line(call(placement), "http://host") for placement in Placement]
    assert not told("\n".join([*lines, *picture_lines(call())]), CANARY, CANARY_ID)
    assert all("$LINKFACE_API_SECRET" in line for line in lines)


@pytest.mark.parametrize("clients", ["none", "two open", "two, one closed", "closed"])
def test_no_logger_tells_credentials_in_the_query(clients: str, caplog: pytest.LogCaptureFixture) -> None:
    """urllib3 logs each path; whichever clients come and go, the filter stays."""
    opened = [] if clients == "none" else [Client("http://host", "a", "b"), Client("http://host", CANARY_ID, CANARY)]
    if clients == "two, one closed":
        opened[0].close()
    if clients == "closed":
        [client.close() for client in opened]  # type: ignore[func-returns-value]  # only to close
    with caplog.at_level(logging.DEBUG), scripted(http(200, b"")) as server:
        by_send(server.url)
    assert "/identity/compare_faces_in_two_images?api_id=[redacted]&api_secret=[redacted] " in caplog.text
    assert not told(caplog.text + repr(caplog.records), CANARY, CANARY_ID)


def test_no_logger_tells_credentials_when_requests_are_repeated(caplog: pytest.LogCaptureFixture) -> None:
    """A session with retries logs the path by another logger, and in a warning."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with requests.Session() as session, caplog.at_level(logging.DEBUG):
        session.mount("http://", HTTPAdapter(max_retries=1))
        with pytest.raises(NoAnswer):
            send(session, call(), url, timeout=1)
    assert "Incremented Retry" in caplog.text
    assert not told(caplog.text, CANARY, CANARY_ID)


def test_a_file_that_cannot_be_read_is_told_as_such() -> None:
    """It is no fault of the connection: the caller's own error comes through."""
    upload = Upload(lambda: Path("/nowhere/ana.jpg").read_bytes(), "", "ana.jpg")
    with requests.Session() as session, pytest.raises(FileNotFoundError) as error:
        send(session, Call((upload,), (), ACCOUNT.fields, Placement.FORM), "http://127.0.0.1:9", timeout=1)
    assert not told(everything(error.value), CANARY, CANARY_ID)


_FAILING = '''
"""Every way to fail with credentials about; they come from the environment, for the source is printed."""
import os
import signal

import pytest
import requests
from hypothesis import given, strategies as st

from pytest_linkface.client import Client, ImageId, send
from pytest_linkface.exchange import Account, Answer, Call, Exchange, Placement, Upload
from tests.client._scripted import http, scripted
from tests.client.test_no_answer import silence


def account():
    return Account(os.environ["CANARY_ID"], os.environ["CANARY"])


def call(placement="query"):
    return Call((ImageId("1"),), (), account().fields, Placement(placement))


def echo(connection):
    page = os.environ["CANARY"].encode()
    connection.sendall(http(502, page, "Location: /?" + requests.compat.quote(page)))


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://[bad", "https://127.0.0.1:9"])
def test_client(url):
    with Client(url, os.environ["CANARY_ID"], os.environ["CANARY"]) as client:
        client.compare_faces_in_two_images(b"1", b"2")


def test_client_with_a_text():
    Client("", os.environ["CANARY_ID"], os.environ["CANARY"]).compare_faces_in_two_images("1", b"2")


def test_page():
    with scripted(echo) as server, Client(server.url, os.environ["CANARY_ID"], os.environ["CANARY"]) as client:
        client.compare_faces_in_two_images(b"1", b"2")


def test_exchange():
    with scripted(echo) as server:
        asked = call()
        answer = send(requests.Session(), asked, server.url, timeout=5)
    exchange = Exchange(asked, answer)
    assert exchange.answer.http_code == 200, exchange.summary()


def test_values():
    mine, other = account(), Account("a", "b")
    assert mine == other


def test_calls():
    mine, other = call(), Call((), (), (("api_id", "a"), ("api_secret", "b")))
    assert mine == other


def test_unreadable():
    def read():
        raise RuntimeError("cannot be read")
    asked = Call((Upload(read, "", "a"),), (), account().fields, Placement.FORM)
    send(requests.Session(), asked, "http://h", timeout=1)


@pytest.mark.parametrize("placement", Placement)
def test_time_limit(placement):
    def stop(*_):
        pytest.fail("a test's time limit")
    signal.signal(signal.SIGALRM, stop)
    with scripted(silence) as server:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        send(requests.Session(), call(placement), server.url, timeout=2)


@given(st.integers().map(lambda number: (call(), account())))
def test_property(drawn):
    assert drawn is None
'''


@pytest.mark.parametrize("option", ["--tb=long", "--full-trace"])
def test_a_failing_test_run_with_all_options_on_tells_nothing(option: str, tmp_path: Path) -> None:
    """Locals, logs, comparisons, falsifying examples: what pytest prints at its most talkative, and its JUnit file."""
    (tmp_path / "test_failing.py").write_text(_FAILING, "utf-8")
    environment = os.environ | {"CANARY": CANARY, "CANARY_ID": CANARY_ID, "PYTHONPATH": str(ROOT)}
    talkative = ["--showlocals", "-vvv", "-rA", "--log-level=DEBUG", "--junitxml=junit.xml", "-o", "junit_logging=all"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", option, *talkative, "-p", "no:cacheprovider", "-s", "test_failing.py"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    printed = run.stdout + run.stderr + (tmp_path / "junit.xml").read_text("utf-8")
    assert "12 failed" in run.stdout
    assert "api_secret" in printed
    assert not told(printed, CANARY, CANARY_ID)
