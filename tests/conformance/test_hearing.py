"""What a case tells of its exchanges: enough to see what was asked and answered, and neither secret nor picture."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pytest_linkface import images
from pytest_linkface.conformance import Case, Effort, Examiner, Target, suite
from pytest_linkface.conformance._exam import Exam, examine
from pytest_linkface.conformance._hearing import MOST
from pytest_linkface.emulator import Emulator
from pytest_linkface.exchange import Account, Placement
from pytest_linkface.verdict import Result, State
from tests._canary import CANARY, CANARY_ID, spellings, told
from tests.servers._serving import Served

Start = Callable[..., Any]
CASES = {case.id: case for case in suite(Effort.FULL)}
PICTURE = images.scene((images.PEOPLE[0],))


class Saying:
    """Answers every call with the same body, whatever was asked."""

    def __init__(self, body: bytes, kind: str = "text/html") -> None:
        self._body, self._kind = body, kind

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer."""
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start("400 Bad Request", [("Content-Type", self._kind), ("Content-Length", str(len(self._body)))])
        return [self._body]


@contextmanager
def examiner_of(application: Any, account: Account) -> Iterator[Examiner]:
    """One who asks a server with an account."""
    with Served(application) as served:
        examiner = Examiner(Target("tested", served.url, account))
        yield examiner
        examiner.close()


def asked(application: Any, case: Case, account: Account | None = None) -> Result:
    """What one case found."""
    with examiner_of(application, account or Account("linkface-demo", "linkface-demo-secret")) as examiner:
        return examine(examiner, case, time.monotonic)


def in_json(result: Result) -> str:
    """Everything that the report gets of a case, without JSON's own escapes."""
    return "\n".join(str(value) for one in result.exchanges for value in one.as_json().values())


@pytest.fixture(scope="module")
def verified() -> Result:
    """A case that is kept, on both sides."""
    return asked(Emulator().wsgi, CASES["LF-IMG-MAX-FACES[5]"])


def test_a_kept_case_tells_what_was_sent_expected_and_came(verified: Result) -> None:
    """Both refusals: request, recipes, the outcome asked for, status and body, and lines that repeat it."""
    assert verified.state is State.VERIFIED
    (one, two) = [exchange for exchange in verified.exchanges if "TOO_MANY_FACES" in exchange.expected]
    assert one.request.startswith("POST /identity/compare_faces_in_two_images?api_id=$LINKFACE_API_ID&api_secret=$")
    assert one.sent["image_one_file"].startswith("images.scene(faces=5) as 'picture.jpg'")
    assert (one.expected, two.expected) == tuple(f"400 TOO_MANY_FACES for image {side}" for side in ("one", "two"))
    assert one.came.startswith("400 TOO_MANY_FACES image=")
    assert json.loads(one.body)["status"] == "TOO_MANY_FACES"
    assert one.content_type.startswith("application/json")
    assert one.curl.startswith("curl -sS -i -X POST ")
    assert [line.startswith("python -m pytest_linkface picture ") for line in one.pictures] == [True, True]


def test_what_nothing_was_expected_of_is_told_as_such(verified: Result) -> None:
    """The control that the case needed first stands there without an expectation."""
    assert [exchange.came for exchange in verified.exchanges if not exchange.expected] == ["200 OK"]


def test_credentials_in_a_form_are_named(verified: Result) -> None:
    """A call whose form has the account shows the names of its variables among what was sent."""
    del verified
    with examiner_of(Emulator().wsgi, Account("linkface-demo", "linkface-demo-secret")) as examiner:
        exam = Exam(examiner, CASES["LF-IMG-MAX-FACES[5]"])
        examiner.send(exam.one_sided("one", PICTURE, placement=Placement.FORM))
        (*_, form) = examiner.hearing.told(examiner)
    assert form.request == "POST /identity/compare_faces_in_two_images"
    assert list(form.sent)[:2] == ["api_id", "api_secret"]
    assert form.sent["api_secret"] == "$LINKFACE_API_SECRET"


def test_a_long_case_is_told_in_part() -> None:
    """The first exchanges are told, the others counted."""
    found = asked(Emulator().wsgi, CASES["LF-ANS-CONCURRENT[16 at once]"])
    assert len(found.exchanges) == MOST
    assert found.untold == found.calls - MOST > 0


@pytest.mark.parametrize("spelled", spellings(CANARY).values(), ids=spellings(CANARY))
def test_a_secret_in_an_answer_is_redacted(spelled: str) -> None:
    """However a server spells it, in the body, in the type or in what it says of the reason."""
    answer = json.dumps({"status": "INVALID_ARGUMENT", "request_id": "1", "reason": f"got {spelled}."}).encode()
    for body in (f"<p>got {spelled}.</p>".encode(), answer):
        found = asked(Saying(body), CASES["LF-CALL-ENDPOINT[two good pictures]"], Account(CANARY_ID, CANARY))
        assert found.exchanges
        assert told(in_json(found), CANARY, CANARY_ID) == []


def test_a_secret_in_utf_16_is_redacted() -> None:
    """Zeros between the letters hide nothing."""
    body = f"got {CANARY}.".encode("utf-16-le")
    found = asked(Saying(body), CASES["LF-CALL-ENDPOINT[two good pictures]"], Account(CANARY_ID, CANARY))
    assert told(found.exchanges[0].body, CANARY) == []
    assert "got [redacted]" in found.exchanges[0].body


ECHOES: dict[str, Callable[[bytes], bytes]] = {
    "raw": bytes,
    "base64": b64encode,
    "hex": lambda data: data.hex().encode(),
    "hex in pairs": lambda data: data.hex(" ").encode(),
    "numbers": lambda data: json.dumps({"got": list(data)}).encode(),
    "base64 in JSON": lambda data: json.dumps({"got": b64encode(data).decode()}).encode(),
    "a repr": lambda data: repr(data).encode(),
}


@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
def test_no_bytes_of_a_picture_are_told(echo: Callable[[bytes], bytes]) -> None:
    """A server that sends an uploaded picture back in some spelling gets none of it into the report."""
    data = PICTURE.make()
    found = asked(Saying(echo(data)), CASES["LF-CALL-ENDPOINT[two good pictures]"])
    bodies = "".join(exchange.body for exchange in found.exchanges)
    pieces = [data[at : at + 24] for at in range(0, 1_000, 24)]
    spelled = [(piece.hex(), piece.hex(" "), str(list(piece))[1:-1], b64encode(piece).decode()) for piece in pieces]
    assert [text for texts in spelled for text in texts if text in bodies] == []
    assert len(bodies) < 300 * len(found.exchanges)


def test_endless_texts_are_cut() -> None:
    """A novel is cut after a thousand letters and says how long it was."""
    found = asked(Saying(b"once upon a time " * 50_000), CASES["LF-CALL-ENDPOINT[two good pictures]"])
    assert all(len(exchange.body) < 1_100 for exchange in found.exchanges)
    assert "characters)" in found.exchanges[0].body
