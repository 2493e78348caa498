"""Why an answer is what it is: said where the decision is made, as fine as the contract has it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

import pytest_linkface.emulator
from pytest_linkface.conformance import SPECIAL_ACCOUNTS
from pytest_linkface.contract import HOST, PATH, STATUSES, clauses, error_clause
from pytest_linkface.emulator import DEFAULT_ACCOUNTS, Emulator
from pytest_linkface.emulator._explanation import FIELD
from pytest_linkface.images import bomb, flat, foreign, landscape, padded, scene, text
from pytest_linkface.recording import Interception
from tests.corpus._reader import Host, Object, Reader
from tests.emulator._asking import DEMO, Reply, ask, compare, multipart, send, text_part

GOOD = scene(1).make()
PAIR = {"image_one_file": GOOD, "image_two_file": GOOD}
FORM = "multipart/form-data; boundary=b"

Cause = Callable[[Emulator], Reply]


def account(number: int) -> Cause:
    """A good call with one of the default accounts."""
    told = DEFAULT_ACCOUNTS[number]
    return lambda emulator: ask(emulator, {"api_id": told.api_id, "api_secret": told.api_secret}, files=PAIR)


def picture(content: bytes) -> Cause:
    """A call with a good picture and this one."""
    return lambda emulator: compare(emulator, GOOD, content)


def fields(**given: str) -> Cause:
    """A call without files."""
    return lambda emulator: ask(emulator, DEMO | given)


def body(content: bytes, kind: str = FORM, **environment: str) -> Cause:
    """A call with a body of any bytes."""
    return lambda emulator: send(emulator.wsgi, content, kind, **environment)


def wrong_http(emulator: Emulator) -> Reply:
    """A request that is no HTTP."""
    where = urlsplit(emulator.url)
    with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=10) as sock:
        sock.sendall(b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n")
        head = b"".join(iter(lambda: sock.recv(4096), b"")).partition(b"\r\n\r\n")[0].decode()
    told = dict(line.split(": ", 1) for line in head.splitlines()[1:])
    return Reply(int(head.split()[1]), {FIELD: told.get(FIELD.lower(), told.get(FIELD, ""))}, {})


MANY = "&".join(f"f{number}=" for number in range(300))
CAUSES: dict[str, tuple[str, Cause]] = {
    "another path": ("LF-ERR-NOT-FOUND", lambda emulator: ask(emulator, files=PAIR, url=PATH + "s")),
    "another method": ("LF-OBS-OTHER-METHOD", body(b"", "", method="GET")),
    "no id": ("LF-CRED-ID", lambda emulator: ask(emulator, {}, files=PAIR)),
    "an unknown id": ("LF-CRED-ID", lambda emulator: ask(emulator, DEMO | {"api_id": "no-such"}, files=PAIR)),
    "a wrong secret": ("LF-CRED-SECRET", lambda emulator: ask(emulator, DEMO | {"api_secret": "no"}, files=PAIR)),
    "expired": ("LF-ERR-KEY-EXPIRED", account(1)),
    "forbidden": ("LF-ERR-NO-PERMISSION", account(2)),
    "spent": ("LF-ERR-OUT-OF-QUOTA", account(3)),
    "hasty": ("LF-ERR-RATE-LIMIT-EXCEEDED", account(4)),
    "failing": ("LF-ERR-INTERNAL-ERROR", account(5)),
    "not UTF-8": ("LF-ERR-ENCODING-ERROR", lambda one: ask(one, DEMO | {"note": "照片".encode("gbk")}, files=PAIR)),
    "no source": ("LF-SRC-REQUIRED", fields()),
    "an empty id": ("LF-OBS-EMPTY-SOURCE", fields(image_one_id="")),
    "a file as url": ("LF-OBS-FILE-AS-URL", lambda one: ask(one, files={"image_one_url": ("a.jpg", GOOD)})),
    "a file as text": ("LF-CALL-MULTIPART", fields(image_one_file="/home/ana/photo.jpg")),
    "an unknown picture": ("LF-ERR-IMAGE-ID-NOT-EXIST", fields(image_one_id="0" * 32, image_two_id="0" * 32)),
    "a url that is not allowed": (
        "LF-ERR-DOWNLOAD-ERROR", fields(image_one_url="http://localhost:1/a.jpg", image_two_id="0" * 32)
    ),
    "too many bytes": ("LF-IMG-MAX-BYTES", picture(padded(scene(1), 5 * 1024 * 1024 + 1).make())),
    "too many bytes by far": ("LF-IMG-MAX-BYTES", picture(bytes(33 * 1024 * 1024))),
    "too low": ("LF-IMG-MIN-PX", picture(flat(400, 8).make())),
    "too wide": ("LF-IMG-MAX-PX", picture(flat(4001, 400).make())),
    "a bomb": ("LF-IMG-MAX-PX", picture(bomb().make())),
    "another format": ("LF-IMG-OTHER-FORMAT", picture(foreign("WEBP").make())),
    "a text": ("LF-ERR-CORRUPT-IMAGE", picture(text().make())),
    "half a picture": ("LF-ERR-CORRUPT-IMAGE", picture(GOOD[: len(GOOD) // 2])),
    "nobody": ("LF-ERR-NO-FACE-DETECTED", picture(landscape().make())),
    "five": ("LF-IMG-MAX-FACES", picture(scene(5).make())),
    "no boundary": ("LF-CALL-MULTIPART", body(b"x", "multipart/form-data")),
    "half a body": ("LF-CALL-MULTIPART", body(b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx")),
    "no multipart": ("LF-CALL-MULTIPART", body(b"--b\r\nnonsense\r\n\r\nx\r\n--b--\r\n")),
    "compressed": ("LF-ANS-NO-500", body(b"x", FORM, HTTP_CONTENT_ENCODING="gzip")),
    "a long field": ("LF-ANS-NO-500", body(multipart(text_part("note", bytes(70_000))))),
    "a long form": ("LF-ANS-NO-500", body(b"a=" + b"x" * 1_100_000, "application/x-www-form-urlencoded")),
    "many fields": ("LF-ANS-NO-500", body(MANY.encode(), "application/x-www-form-urlencoded")),
    "a long query": ("LF-ANS-NO-500", lambda emulator: ask(emulator, files=PAIR, url=f"{PATH}?{MANY}")),
    "a long body": ("LF-ANS-NO-500", body(bytes(33 * 1024 * 1024), "text/plain")),
    "no HTTP": ("LF-ANS-NO-500", wrong_http),
}  # fmt: skip


@pytest.fixture(scope="module")
def explaining() -> Iterator[Emulator]:
    """An emulator that explains itself."""
    with Emulator(explain=True) as emulator:
        yield emulator


@pytest.mark.parametrize("cause", CAUSES)
def test_each_refusal_is_explained(explaining: Emulator, cause: str) -> None:
    """A refusal names in a header the clause that decided it, its level, gloss and lines, and so do the calls."""
    clause, refused = CAUSES[cause]
    reply = refused(explaining)
    told = clauses()[clause]
    assert reply.headers[FIELD].startswith(f"{clause}; manual, line")
    assert reply.headers[FIELD].endswith(f"; {told.level}: {told.gloss}")
    assert str(told.line) in reply.headers[FIELD]
    if refused is not wrong_http:  # which never became a call
        assert (explaining.calls[-1].clause, explaining.calls[-1].line) == (clause, told.line)
        noted = explaining.calls[-1].as_json()
        assert (noted["clause"], noted["level"], noted["manual"]) == (clause, told.level, told.sentence)


def test_nothing_else_can_be_said() -> None:
    """Every clause that the emulator's source names as a reason is in the contract, and is provoked above."""
    folder = Path(pytest_linkface.emulator.__file__).parent
    sources = [path for path in folder.glob("_*.py") if not re.match(r"_(mutants|controls|edits)", path.name)]
    named = {found for path in sources for found in re.findall(r'"(LF-[A-Z0-9-]+)"', path.read_text("utf-8"))}
    provoked = {clause for clause, _ in CAUSES.values()}
    assert named - {"LF-OK-STATUS"} <= provoked
    assert named <= clauses().keys()
    assert {error_clause(name) for name in STATUSES if name != "OK"} <= clauses().keys()


