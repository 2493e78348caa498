"""Faults in what is kept and under which key: ids, uploads, answers, downloads, numbers of requests."""

import hashlib
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import replace

from ._asking import Ask, Upload
from ._behaviour import Behaviour, Store, choose, fetch
from ._fault import Body, Fault, always, edited, error, success, table
from ._headers import NotAPicture, header
from ._terms import Refusal, Reply, Side
from ._waitress import KeptOpen

_FILES = ("image_one_file", "image_two_file")
_HEAD, _LENGTH_OF_AN_ID = 512, 32


def _hexed(key: object) -> str:
    return hashlib.sha256(repr(key).encode()).hexdigest()[:_LENGTH_OF_AN_ID]


class _Keyed(Store):
    """Names pictures by something that two pictures may share."""

    def __init__(self, key: Callable[[bytes], object]) -> None:
        super().__init__()
        self._key = key

    def name(self, side: Side, data: bytes) -> str:  # noqa: ARG002 - of either side
        return _hexed(self._key(data))


class _OldestKept(_Keyed):
    """Keeps whatever was there first under a name."""

    def put(self, side: Side, data: bytes) -> str:
        key = self.name(side, data)
        with self._lock:
            self._kept.setdefault(key, data)
        return key


class _CutToLength(Store):
    """Looks at so many characters of an id as ids have."""

    def get(self, side: Side, key: str) -> bytes | None:
        return super().get(side, key[:_LENGTH_OF_AN_ID])


def _pixels(data: bytes) -> object:
    try:
        return header(data).size
    except NotAPicture:
        return data


def _ids_of_urls_lost() -> Behaviour:
    """Keep what came in files alone."""
    mine = threading.local()

    class Forgetting(Store):
        def put(self, side: Side, data: bytes) -> str:
            if data in mine.downloaded:
                return self.name(side, data)
            return super().put(side, data)

    def hear(ask: Ask) -> Ask:
        mine.downloaded = []
        return ask

    def get(url: str, side: Side, most: int) -> bytes:
        data = fetch(url, side, most)
        mine.downloaded.append(data)
        return data

    return Behaviour(hear=hear, fetch=get, store=Forgetting())


def _one_name_one_file(ask: Ask) -> Ask:
    """Write both uploads to the path that their name gives, and read them afterwards."""
    named = {upload.filename: upload for upload in ask.files.values()}
    return replace(ask, files={name: named[upload.filename] for name, upload in ask.files.items()})


def _first_under_a_name() -> Behaviour:
    """Leave alone what lies under a name already."""
    kept: dict[str, Upload] = {}

    def hear(ask: Ask) -> Ask:
        kept_now = {name: kept.setdefault(upload.filename, upload) for name, upload in ask.files.items()}
        return replace(ask, files=kept_now)

    return Behaviour(hear=hear)


def _uploads_known_by(key: Callable[[bytes], Hashable]) -> Callable[[], Behaviour]:
    """Decode an upload once for each key."""

    def make() -> Behaviour:
        kept: dict[Hashable, bytes] = {}

        def hear(ask: Ask) -> Ask:
            def known(one: Upload) -> Upload:
                return replace(one, data=kept.setdefault(key(one.data), one.data))

            return replace(ask, files={name: known(one) for name, one in ask.files.items()})

        return Behaviour(hear=hear)

    return make


def _answers_kept_by(key: Callable[[list[bytes]], Hashable]) -> Callable[[], Behaviour]:
    """Compute the matrix of two files once for each key; the rest of the answer is new."""

    def make() -> Behaviour:
        kept: dict[Hashable, Reply] = {}

        def answer(ask: Ask, reply: Reply) -> Reply:
            if not success(reply) or any(name not in ask.files for name in _FILES):
                return reply
            known = kept.setdefault(key([ask.files[name].data for name in _FILES]), reply).body
            scores = {name: known[name] for name in ("confidences", "max_confidence")}
            return Reply(reply.code, {**reply.body, **scores})

        return Behaviour(answer=answer)

    return make


def downloads_kept_by(key: Callable[[str], str]) -> Callable[[], Behaviour]:
    """What was downloaded stands for every url with the same key."""

    def make() -> Behaviour:
        kept: dict[str, bytes] = {}

        def get(url: str, side: Side, most: int) -> bytes:
            if key(url) not in kept:
                kept[key(url)] = fetch(url, side, most)
            return kept[key(url)]

        return Behaviour(fetch=get)

    return make


def _one_url_for_both(ask: Ask) -> Ask:
    if not (ask.text("image_one_url") and ask.text("image_two_url")):
        return ask
    return replace(ask, form={**ask.form, "image_two_url": ask.raw("image_one_url") or b""})


def _numbered(number: Callable[[], object]) -> Behaviour:
    return edited(always, lambda body: body.update(request_id=f"TID{_hexed(number())}"))


def _numbered_by_connection(ask: Ask, reply: Reply) -> Reply:
    port = ask.headers.get("port", "")
    return Reply(reply.code, {**reply.body, "request_id": f"TID{_hexed(port)}"}) if port else reply


