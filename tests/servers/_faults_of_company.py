"""Faults that a single call never shows: memory of earlier calls, calls at the same time, failures now and then."""

import contextlib
import hashlib
import itertools
import threading
import time
from collections.abc import Callable, Hashable

from ._asking import Ask
from ._behaviour import Behaviour
from ._fault import success, table
from ._terms import Refusal, Reply


def _digest(ask: Ask, *, without: tuple[str, ...] = ()) -> Hashable:
    parts = {name: hashlib.sha256(upload.data).hexdigest() for name, upload in ask.files.items()}
    values = {**ask.query, **ask.form, **parts}
    return tuple(sorted((name, str(value)) for name, value in values.items() if name not in without))


def _refusing_repeats() -> Behaviour:
    seen: set[Hashable] = set()

    def hear(ask: Ask) -> Ask:
        known = _digest(ask)
        if known in seen:
            raise Refusal("RATE_LIMIT_EXCEEDED")
        seen.add(known)
        return ask

    return Behaviour(hear=hear)


def _failing_each(nth: int) -> Callable[[], Behaviour]:
    def make() -> Behaviour:
        numbers = itertools.count(1)

        def route(_: Ask) -> None:
            if next(numbers) % nth == 0:
                raise Refusal("INTERNAL_ERROR")

        def hear(ask: Ask) -> Ask:
            route(ask)
            return ask

        return Behaviour(hear=hear)

    return make


def _shared_answer() -> Behaviour:
    """Keep the answer in a variable that all calls share while it is written."""
    slot: list[Reply] = []

    def answer(_: Ask, reply: Reply) -> Reply:
        slot[:] = [reply]
        time.sleep(0.03)
        return slot[0]

    return Behaviour(answer=answer)


def _shared_question() -> Behaviour:
    """Keep the request in a variable that all calls share while it is read."""
    slot: list[Ask] = []

    def hear(ask: Ask) -> Ask:
        slot[:] = [ask]
        time.sleep(0.03)
        return slot[0]

    return Behaviour(hear=hear)


def _one_at_a_time() -> Behaviour:
    busy = threading.Lock()
    mine = threading.local()

    def hear(ask: Ask) -> Ask:
        mine.held = busy.acquire(blocking=False)
        if not mine.held:
            raise Refusal("INTERNAL_ERROR")
        time.sleep(0.03)
        return ask

    def answer(_: Ask, reply: Reply) -> Reply:
        if mine.held:
            with contextlib.suppress(RuntimeError):
                busy.release()
        return reply

    return Behaviour(hear=hear, answer=answer)


def _remembering(*without: str) -> Callable[[], Behaviour]:
    """Give the answer to an earlier success again, looking at a part of the request only."""

    def make() -> Behaviour:
        kept: dict[Hashable, Reply] = {}

        def answer(ask: Ask, reply: Reply) -> Reply:
            if not success(reply):
                return reply
            return kept.setdefault(_digest(ask, without=without), reply)

        return Behaviour(answer=answer)

    return make


FAULTS = [
    *table(
        "the same call is answered alike when it comes again",
        0,
        "LF-ANS-REPEATABLE LF-ANS-REQUEST-ID-FRESH",
        {
            "repeats-refused": _refusing_repeats,
            "repeats-answered-with-the-same-request-id": _remembering(),
        },
    ),
    *table(
        "nothing that a client sends makes the server fail",
        0,
        "LF-ANS-NO-500 LF-ANS-REPEATABLE LF-CALL-ENDPOINT",
        {
            "every-7th-call-fails": _failing_each(7),
            "every-40th-call-fails": _failing_each(40),
        },
    ),
    *table(
        "calls at the same time get their own answers",
        0,
        "LF-ANS-CONCURRENT",
        {
            "answers-mixed-up": _shared_answer,
            "questions-mixed-up": _shared_question,
            "one-call-at-a-time": _one_at_a_time,
        },
    ),
    *table(
        "the answer is about the pictures of the call",
        84,
        "LF-OK-SHAPE LF-OK-SIMILARITY LF-ANS-REQUEST-ID-FRESH",
        {
            "remembered-by-image-one": _remembering("image_two_file", "image_two_url", "image_two_id"),
            "remembered-by-image-two": _remembering("image_one_file", "image_one_url", "image_one_id"),
        },
    ),
]