def test_a_header_can_hold_it() -> None:
    """Whatever clause explains an answer, its text is ASCII in one line."""
    from pytest_linkface.emulator._explanation import Explanation

    texts = [Explanation(clause).text for clause in clauses()]
    assert all(told.isascii() and told.isprintable() for told in texts)


def test_a_scripted_answer_says_so(explaining: Emulator) -> None:
    """An answer that a test asked for is not explained by what was sent."""
    explaining.next("OUT_OF_QUOTA")
    reply = ask(explaining, files=PAIR)
    assert reply.headers[FIELD] == "LF-ERR-OUT-OF-QUOTA; manual, line 105; a script asked for it"
    assert explaining.calls[-1].as_json()["scripted"] is True
    ask(explaining, files=PAIR)
    assert explaining.calls[-1].as_json()["scripted"] is False


def test_a_success_and_a_proxys_page(explaining: Emulator) -> None:
    """A success is explained by line 52; a page that no endpoint sent is not explained at all."""
    assert ask(explaining, files=PAIR).headers[FIELD].startswith("LF-OK-STATUS; manual, line 52; MUST: ")
    explaining.next(fault="bad_gateway")
    assert FIELD not in requests.post(explaining.url + PATH, timeout=10).headers
    assert (explaining.calls[-1].clause, explaining.calls[-1].as_json()["level"]) == (None, None)


