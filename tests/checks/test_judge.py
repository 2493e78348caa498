"""Which clauses an answer keeps and which it breaks: each fault alone, each lenient reading."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from pytest_linkface.checks import Expectation, judge
from pytest_linkface.contract import ERRORS, STATUSES, clauses, error_clause
from pytest_linkface.exchange import Answer, Exchange
from tests.checks._answers import (
    ARGUMENT,
    CALL,
    GOOD,
    JSON,
    NO_FACE,
    REFUSAL,
    SECRET,
    SUCCESS,
    WRONG,
    broken,
    changed,
    judged,
)

FORM = {"LF-ANS-JSON", "LF-ANS-CONTENT-TYPE", "LF-ANS-NO-SECRET", "LF-ANS-NO-500", "LF-OK-STATUS"}
FIELDS = {"LF-OK-REQUEST-ID", "LF-OK-CONFIDENCES", "LF-OK-MAX", "LF-OK-SHAPE", "LF-OK-IMAGE-ONE", "LF-OK-IMAGE-TWO"}


def test_a_correct_success_keeps_every_clause_that_it_shows() -> None:
    """The form, the fields, and the promise that was asked for."""
    judgement = judged(changed(SUCCESS))
    assert judgement.verified == FORM | FIELDS | {"LF-SRC-FILE"}
    assert judgement.broken == {}


def test_a_success_for_pictures_of_unknown_faces_says_nothing_of_the_shape() -> None:
    """Without the truth about a picture the matrix cannot be judged by it."""
    assert "LF-OK-SHAPE" not in judged(changed(SUCCESS), replace(GOOD, shape=None)).verified


@pytest.mark.parametrize("status", ERRORS, ids=lambda status: status.name)
def test_a_correct_refusal_keeps_every_clause_that_it_shows(status: Any) -> None:
    """Its own pair of code and status, what has to accompany it, and the promise that was asked for."""
    body = changed({"request_id": "TID1", "status": status.name, "image": "image_two", "reason": "因为"})
    judgement = judged(body, Expectation("LF-SRC-URL", (status.name,), "two"), code=status.http_code)
    company = {"LF-ERR-IMAGE"} if status.names_image else {"LF-ERR-REASON"} if status.gives_reason else set()
    form = FORM - ({"LF-ANS-NO-500"} if status.name == "INTERNAL_ERROR" else set())
    expected = form | company | {"LF-ANS-REQUEST-ID", "LF-SRC-URL", error_clause(status.name)}
    assert judgement.verified == expected
    assert judgement.broken == {}


_DOUBLE = changed(SUCCESS, confidences=[[0.9410581588745117, 0.5], [0.5, 0.5]], max_confidence=0.94105816)
_LENIENT: dict[str, tuple[bytes, Expectation, int]] = {
    "whole numbers": (changed(SUCCESS, confidences=[[1, 0], [0, 0]], max_confidence=1), GOOD, 200),
    "a best cell printed with fewer digits": (_DOUBLE, GOOD, 200),
    "further fields": (changed(SUCCESS, extra={"deep": [1, None]}, image_three=None), GOOD, 200),
    "further fields within": (changed(SUCCESS, image_one={"image_one_id": "x", "faces": 2}), GOOD, 200),
    "another order": (changed(dict(reversed(SUCCESS.items()))), GOOD, 200),
    "pretty print": (json.dumps(SUCCESS, indent=4).encode(), GOOD, 200),
    "no id for a side by id": (changed(SUCCESS, image_two=...), replace(GOOD, by_id=frozenset({"two"})), 200),
    "null for a side by id": (changed(SUCCESS, image_two=None), replace(GOOD, by_id=frozenset({"two"})), 200),
    "an empty object for a side by id": (changed(SUCCESS, image_one={}), replace(GOOD, by_id=frozenset({"one"})), 200),
    "image where it is not documented": (changed(ARGUMENT, image="image_one"), WRONG, 400),
    "reason where it is not documented": (changed(REFUSAL, reason="no face"), NO_FACE, 400),
    "image without a side": (changed(REFUSAL, image="selfie"), NO_FACE, 400),
    "image by its parameter": (changed(REFUSAL, image="image_one_file"), NO_FACE, 400),
    "image in capitals": (changed(REFUSAL, image="IMAGE_ONE"), NO_FACE, 400),
    "a single row": (changed(SUCCESS, confidences=[[0.75, 0.5]]), replace(GOOD, shape=(1, 2)), 200),
    "a Chinese reason": (json.dumps(ARGUMENT | {"reason": "参数错误"}, ensure_ascii=False).encode(), WRONG, 400),
    "half a surrogate pair": (changed(ARGUMENT, reason="\ud800"), WRONG, 400),
}


@pytest.mark.parametrize("name", _LENIENT)
def test_what_the_manual_leaves_open_breaks_nothing(name: str) -> None:
    """A reading that is not excluded is not held against a service."""
    body, expectation, code = _LENIENT[name]
    assert broken(body, expectation, code=code) == set()


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=UTF-8", "APPLICATION/JSON", " application/json ", "text/json",
     "application/problem+json", "application/vnd.linkface.v1+json;x=y"],
)  # fmt: skip
def test_every_json_content_type_is_one(content_type: str) -> None:
    """With and without parameters."""
    assert broken(changed(SUCCESS), headers={"content-type": content_type}) == set()


_ONE_FAULT: dict[str, tuple[str, bytes, Expectation, int]] = {
    "request_id missing": ("LF-OK-REQUEST-ID", changed(SUCCESS, request_id=...), GOOD, 200),
    "request_id empty": ("LF-OK-REQUEST-ID", changed(SUCCESS, request_id=""), GOOD, 200),
    "request_id a number": ("LF-OK-REQUEST-ID", changed(SUCCESS, request_id=1), GOOD, 200),
    "OK under 201": ("LF-OK-STATUS", changed(SUCCESS), GOOD, 201),
    "a cell above 1": ("LF-OK-CONFIDENCES", changed(SUCCESS, confidences=[[1.5, 0], [0, 0]]), GOOD, 200),
    "a cell below 0": ("LF-OK-CONFIDENCES", changed(SUCCESS, confidences=[[-0.5, 0], [0, 0]]), GOOD, 200),
    "a cell a text": ("LF-OK-CONFIDENCES", changed(SUCCESS, confidences=[["0.75"]]), GOOD, 200),
    "a cell true": ("LF-OK-CONFIDENCES", changed(SUCCESS, confidences=[[True]]), GOOD, 200),
    "no matrix": ("LF-OK-CONFIDENCES", changed(SUCCESS, confidences=...), GOOD, 200),
    "a flat matrix": ("LF-OK-CONFIDENCES", changed(SUCCESS, confidences=[0.75]), GOOD, 200),
    "an empty matrix": ("LF-OK-CONFIDENCES", changed(SUCCESS, confidences=[]), GOOD, 200),
    "a ragged matrix": ("LF-OK-CONFIDENCES", changed(SUCCESS, confidences=[[0.75, 0.5], [0.25]]), GOOD, 200),
    "no best cell": ("LF-OK-MAX", changed(SUCCESS, max_confidence=...), GOOD, 200),
    "a best cell of a text": ("LF-OK-MAX", changed(SUCCESS, max_confidence="0.75"), GOOD, 200),
    "another best cell": ("LF-OK-MAX", changed(SUCCESS, max_confidence=0.5), GOOD, 200),
    "a best cell a little off": ("LF-OK-MAX", changed(SUCCESS, max_confidence=0.7500021), GOOD, 200),
    "a transposed matrix": (
        "LF-OK-SHAPE", changed(SUCCESS, confidences=[[0.75], [0.5]]), replace(GOOD, shape=(1, 2)), 200),
    "a face too many": ("LF-OK-SHAPE", changed(SUCCESS), replace(GOOD, shape=(2, 1)), 200),
    "no id of image one": ("LF-OK-IMAGE-ONE", changed(SUCCESS, image_one=...), GOOD, 200),
    "an empty id of image one": ("LF-OK-IMAGE-ONE", changed(SUCCESS, image_one={"image_one_id": ""}), GOOD, 200),
    "the id of image one a text": ("LF-OK-IMAGE-ONE", changed(SUCCESS, image_one="6d1ac077"), GOOD, 200),
    "the other side's id": ("LF-OK-IMAGE-TWO", changed(SUCCESS, image_two={"image_one_id": "x"}), GOOD, 200),
    "an id for a side by id": ("LF-OK-IMAGE-ONE", changed(SUCCESS), replace(GOOD, by_id=frozenset({"one"})), 200),
    "no image": ("LF-ERR-IMAGE", changed(REFUSAL, image=...), NO_FACE, 400),
    "an empty image": ("LF-ERR-IMAGE", changed(REFUSAL, image=""), NO_FACE, 400),
    "image a number": ("LF-ERR-IMAGE", changed(REFUSAL, image=1), NO_FACE, 400),
    "the wrong side": ("LF-ERR-IMAGE", changed(REFUSAL, image="image_two"), NO_FACE, 400),
    "the wrong side in capitals": ("LF-ERR-IMAGE", changed(REFUSAL, image="IMAGE_TWO"), NO_FACE, 400),
    "the wrong side by its parameter": ("LF-ERR-IMAGE", changed(REFUSAL, image="image_two_url"), NO_FACE, 400),
    "no reason": ("LF-ERR-REASON", changed(ARGUMENT, reason=...), WRONG, 400),
    "an empty reason": ("LF-ERR-REASON", changed(ARGUMENT, reason=""), WRONG, 400),
    "no request_id in an error": ("LF-ANS-REQUEST-ID", changed(REFUSAL, request_id=...), NO_FACE, 400),
    "an empty request_id in an error": ("LF-ANS-REQUEST-ID", changed(REFUSAL, request_id=""), NO_FACE, 400),
    "another code": ("LF-ERR-NO-FACE-DETECTED", changed(REFUSAL), NO_FACE, 422),
    "another documented error": ("LF-SRC-FILE", changed(REFUSAL), GOOD, 400),
    "a success where none is due": ("LF-ERR-NO-FACE-DETECTED", changed(SUCCESS), NO_FACE, 200),
    "a byte order mark": ("LF-ANS-JSON", b"\xef\xbb\xbf" + changed(SUCCESS), GOOD, 200),
    "latin-1": ("LF-ANS-JSON", b'{"note":"caf\xe9",' + changed(SUCCESS)[1:], GOOD, 200),
    "NaN in a further field": ("LF-ANS-JSON", changed(SUCCESS, note=float("nan")), GOOD, 200),
    "Infinity in a further field": ("LF-ANS-JSON", changed(SUCCESS, note=float("-inf")), GOOD, 200),
    "a name twice": ("LF-ANS-JSON", b'{"status":"OK",' + changed(SUCCESS)[1:], GOOD, 200),
    "a name twice within": ("LF-ANS-JSON", b'{"note":{"a":1,"a":2},' + changed(SUCCESS)[1:], GOOD, 200),
    "the secret": ("LF-ANS-NO-SECRET", changed(ARGUMENT, reason=f"{SECRET} is wrong"), WRONG, 400),
    "the secret encoded": ("LF-ANS-NO-SECRET", changed(SUCCESS, next=f"?s={quote(SECRET, safe='')}"), GOOD, 200),
    "the secret in JSON's spelling": (
        "LF-ANS-NO-SECRET", changed(SUCCESS, note=SECRET).replace(b"/", b"\\/"), GOOD, 200),
    "the secret in base64": (
        "LF-ANS-NO-SECRET", changed(SUCCESS, auth=base64.b64encode(f"x:{SECRET}".encode()).decode()), GOOD, 200),
}  # fmt: skip


@pytest.mark.parametrize("name", _ONE_FAULT)
def test_a_single_fault_breaks_a_single_clause(name: str) -> None:
    """The clause that it is about, alone."""
    clause, body, expectation, code = _ONE_FAULT[name]
    assert broken(body, expectation, code=code) == {clause}


@pytest.mark.parametrize(
    ("shape", "clause"),
    [((3, 2), "LF-OK-SHAPE"), ((2, 2), "LF-IMG-EXIF"), ((3, 3), "LF-IMG-EXIF"), ((2, 3), None)],
)
def test_a_matrix_of_other_faces_breaks_the_promise_that_it_was_asked_for(
    shape: tuple[int, int], clause: str | None
) -> None:
    """Rows and columns that are exchanged are no faces too many or too few, whatever the call was about."""
    body = changed(SUCCESS, confidences=[[0.75, 0.5, 0], [0, 0, 0]])
    assert broken(body, replace(GOOD, shape=shape, shape_clause="LF-IMG-EXIF")) == ({clause} if clause else set())


def test_every_check_has_a_fault_that_breaks_it_alone() -> None:
    """No clause is judged here without an answer that only it complains of."""
    alone = {clause for clause, *_ in _ONE_FAULT.values()}
    judged_here = FORM | FIELDS | {"LF-ERR-IMAGE", "LF-ERR-REASON", "LF-ANS-REQUEST-ID"}
    assert judged_here - alone == {"LF-ANS-CONTENT-TYPE", "LF-ANS-NO-500"}  # by the tests below


@pytest.mark.parametrize("headers", [{}, {"content-type": "text/html"}, {"content-type": "application/jsonx"}])
def test_another_content_type_breaks_its_clause_alone(headers: dict[str, str]) -> None:
    """A body that is JSON all the same is judged as such."""
    assert broken(changed(SUCCESS), headers=headers) == {"LF-ANS-CONTENT-TYPE"}


def test_a_failure_of_the_server_is_broken_unless_it_was_asked_for() -> None:
    """INTERNAL_ERROR under its documented code is right for an account that provokes it, and for nobody else."""
    body = changed({"request_id": "TID1", "status": "INTERNAL_ERROR"})
    assert broken(body, GOOD, code=500) == {"LF-ANS-NO-500", "LF-SRC-FILE"}
    assert broken(body, Expectation("LF-ERR-INTERNAL-ERROR", ("INTERNAL_ERROR",)), code=500) == set()


@pytest.mark.parametrize(("code", "failed"), [(499, False), (500, True), (501, False), (502, False)])
def test_a_page_under_500_is_a_failure_whatever_its_status(code: int, failed: bool) -> None:
    """What a framework answers to an exception has no status; a gateway's 502 is nothing of the server's."""
    assert ("LF-ANS-NO-500" in broken(b"<h1>Server Error</h1>", code=code)) is failed


def test_a_secret_in_a_header_is_a_secret_told() -> None:
    """A redirect repeats the query, credentials and all."""
    headers = JSON | {"location": f"https://host/?api_secret={quote(SECRET)}"}
    assert broken(changed(SUCCESS), headers=headers) == {"LF-ANS-NO-SECRET"}


@pytest.mark.parametrize(("secret", "told"), [("secret", False), ("secret7", False), ("SECRET-8", True)])
def test_a_short_secret_is_not_looked_for(secret: str, told: bool) -> None:
    """``secret`` stands in ``api_secret is wrong`` by accident; eight letters do not."""
    call = replace(CALL, credentials=(("api_id", "id"), ("api_secret", secret)))
    exchange = Exchange(call, Answer(400, JSON, changed(ARGUMENT, reason=f"api_secret is a wrong {secret}")))
    assert ("LF-ANS-NO-SECRET" in judge(exchange, WRONG).broken) is told


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b'"OK"', b"null", b'{"status": "OK"', b"\xff\xfe{\x00}\x00", b"[" * 100_000],
)
def test_what_is_no_object_breaks_json_and_the_promise(body: bytes) -> None:
    """Nothing else can be said of it; the status is not blamed twice."""
    assert broken(body) == {"LF-ANS-JSON", "LF-SRC-FILE"}


@pytest.mark.parametrize("status", [..., None, 1, "", "ok", "SUCCESS", ["OK"]])
def test_an_unknown_status_breaks_the_status_and_the_promise(status: object) -> None:
    """Whatever else the answer holds."""
    assert broken(changed(SUCCESS, status=status)) == {"LF-OK-STATUS", "LF-SRC-FILE"}


def test_no_answer_breaks_the_promise_alone() -> None:
    """And the finding says why none came."""
    judgement = judge(Exchange(CALL, None, "connection refused"), GOOD)
    assert judgement.broken == {"LF-SRC-FILE": ("200 OK", "no answer: connection refused")}
    assert judgement.kept == set()


def test_either_of_two_readings_keeps_the_promise_and_the_plainer_its_own_clause() -> None:
    """A service may read the manual in the second way; only the first is what its clause says."""
    expectation = Expectation("LF-IMG-OTHER-FORMAT", ("INVALID_IMAGE_FORMAT_OR_SIZE", "CORRUPT_IMAGE"), "one")
    first = judged(changed(REFUSAL, status="INVALID_IMAGE_FORMAT_OR_SIZE"), expectation, code=400)
    second = judged(changed(REFUSAL, status="CORRUPT_IMAGE"), expectation, code=400)
    assert {"LF-IMG-OTHER-FORMAT", "LF-ERR-INVALID-IMAGE-FORMAT-OR-SIZE"} <= first.verified
    assert "LF-IMG-OTHER-FORMAT" in second.verified
    assert "LF-ERR-CORRUPT-IMAGE" not in second.verified
    assert first.broken == second.broken == {}


def test_a_wrong_code_leaves_the_promise_unsettled() -> None:
    """The clause on the pair is broken; what was asked for is neither kept nor broken."""
    expectation = Expectation("LF-IMG-MAX-FACES", ("TOO_MANY_FACES",), "one")
    judgement = judged(changed(REFUSAL, status="TOO_MANY_FACES"), expectation, code=200)
    assert judgement.broken == {"LF-ERR-TOO-MANY-FACES": ("400 TOO_MANY_FACES", "200 TOO_MANY_FACES")}
    assert "LF-IMG-MAX-FACES" not in judgement.verified


def test_findings_say_what_was_expected_and_what_came() -> None:
    """In words that can be read without this code."""
    assert judged(changed(REFUSAL), GOOD, code=400).broken["LF-SRC-FILE"] == (
        "200 OK", "400 NO_FACE_DETECTED image='image_one'"
    )  # fmt: skip
    assert judged(changed(REFUSAL, image="image_two"), NO_FACE, code=400).broken["LF-ERR-IMAGE"] == (
        "image to name image one, whose picture is at fault", "image: 'image_two'"
    )  # fmt: skip
    assert judged(b"<h1>").broken["LF-ANS-JSON"] == ("a JSON object by RFC 8259", "no JSON object: '<h1>'")
    assert judged(changed(SUCCESS), headers={}).broken["LF-ANS-CONTENT-TYPE"][1] == "no content type"
    assert judged(changed(SUCCESS), replace(GOOD, shape=(2, 1))).broken["LF-OK-SHAPE"] == (
        "a row for each of the 2 faces of image one, a column for each of the 1 of image two",
        "2 x 2: [[0.25, 0.5], [0.75, 0.125]]",
    )


@pytest.mark.parametrize("body", [changed(SUCCESS, request_id="x" * 10**6 + SECRET), b"<" * 115 + SECRET.encode() * 99])
def test_findings_are_short_and_hold_no_half_of_a_secret(body: bytes) -> None:
    """A service that answers with a megabyte does not fill the report."""
    observed = [text for _, text in judged(body, code=502).broken.values()]
    assert observed
    assert all(len(text) < 700 for text in observed)
    assert SECRET[:4] not in "".join(observed)


def test_checks_speak_of_clauses_that_there_are() -> None:
    """Every id that a check can say stands in the table."""
    said = {clause for clause, *_ in _ONE_FAULT.values()} | {error_clause(name) for name in STATUSES if name != "OK"}
    assert said <= clauses().keys()
