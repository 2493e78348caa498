"""Controls in how a server lives: it counts, keeps, waits, puts off, and keeps its connections in its own way."""

import io
import itertools
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from PIL import Image

from ._asking import Ask
from ._asyncio import Looped
from ._behaviour import Behaviour, Store
from ._control import Control
from ._download import download
from ._fault import Body, always, edited, error, put, success
from ._headers import Header
from ._one_thread import OneThread
from ._terms import Origin, Refusal, Reply, Side, Wire


def _request_numbers() -> Behaviour:
    numbers = itertools.count(1)

    def edit(body: Body) -> None:
        body["request_id"] = str(next(numbers))

    return edited(always, edit)


def _rich_objects(body: Body) -> None:
    for name in ("image_one", "image_two"):
        if name in body:
            body[name] = {**body[name], "faces": [{"left": 3, "top": 4}], "expires_in": 86400}


def _known_form(ask: Ask) -> Ask:
    for side in ("one", "two"):
        if (given := ask.text(f"image_{side}_id")) and not re.fullmatch(r"[0-9a-f]{32}", given):
            if not given.isascii():
                return ask
            raise Refusal("INVALID_ARGUMENT", side=side, reason=f"image_{side}_id is no id")
    return ask


def _each(nth: int, refuse: Callable[[], Refusal]) -> Callable[[], Behaviour]:
    def make() -> Behaviour:
        numbers = itertools.count(1)

        def hear(ask: Ask) -> Ask:
            if next(numbers) % nth == 0:
                raise refuse()
            return ask

        return Behaviour(hear=hear)

    return make


def _busy_pages(nth: int, code: int) -> Callable[[], Behaviour]:
    """Now and then a gateway before the server has no room."""

    def make() -> Behaviour:
        numbers = itertools.count(1)
        usual = Behaviour()

        def encode(ask: Ask, reply: Reply) -> Wire:
            if next(numbers) % nth:
                return usual.encode(ask, reply)
            page = b"<html>Too Many Requests</html>"
            headers = {"Content-Type": "text/html", "Retry-After": "1", "Content-Length": str(len(page))}
            return Wire(code, (page,), headers)

        return Behaviour(encode=encode)

    return make


def _four_at_once() -> Behaviour:
    """Answers 503 to whoever comes while four are served."""
    room = threading.Semaphore(4)
    usual = Behaviour()
    inside = threading.local()

    def hear(ask: Ask) -> Ask:
        inside.held = room.acquire(blocking=False)
        if not inside.held:
            raise Refusal("RATE_LIMIT_EXCEEDED")
        time.sleep(0.02)
        return ask

    def encode(ask: Ask, reply: Reply) -> Wire:
        if inside.held:
            room.release()
            return usual.encode(ask, reply)
        return Wire(503, (b"busy",), {"Content-Type": "text/plain", "Content-Length": "4"})

    return Behaviour(hear=hear, encode=encode)


class _Recompressed(Store):
    """Keeps a JPEG of good quality in the place of whatever came."""

    def put(self, side: Side, data: bytes) -> str:
        if data[:2] != b"\xff\xd8" or b"Exif" in data[:64]:
            return super().put(side, data)
        kept = io.BytesIO()
        image = Image.open(io.BytesIO(data))
        image.save(kept, "JPEG", quality=95, subsampling=0)
        return super().put(side, kept.getvalue())


class _Upper(Store):
    def name(self, side: Side, data: bytes) -> str:
        return super().name(side, data).upper()


def _trembling(body: Body) -> None:
    rows = [[min(1.0, max(0.0, cell + random.uniform(-0.003, 0.003))) for cell in row] for row in body["confidences"]]
    body.update(confidences=rows, max_confidence=max(map(max, rows)))


def _floor_of_scores(body: Body) -> None:
    rows = [[0.0 if cell < 0.35 else cell for cell in row] for row in body["confidences"]]
    body.update(confidences=rows, max_confidence=max(map(max, rows)))


