"""Faults that need a history: many uploads, many repetitions, an error before, an id beside another source, a crowd."""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from ._asking import Ask
from ._behaviour import Behaviour, Store, choose
from ._fault import Body, Fault, edited, success, table
from ._faults_of_ids import LastKept
from ._terms import Refusal, Reply, Side


class _Wheel(Store):
    """Numbers pictures up to a dozen and begins anew: an old id leads to a new picture."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count()

    def name(self, side: Side, data: bytes) -> str:  # noqa: ARG002 - for all pictures the same
        return sha256(str(next(self._numbers) % 12).encode()).hexdigest()[:32]


class _Clock(Store):
    """Names pictures by the time, which stands still for calls at the same time."""

    def name(self, side: Side, data: bytes) -> str:  # noqa: ARG002 - for all pictures the same
        return sha256(f"{side}{time.time() * 20:.0f}".encode()).hexdigest()[:32]


class _LightStore(Store):
    """Keeps no picture of more than a megabyte."""

    def put(self, side: Side, data: bytes) -> str:
        return self.name(side, data) if len(data) > 1_000_000 else super().put(side, data)


class _JpegStore(Store):
    """Keeps nothing but JPEG."""

    def put(self, side: Side, data: bytes) -> str:
        return super().put(side, data) if data[:2] == b"\xff\xd8" else self.name(side, data)


class _FewUses(Store):
    """Forgets a picture when it was asked for three times."""

    def __init__(self) -> None:
        super().__init__()
        self._uses: Counter[str] = Counter()

    def get(self, side: Side, key: str) -> bytes | None:
        self._uses[key] += 1
        return super().get(side, key) if self._uses[key] <= 3 else None


class _Overwriting(LastKept):
    """Puts whatever stands beside an id under that id too, when it is asked for on side two."""

    def get(self, side: Side, key: str) -> bytes | None:
        found = super().get(side, key)
        if found is not None and side == "two" and self._last:
            self._kept[key] = self._last
        return found


def _turned_over(body: Body) -> None:
    body["confidences"] = [list(column) for column in zip(*body["confidences"], strict=True)]


def _mixed_sources_swapped(ask: Ask, reply: Reply) -> Reply:
    """Take an id for image one wherever it stands, when the other side is a file."""
    if not success(reply) or not ask.raw("image_two_id") or "image_one_file" not in ask.files:
        return reply
    body = dict(reply.body)
    _turned_over(body)
    return Reply(reply.code, body)


def _one_id_for_both(ask: Ask, side: Side) -> str:
    if ask.text("image_one_id") and ask.text("image_one_id") == ask.text("image_two_id"):
        raise Refusal("INVALID_ARGUMENT", side=side, reason="the same picture twice")
    return choose(ask, side)


def _id_beside_url(ask: Ask, side: Side) -> str:
    if ask.text("image_one_id") and ask.text("image_two_url"):
        raise Refusal("INVALID_ARGUMENT", side=side, reason="either ids or urls")
    return choose(ask, side)


def _same_url_twice(ask: Ask, side: Side) -> str:
    if side == "two" and ask.text("image_one_url") and ask.text("image_one_url") == ask.text("image_two_url"):
        raise Refusal("DOWNLOAD_ERROR", side=side)
    return choose(ask, side)


def _each_fifth_repetition() -> Behaviour:
    seen: Counter[str] = Counter()

    def hear(ask: Ask) -> Ask:
        parts = b"|".join(sha256(upload.data).digest() for upload in ask.files.values())
        key = sha256(parts).hexdigest()
        seen[key] += 1
        if len(ask.files) == 2 and seen[key] % 5 == 0:
            raise Refusal("INTERNAL_ERROR")
        return ask

    return Behaviour(hear=hear)


def _after_an_error(wrong: Callable[[Body], None], *statuses: str) -> Callable[[], Behaviour]:
    """Spoil the first success after one of these refusals."""

    def make() -> Behaviour:
        spoiled: list[bool] = []

        def answer(_: Ask, reply: Reply) -> Reply:
            if reply.status in statuses:
                spoiled[:] = [True]
            elif spoiled and success(reply):
                spoiled.clear()
                body = {**reply.body, "confidences": [list(row) for row in reply.body["confidences"]]}
                wrong(body)
                return Reply(reply.code, body)
            return reply

        return Behaviour(answer=answer)

    return make


def _no_matrix(body: Body) -> None:
    body["confidences"] = []


def _no_id_two(body: Body) -> None:
    body.pop("image_two", None)


def _crowded(most: int) -> Callable[[], Behaviour]:
    """Lose a call when more than so many are under way: one waits for company, and company for the rest of a crowd."""

    def make() -> Behaviour:
        changed, under_way = threading.Condition(), [0]

        def hear(ask: Ask) -> Ask:
            with changed:
                under_way[0] += 1
                mine = under_way[0]
                changed.notify_all()
                if changed.wait_for(lambda: under_way[0] > 1, 0.05):
                    changed.wait_for(lambda: under_way[0] > most, 1)
            if mine > most:
                raise Refusal("CORRUPT_IMAGE", side="one")
            return ask

        def answer(_: Ask, reply: Reply) -> Reply:
            with changed:
                under_way[0] -= 1
            return reply

        return Behaviour(hear=hear, answer=answer)

    return make


def _blame_shared() -> Behaviour:
    """Keep the side at fault in a variable that all calls share."""
    slot: list[object] = []

    def answer(_: Ask, reply: Reply) -> Reply:
        if "image" not in reply.body:
            return reply
        slot[:] = [reply.body["image"]]
        time.sleep(0.03)
        return Reply(reply.code, {**reply.body, "image": slot[0]})

    return Behaviour(answer=answer)


def _sorted_cells(body: Body) -> None:
    """Give all cells in descending order: the shape is right and each cell belongs to another pair."""
    rows = body["confidences"]
    cells, width = sorted((cell for row in rows for cell in row), reverse=True), len(rows[0])
    body["confidences"] = [cells[at : at + width] for at in range(0, len(cells), width)]


def _first_row_again(body: Body) -> None:
    body["confidences"] = [body["confidences"][0]] * len(body["confidences"])
    body["max_confidence"] = max(body["confidences"][0])


def _spoiled_by_url(ask: Ask, reply: Reply) -> Reply:
    if not success(reply) or not (ask.raw("image_one_url") or ask.raw("image_two_url")):
        return reply
    rows = [[round(0.8 * cell, 6) for cell in row] for row in reply.body["confidences"]]
    return Reply(reply.code, {**reply.body, "confidences": rows, "max_confidence": max(map(max, rows))})


def _utf8_in_ids_only(ask: Ask) -> Ask:
    names = ("image_one_url", "image_two_url")
    mended = {name: ask.form[name].decode("utf-8", "replace").encode() for name in names if name in ask.form}
    return replace(ask, form={**ask.form, **mended})


FAULTS: list[Fault] = [
    *table(
        "an id leads to its picture, on either side, as often as wanted",
        27,
        "LF-SRC-ID LF-SRC-ALIKE LF-SRC-URL LF-OK-SHAPE LF-ANS-CONCURRENT",
        {
            "ids-come-again-after-a-dozen": lambda: Behaviour(store=_Wheel()),
            "ids-by-the-clock": lambda: Behaviour(store=_Clock()),
            "ids-of-heavy-pictures-lost": lambda: Behaviour(store=_LightStore()),
            "ids-of-jpeg-alone": lambda: Behaviour(store=_JpegStore()),
            "ids-usable-three-times": lambda: Behaviour(store=_FewUses()),
            "ids-overwritten-when-used": lambda: Behaviour(store=_Overwriting()),
            "one-id-for-both-refused": Behaviour(choose=_one_id_for_both),
            "id-beside-url-refused": Behaviour(choose=_id_beside_url),
            "id-beside-file-swapped": Behaviour(answer=_mixed_sources_swapped),
        },
    ),
    *table(
        "a side may come by url",
        26,
        "LF-SRC-URL LF-SRC-ALIKE",
        {"one-url-for-both-refused": Behaviour(choose=_same_url_twice)},
    ),
    *table(
        "the same picture is the same by file, url and id",
        83,
        "LF-SRC-ALIKE",
        {"scores-lower-by-url": Behaviour(answer=_spoiled_by_url)},
    ),
    *table(
        "the same call is answered alike when it comes again",
        0,
        "LF-ANS-REPEATABLE LF-ANS-NO-500",
        {"each-fifth-repetition-fails": _each_fifth_repetition},
    ),
    *table(
        "an error leaves nothing behind",
        83,
        "LF-OK-CONFIDENCES LF-OK-SHAPE LF-OK-IMAGE-TWO LF-ANS-REPEATABLE",
        {
            "matrix-lost-after-a-crowd": _after_an_error(_no_matrix, "TOO_MANY_FACES"),
            "id-lost-after-a-broken-picture": _after_an_error(_no_id_two, "CORRUPT_IMAGE"),
        },
    ),
    *table(
        "calls at the same time get their own answers",
        0,
        "LF-ANS-CONCURRENT LF-ERR-IMAGE",
        {"more-than-eight-lost": _crowded(8), "blame-mixed-up": _blame_shared},
    ),
    *table(
        "the greater the value, the likelier the same person",
        53,
        "LF-OK-SIMILARITY",
        {"cells-sorted": edited(success, _sorted_cells), "first-row-again": edited(success, _first_row_again)},
    ),
    *table(
        "parameters that are not UTF-8 are ENCODING_ERROR",
        91,
        "LF-ERR-ENCODING-ERROR",
        {"encoding-of-urls-unchecked": Behaviour(hear=_utf8_in_ids_only)},
    ),
]
