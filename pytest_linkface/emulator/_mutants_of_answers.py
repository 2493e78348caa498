"""Mutants that go wrong on the way out: the matrix, the ids, the form of answers, answers that depend on each other."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Callable

from pytest_linkface.emulator._answer import Answer
from pytest_linkface.emulator._edits import (
    Body,
    Edit,
    When,
    altered,
    always,
    both,
    cells,
    compact,
    drop,
    edited,
    error,
    given,
    of,
    parameters,
    put,
    renamed,
    rows,
)
from pytest_linkface.emulator._request import Request
from pytest_linkface.emulator._variant import Hooks, Seen

_OVERLAP = 0.05
"""Seconds for which a call is held, so that calls made at once meet each other."""


def _transposed(body: Body) -> None:
    body["confidences"] = [list(column) for column in zip(*body["confidences"], strict=True)]


def _lacks_row(body: Body) -> None:
    body["confidences"] = body["confidences"][:1]
    body["max_confidence"] = max(body["confidences"][0])


def _lacks_column(body: Body) -> None:
    body["confidences"] = [row[:1] for row in body["confidences"]]
    body["max_confidence"] = max(map(max, body["confidences"]))


def _flat(body: Body) -> None:
    body["confidences"] = [cell for row in body["confidences"] for cell in row]


def _texts(body: Body) -> None:
    body["confidences"] = [[str(cell) for cell in row] for row in body["confidences"]]


def _ragged(body: Body) -> None:
    body["confidences"] = [row[: len(row) - number] or row[:1] for number, row in enumerate(body["confidences"])]
    body["max_confidence"] = max(map(max, body["confidences"]))


def _first_as_best(body: Body) -> None:
    body["max_confidence"] = body["confidences"][0][0]


def _worst_as_best(body: Body) -> None:
    body["max_confidence"] = min(map(min, body["confidences"]))


def _several(_: Request, answer: Answer) -> bool:
    """Successes with more than one cell."""
    return answer.status == "OK" and sum(map(len, answer.fields["confidences"])) > 1


def _with(*sides: str) -> When:
    """Successes that hold the ids of some sides."""
    return lambda _, answer: answer.status == "OK" and all(f"image_{side}" in answer.fields for side in sides)


def _plain_id(side: str) -> Edit:
    def edit(body: Body) -> None:
        body[f"image_{side}"] = body[f"image_{side}"][f"image_{side}_id"]

    return edit


def _crossed_name(side: str, other: str) -> Edit:
    def edit(body: Body) -> None:
        body[f"image_{side}"] = {f"image_{other}_id": body[f"image_{side}"][f"image_{side}_id"]}

    return edit


def _nan(body: Body) -> bytes:
    return compact(body)[:-1] + b',"distance":NaN}'


def _bom(body: Body) -> bytes:
    return b"\xef\xbb\xbf" + compact(body)


def _quoted_wrongly(body: Body) -> bytes:
    return compact(body).replace(b'"', b"'")


def _gbk(body: Body) -> bytes:
    return json.dumps(body | {"reason": "参数错误"}, ensure_ascii=False).encode("gbk")


def _secret_told(when: When) -> Hooks:
    """The secret comes back in a field of the answer."""

    def tell(request: Request, answer: Answer) -> Answer:
        sent = dict(request.query) | dict(request.form.fields)
        if b"api_secret" not in sent or not when(request, answer):
            return answer
        return answer.but(fields={**answer.fields, "debug": f"secret={sent[b'api_secret'].decode('latin-1')}"})

    return Hooks(tell=tell)


def _nul(request: Request, _: Answer) -> bool:
    return any(b"\0" in value for _, value in request.form.fields)


def _empty_name(request: Request, _: Answer) -> bool:
    return "" in parameters(request)


def _empty_file(request: Request, _: Answer) -> bool:
    return any(not upload.content for upload in request.form.uploads)


def _stale_ids(per: int) -> Callable[[], Hooks]:
    """A request_id that stays the same for some calls."""

    def make() -> Hooks:
        numbers = itertools.count()
        return Hooks(tell=lambda _, answer: answer.but(request_id=f"TID{next(numbers) // per:032x}"))

    return make


def _alternating(edit: Edit) -> Callable[[], Hooks]:
    """Each second success is another one."""

    def make() -> Hooks:
        numbers = itertools.count()

        def tell(_: Request, answer: Answer) -> Answer:
            if answer.status != "OK" or next(numbers) % 2 == 0:
                return answer
            told = altered(answer)
            edit(told.body)
            return told

        return Hooks(tell=tell)

    return make


def _second_time_refused() -> Hooks:
    """The same pictures are a mistake when they come again at once."""
    last: list[object] = []

    def tell(request: Request, answer: Answer) -> Answer:
        sent = sorted((upload.name, hash(upload.content)) for upload in request.form.uploads)
        again = answer.status == "OK" and bool(sent) and last == [sent]
        last[:] = [sent]
        fields = {"reason": "sent twice"}
        return Answer("INVALID_ARGUMENT", answer.request_id, fields) if again else answer

    return Hooks(tell=tell)


def _mixed(what: Callable[[Answer, Answer], Answer]) -> Callable[[], Hooks]:
    """Calls that meet get something of the answer that was made last."""

    def make() -> Hooks:
        lock, busy, last = threading.Lock(), [0], [Answer("OK", "")]

        def hear(request: Request) -> Request:
            with lock:
                busy[0] += 1
            time.sleep(_OVERLAP)
            return request

        def tell(_: Request, answer: Answer) -> Answer:
            with lock:
                meets, other = busy[0] > 1, last[0]
                busy[0] -= 1
                last[0] = answer
            both_ok = {answer.status, other.status} == {"OK"} and other.fields
            return what(answer, other) if meets and both_ok else answer

        return Hooks(hear=hear, tell=tell)

    return make


def _others_matrix(answer: Answer, other: Answer) -> Answer:
    names = ("confidences", "max_confidence")
    return answer.but(fields={**answer.fields, **{name: other.fields[name] for name in names}})


def _busy(answer: Answer, _: Answer) -> Answer:
    return Answer("INTERNAL_ERROR", answer.request_id)


def _scored(flip: Callable[[float], float]) -> Hooks:
    return edited(of("OK"), cells(flip))


def _faces_lost(seen: Seen, faces: tuple[object, ...]) -> bool:
    return seen.side == "two" and len(faces) > 2


MUTANTS = rows({
    "no-request-id": ("LF-OK-REQUEST-ID", "a success lacks request_id", edited(of("OK"), drop("request_id"))),
    "request-id-number": ("LF-OK-REQUEST-ID", "request_id is a number", edited(of("OK"), put(request_id=17))),
    "request-id-empty": ("LF-OK-REQUEST-ID", "request_id is empty", edited(of("OK"), put(request_id=""))),
    "status-in-small-letters": ("LF-OK-STATUS", "status is ok", edited(of("OK"), put(status="ok"))),
    "status-created": ("LF-OK-STATUS", "a success has the code 201", edited(of("OK"), code=201)),
    "status-undocumented": (
        "LF-OK-STATUS", "no face is NO_FACE_FOUND", edited(of("NO_FACE_DETECTED"), put(status="NO_FACE_FOUND"))
    ),
    "no-confidences": ("LF-OK-CONFIDENCES", "a success lacks confidences", edited(of("OK"), drop("confidences"))),
    "confidences-flat": ("LF-OK-CONFIDENCES", "confidences is a list of numbers", edited(of("OK"), _flat)),
    "confidences-texts": ("LF-OK-CONFIDENCES", "confidences are texts", edited(of("OK"), _texts)),
    "confidences-percent": ("LF-OK-CONFIDENCES", "confidences reach 100", _scored(lambda cell: cell * 100)),
    "confidences-ragged": ("LF-OK-CONFIDENCES", "rows differ in length", edited(_several, _ragged)),
    "distance-for-confidence": (
        "LF-OK-SIMILARITY", "the score is a distance, 0 for the same picture", _scored(lambda cell: 1 - cell)
    ),
    "one-score-for-all": ("LF-OK-SIMILARITY", "each score is 0.5", _scored(lambda _: 0.5)),
    "transposed": ("LF-OK-SHAPE", "rows are the faces of image two", edited(of("OK"), _transposed)),
    "first-row-only": ("LF-OK-SHAPE", "only one face of image one is compared", edited(of("OK"), _lacks_row)),
    "first-column-only": ("LF-OK-SHAPE", "only one face of image two is compared", edited(of("OK"), _lacks_column)),
    "third-face-lost": (
        "LF-OK-SHAPE", "of three faces of image two, two are compared",
        Hooks(order=lambda seen, faces: faces[:2] if _faces_lost(seen, faces) else faces),
    ),
    "no-max": ("LF-OK-MAX", "a success lacks max_confidence", edited(of("OK"), drop("max_confidence"))),
    "max-text": ("LF-OK-MAX", "max_confidence is a text", edited(of("OK"), put(max_confidence="0.9"))),
    "max-is-first": ("LF-OK-MAX", "max_confidence is the first cell", edited(of("OK"), _first_as_best)),
    "max-is-worst": ("LF-OK-MAX", "max_confidence is the worst cell", edited(of("OK"), _worst_as_best)),
    "no-image-one": ("LF-OK-IMAGE-ONE", "image_one is missing", edited(_with("one"), drop("image_one"))),
    "image-one-plain": ("LF-OK-IMAGE-ONE", "image_one is a text", edited(_with("one"), _plain_id("one"))),
    "image-one-crossed": (
        "LF-OK-IMAGE-ONE", "image_one holds image_two_id", edited(_with("one"), _crossed_name("one", "two"))
    ),
    "no-image-one-for-urls": (
        "LF-OK-IMAGE-ONE", "image_one is missing for a url",
        edited(both(_with("one"), given("image_one_url")), drop("image_one")),
    ),
    "no-image-two": ("LF-OK-IMAGE-TWO", "image_two is missing", edited(_with("two"), drop("image_two"))),
    "image-two-plain": ("LF-OK-IMAGE-TWO", "image_two is a text", edited(_with("two"), _plain_id("two"))),
    "image-two-crossed": (
        "LF-OK-IMAGE-TWO", "image_two holds image_one_id", edited(_with("two"), _crossed_name("two", "one"))
    ),
    "no-image-two-for-urls": (
        "LF-OK-IMAGE-TWO", "image_two is missing for a url",
        edited(both(_with("two"), given("image_two_url")), drop("image_two")),
    ),
    "nan": ("LF-ANS-JSON", "an answer holds NaN", edited(of("OK"), dump=_nan)),
    "byte-order-mark": ("LF-ANS-JSON", "answers begin with a byte order mark", edited(always, dump=_bom)),
    "single-quotes": ("LF-ANS-JSON", "refusals are quoted with '", edited(error, dump=_quoted_wrongly)),
    "gbk": ("LF-ANS-JSON", "refusals are GBK", edited(error, dump=_gbk)),
    "html-type": ("LF-ANS-CONTENT-TYPE", "the content type is text/html", edited(always, kind="text/html")),
    "html-type-of-errors": (
        "LF-ANS-CONTENT-TYPE", "the content type of refusals is text/plain", edited(error, kind="text/plain")
    ),
    "secret-in-success": ("LF-ANS-NO-SECRET", "a success repeats the secret", _secret_told(of("OK"))),
    "secret-in-refusal": ("LF-ANS-NO-SECRET", "UNAUTHORIZED repeats the secret", _secret_told(of("UNAUTHORIZED"))),
    "fails-over-several-sources": (
        "LF-ANS-NO-500", "file, url and id at once make it fail",
        renamed(given("image_one_file", "image_one_url", "image_one_id"), "INTERNAL_ERROR"),
    ),
    "fails-over-empty-name": ("LF-ANS-NO-500", "a nameless part makes it fail", renamed(_empty_name, "INTERNAL_ERROR")),
    "fails-over-nul": ("LF-ANS-NO-500", "a NUL in an id makes it fail", renamed(_nul, "INTERNAL_ERROR")),
    "fails-over-empty-file": ("LF-ANS-NO-500", "an empty file makes it fail", renamed(_empty_file, "INTERNAL_ERROR")),
    "no-request-id-in-refusals": ("LF-ANS-REQUEST-ID", "a refusal lacks request_id", edited(error, drop("request_id"))),
    "no-request-id-in-404": (
        "LF-ANS-REQUEST-ID", "NOT_FOUND lacks request_id", edited(of("NOT_FOUND"), drop("request_id"))
    ),
    "request-id-fixed": ("LF-ANS-REQUEST-ID-FRESH", "each request_id is the same", _stale_ids(10**9)),
    "request-id-by-threes": ("LF-ANS-REQUEST-ID-FRESH", "three calls share a request_id", _stale_ids(3)),
    "scores-alternate": (
        "LF-ANS-REPEATABLE", "each second score is lower", _alternating(cells(lambda cell: cell * 0.8))
    ),
    "refuses-repetition": ("LF-ANS-REPEATABLE", "the same call again is refused", _second_time_refused),
    "answers-mixed": ("LF-ANS-CONCURRENT", "calls that meet get each other's matrix", _mixed(_others_matrix)),
    "fails-when-busy": ("LF-ANS-CONCURRENT", "calls that meet make it fail", _mixed(_busy)),
})  # fmt: skip
"""By what they say."""