def _anywhere(ask: Ask) -> Ask:
    return replace(ask, form={**ask.query, **ask.form})


def _late_first_answer() -> Behaviour:
    first = [True]

    def hear(ask: Ask) -> Ask:
        if first:
            first.clear()
            time.sleep(1.5)
        return ask

    return Behaviour(hear=hear)


def _stalled_is_error(url: str, side: Side, most: int) -> bytes:
    """A download that has begun and stalls is an error; one that never begins is a timeout."""
    try:
        return download(url, side, most=most)
    except Refusal as refusal:
        if refusal.status == "DOWNLOAD_TIMEOUT" and "stall" in url:
            raise Refusal("DOWNLOAD_ERROR", side=side, reason="broke off") from None
        raise


def _no_bombs(origin: Origin, head: Header) -> None:
    if head.size and head.size[0] * head.size[1] > 16_000_000:
        raise Refusal("INVALID_IMAGE_FORMAT_OR_SIZE", side=origin.side)


def _one_use_of_name(ask: Ask) -> Ask:
    names = [part.name for part in ask.parts]
    if len(names) != len(set(names)):
        raise Refusal("INVALID_ARGUMENT", reason="a parameter comes twice")
    return ask


def _unfilled_files(ask: Ask) -> Ask:
    """An empty file is none, as browsers send it where nothing was chosen."""
    return replace(ask, files={name: upload for name, upload in ask.files.items() if upload.data})


_PUT_OFF = "a server may be busy: the suite asks again"
_MADE: Mapping[str, tuple[str, Callable[[], Behaviour]]] = {
    "request-id-counted": ("its form is not promised", _request_numbers),
    "image-objects-rich": ("the manual does not close the object", lambda: edited(success, _rich_objects)),
    "ids-of-known-form": ("what is no id at all is a wrong argument", lambda: Behaviour(hear=_known_form)),
    "ids-in-capitals": ("the form of ids is not promised", lambda: Behaviour(store=_Upper())),
    "ids-recompressed": ("how pictures are kept is not said", lambda: Behaviour(store=_Recompressed())),
    "rate-limited-now-and-then": (_PUT_OFF, _each(23, lambda: Refusal("RATE_LIMIT_EXCEEDED"))),
    "429-now-and-then": (_PUT_OFF, _busy_pages(29, 429)),
    "502-now-and-then": (_PUT_OFF, _busy_pages(31, 502)),
    "four-at-once": (_PUT_OFF, _four_at_once),
    "scores-tremble": ("how exactly a score repeats is not said", lambda: edited(success, _trembling)),
    "low-scores-zero": ("0 is in [0, 1]", lambda: edited(success, _floor_of_scores)),
    "parameters-anywhere": ("more is taken than promised", lambda: Behaviour(hear=_anywhere)),
    "first-answer-late": ("speed is not promised", _late_first_answer),
    "stalled-as-error": ("how a download that stalls is called", lambda: Behaviour(fetch=_stalled_is_error)),
    "bombs-refused": ("a picture that large is too large anyhow", lambda: Behaviour(inspect=_no_bombs)),
    "parameters-once": ("what a parameter twice means is not said", lambda: Behaviour(hear=_one_use_of_name)),
    "empty-files-ignored": ("an empty file is none", lambda: Behaviour(hear=_unfilled_files)),
    "error-in-two-languages": ("more is said than promised", lambda: edited(error, put(message="错误", code=17))),
}

CONTROLS = [
    *(Control(name, why, make) for name, (why, make) in _MADE.items()),
    Control("one-thread", "a server may serve one call at a time, in HTTP/1.0", Behaviour, OneThread),
    Control("one-thread-strict", "and take no name twice", lambda: Behaviour(hear=_one_use_of_name), OneThread),
    Control("looped", "a server may be a loop that closes connections after a few calls", Behaviour, Looped),
    Control("looped-odd", "and say more than it must", lambda: edited(always, put(took=0.5, notes=[])), Looped),
]