def _fixed(body: Body) -> None:
    body["request_id"] = "TID00000000000000000000000000000000"


def _second_files_mixed() -> Behaviour:
    """Keep the second file in a variable that all calls share while it is read."""
    slot: list[Upload] = []

    def hear(ask: Ask) -> Ask:
        if _FILES[1] not in ask.files:
            return ask
        slot[:] = [ask.files[_FILES[1]]]
        time.sleep(0.03)
        return replace(ask, files={**ask.files, _FILES[1]: slot[0]})

    return Behaviour(hear=hear)


def _cold() -> Behaviour:
    """Fail as long as nothing is loaded."""
    cold = [True]

    def route_once(ask: Ask) -> Ask:
        if cold:
            cold.clear()
            raise Refusal("INTERNAL_ERROR")
        return ask

    return Behaviour(hear=route_once)


def _not_beside(one: str, two: str) -> Behaviour:
    """Know no code path for these two sources together."""

    def chosen(ask: Ask, side: Side) -> str:
        present = [
            name
            for name, kind in (("image_one", one), ("image_two", two))
            if f"{name}_{kind}" in ask.files or ask.text(f"{name}_{kind}")
        ]
        if len(present) == len(_FILES):
            raise Refusal("INVALID_ARGUMENT", side=side, reason="sources of one kind, please")
        return choose(ask, side)

    return Behaviour(choose=chosen)


def _one_hidden_beside_an_id(ask: Ask, reply: Reply) -> Reply:
    if not success(reply) or not ask.text("image_two_id"):
        return reply
    return Reply(reply.code, {name: value for name, value in reply.body.items() if name != "image_one"})


_MIXED = {
    f"{one}-beside-{two}-refused": _not_beside(one, two)
    for one, two in (("file", "url"), ("file", "id"), ("url", "file"), ("id", "file"), ("url", "id"))
}

FAULTS: list[Fault] = [
    *table(
        "an id leads to its picture",
        27,
        "LF-SRC-ID LF-SRC-ALIKE LF-SRC-URL",
        {
            "ids-by-first-bytes": lambda: Behaviour(store=_OldestKept(lambda data: data[:_HEAD])),
            "ids-by-length": lambda: Behaviour(store=_Keyed(len)),
            "ids-by-pixels": lambda: Behaviour(store=_Keyed(_pixels)),
            "ids-of-urls-lost": _ids_of_urls_lost,
        },
    ),
    *table(
        "an id that was never given is unknown",
        95,
        "LF-ERR-IMAGE-ID-NOT-EXIST",
        {"longer-ids-cut-to-32-characters": lambda: Behaviour(store=_CutToLength())},
    ),
    *table("each side has any of the three sources", 38, "LF-SRC-FILE LF-SRC-URL LF-SRC-ID LF-SRC-ALIKE", _MIXED),
    *table(
        "the answer is about the pictures of the call",
        84,
        "LF-OK-SHAPE LF-OK-SIMILARITY LF-SRC-FILE LF-UP-FILE-NAME LF-ERR-CORRUPT-IMAGE",
        {
            "both-files-under-one-name": Behaviour(hear=_one_name_one_file),
            "files-kept-by-name": _first_under_a_name,
            "files-known-by-length": _uploads_known_by(len),
            "matrix-kept-in-either-order": _answers_kept_by(frozenset),
            "matrix-kept-by-lengths": _answers_kept_by(lambda both: tuple(map(len, both))),
        },
    ),
    *table(
        "a url leads to its own picture",
        26,
        "LF-SRC-URL LF-OK-SHAPE",
        {
            "downloads-kept-by-path": downloads_kept_by(lambda url: url.partition("?")[0]),
            "one-url-for-both": Behaviour(hear=_one_url_for_both),
        },
    ),
    *table(
        "request_id differs from call to call",
        51,
        "LF-ANS-REQUEST-ID-FRESH LF-ANS-CONCURRENT",
        {
            "request-id-by-the-second": _numbered(lambda: int(time.time())),
            "request-id-by-20-ms": _numbered(lambda: int(time.time() * 50)),
            "request-id-of-errors-constant": edited(error, _fixed),
        },
    ),
    *(
        replace(fault, under=KeptOpen)
        for fault in table(
            "request_id differs from call to call",
            51,
            "LF-ANS-REQUEST-ID-FRESH",
            {"request-id-by-connection": Behaviour(answer=_numbered_by_connection)},
        )
    ),
    *table(
        "calls at the same time get their own answers",
        0,
        "LF-ANS-CONCURRENT",
        {"second-files-mixed-up": _second_files_mixed},
    ),
    *table(
        "nothing that a client sends makes the server fail",
        107,
        "LF-ANS-NO-500 LF-CALL-ENDPOINT",
        {"first-call-fails": _cold},
    ),
    *table(
        "image_one holds its id for files and urls, whatever stands beside it",
        56,
        "LF-OK-IMAGE-ONE",
        {"id-of-one-hidden-beside-an-id": Behaviour(answer=_one_hidden_beside_an_id)},
    ),
]