@pytest.mark.parametrize("path", [PATH, PATH + "s"])
def test_each_door_says_it(explaining: Emulator, path: str) -> None:
    """In process, by WSGI and on a socket the same call is explained alike."""
    with requests.Session() as session:
        session.mount(HOST, explaining.adapter)
        told = {
            session.post(HOST + path, data=DEMO, timeout=10).headers[FIELD],
            requests.post(explaining.url + path, data=DEMO, timeout=10).headers[FIELD],
            ask(explaining, url=path).headers[FIELD],
        }
    assert len(told) == 1


def test_without_asking_nothing_is_said() -> None:
    """The header is there on request alone."""
    assert FIELD not in ask(Emulator()).headers


TWO_FAULTS = {"LF-CRED-SECRET[no credentials at all]": "LF-CRED-ID"}
"""Without id and secret both clauses are broken, and without an id there is no secret to compare."""


def test_the_corpus_is_explained_as_its_cases_say(tmp_path: Path) -> None:
    """Each case of the suite that has to be refused is explained by a clause of the case, or by one finer than its."""
    command = [sys.executable, "-m", "pytest_linkface", "corpus", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    emulator = Emulator(allow_hosts=("127.0.0.1",), download_timeout=2)
    interception = Interception([urlsplit(HOST).netloc])
    interception.adapter = emulator.adapter
    pairs = [(account.api_id, account.api_secret) for account in DEFAULT_ACCOUNTS]
    with Host(tmp_path) as host:
        interception.install()
        try:
            reader = Reader(tmp_path, HOST, dict(zip(("good", *SPECIAL_ACCOUNTS), pairs, strict=True)), host.url)
            explained = [found for case in refused(reader) for found in _explained(reader, emulator, case)]
        finally:
            interception.remove()
    assert len(explained) > 90
    assert [one for one in explained if one[1] not in one[2]] == []


def refused(reader: Reader) -> list[Object]:
    """The cases in which every call has to be refused."""
    return [
        case
        for case in reader.manifest["cases"]
        if all(isinstance(call["allowed"], list) for call in case["calls"])
        and "OK" not in {outcome["status"] for call in case["calls"] for outcome in call["allowed"]}
    ]


def _explained(reader: Reader, emulator: Emulator, case: Object) -> Iterator[tuple[str, str | None, set[str]]]:
    """A case's calls: the clause that explains each, and those that may."""
    before = emulator.calls[-1].number
    assert reader.replay(case) == []
    for call in emulator.calls[before:]:
        may = {TWO_FAULTS.get(case["id"], ""), *case["clauses"]}
        finer = FINER.get(str(call.status), "") if error_clause(str(call.status)) in case["clauses"] else ""
        yield case["id"], call.clause, may | {finer}


FINER = {"IMAGE_FILE_SIZE_TOO_BIG": "LF-IMG-MAX-BYTES", "TOO_MANY_FACES": "LF-IMG-MAX-FACES"}
"""Where a case asks for the status itself, the limit that was passed is the reason."""
