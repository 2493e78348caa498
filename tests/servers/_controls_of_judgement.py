"""Controls in what is decided: limits within the manual's silence, the order of checks, sources, turning, faces."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from ._accounts import Ledger
from ._asking import Ask
from ._behaviour import DOCUMENTED, MIB, STEPS, Behaviour, Store, admit, choose, encode, fetch, route
from ._control import Control
from ._download import SECONDS, download
from ._faces import Face
from ._fault import Body, drop, edited, everywhere, limited
from ._headers import Header
from ._terms import ABOUT_A_PICTURE, Origin, Refusal, Reply, Side, Wire

Make = Callable[[], Behaviour]

_SIDES = {"image_one": 0, "image_two": 1}


def _called(one: str, two: str) -> Make:
    def edit(body: Body) -> None:
        body["image"] = (one, two)[_SIDES[body["image"]]]

    return lambda: edited(lambda reply: "image" in reply.body, edit)


def _called_by_parameter(ask: Ask, reply: Reply) -> Reply:
    name = reply.body.get("image")
    if name is None:
        return reply
    sent = [given for given in (*ask.files, *ask.form) if given.startswith(name) and not given.endswith("rotate")]
    return Reply(reply.code, {**reply.body, "image": sent[0] if sent else name})


def _steps(*names: str) -> Make:
    return lambda: Behaviour(steps=names)


def _first_of(*kinds: str) -> Make:
    def chosen(ask: Ask, side: Side) -> str:
        names = {kind: f"image_{side}_{kind}" for kind in kinds}
        given = {kind: names[kind] in ask.files if kind == "file" else ask.text(names[kind]) for kind in kinds}
        present = [kind for kind in kinds if given[kind]]
        return present[0] if present else choose(ask, side)

    return lambda: Behaviour(choose=chosen)


def _demanding_credentials(ledger: Ledger, ask: Ask) -> None:
    for name in ("api_id", "api_secret"):
        if not ask.text(name):
            raise Refusal("INVALID_ARGUMENT", reason=f"{name} is missing")
    admit(ledger, ask)


def _texts(ask: Ask) -> dict[Side, str]:
    return {side: ask.text(f"image_{side}_auto_rotate") for side in ("one", "two")}


def _strict_booleans(ask: Ask) -> Ask:
    for side, text in _texts(ask).items():
        if text not in {"", "true", "false"}:
            raise Refusal("INVALID_ARGUMENT", side=side, reason="auto_rotate is true or false")
    return ask


def _lenient_booleans(ask: Ask) -> Ask:
    on = {f"image_{side}_auto_rotate": b"true" for side, text in _texts(ask).items() if text not in {"", "false"}}
    return replace(ask, form={**ask.form, **on})


def _any_direction(_origin: Origin, asked: bool) -> tuple[int, ...]:
    del asked
    return (0, 1, 3, 2)


def _arranged(order: Callable[[list[Face]], None]) -> Make:
    def arrange(_: Origin, faces: tuple[Face, ...]) -> tuple[Face, ...]:
        found = list(faces)
        order(found)
        return tuple(found)

    return lambda: Behaviour(arrange=arrange)


def _one_frame(origin: Origin, head: Header) -> None:
    if "frames" in head.kinds:
        raise Refusal("INVALID_IMAGE_FORMAT_OR_SIZE", side=origin.side)


def _foreign_is_corrupt(origin: Origin, _: Header) -> None:
    if origin.format not in DOCUMENTED:
        raise Refusal("CORRUPT_IMAGE", side=origin.side)


def _guarded(url: str, side: Side, most: int) -> bytes:
    raise Refusal("DOWNLOAD_ERROR", side=side, reason=f"addresses of this network are not fetched; limit {most}")


def _no_redirects(url: str, side: Side, most: int) -> bytes:
    return download(url, side, most=most, redirects=0)


def _impatient(url: str, side: Side, most: int) -> bytes:
    return download(url, side, most=most, seconds=0.4 * SECONDS.get())


def _unreachable_is_timeout(url: str, side: Side, most: int) -> bytes:
    try:
        return fetch(url, side, most)
    except Refusal as refusal:
        if refusal.reason in {"ConnectionRefusedError", "gaierror"}:
            raise Refusal("DOWNLOAD_TIMEOUT", side=side) from None
        raise


def _refusing_methods(ask: Ask) -> None:
    if ask.path == _PATH and ask.method != "POST":
        raise Refusal("INVALID_ARGUMENT", reason="POST, please")
    route(ask)


def _method_not_allowed(ask: Ask, reply: Reply) -> Wire:
    if ask.path != _PATH or ask.method == "POST":
        return encode(ask, reply)
    page = b"<html><h1>Method Not Allowed</h1></html>"
    return Wire(405, (page,), {"Content-Type": "text/html", "Allow": "POST", "Content-Length": str(len(page))})


def _slash_at_the_end(ask: Ask) -> None:
    route(replace(ask, path=ask.path.rstrip("/")))


_PATH = "/identity/compare_faces_in_two_images"
_KNOWN = {f"image_{side}_{kind}" for side in ("one", "two") for kind in ("file", "url", "id", "auto_rotate")}
_KNOWN |= {"api_id", "api_secret"}


def _strangers_refused(ask: Ask) -> Ask:
    for name in (*ask.query, *ask.form, *ask.files):
        if name not in _KNOWN:
            raise Refusal("INVALID_ARGUMENT", reason=f"{name!a} is not a parameter")
    return ask


def _empty_refused(ask: Ask) -> Ask:
    for name in (*ask.query, *ask.form):
        if name in _KNOWN and name.startswith("image") and not ask.text(name):
            raise Refusal("INVALID_ARGUMENT", side="two" if "two" in name else "one", reason=f"{name} is blank")
    return ask


def _plain_kinds(origin: Origin, head: Header) -> None:
    if head.kinds & {"deep", "rle"}:
        raise Refusal("CORRUPT_IMAGE", side=origin.side)


class _ShortMemory(Store):
    """Keeps the last fifty pictures."""

    def put(self, side: Side, data: bytes) -> str:
        key = super().put(side, data)
        with self._lock:
            for old in list(self._kept)[:-50]:
                del self._kept[old]
        return key


_WIDER = "the manual says 5 MB and not of which size"
_NAMES = "the manual's example gives a name of another endpoint"
_ORDER = "the order of checks is not given"
_SEVERAL = "three sources, choose one: what two lead to is not said"
_FACES = "which face is the first is not said"

_MADE: Mapping[str, tuple[str, Make]] = {
    "5-mb-of-thousands": (_WIDER, lambda: limited(everywhere, most_bytes=5_000_000)),
    "5-mb-below-5-mib": (_WIDER, lambda: limited(everywhere, most_bytes=5 * MIB - 1)),
    "image-first-second": (_NAMES, _called("first", "second")),
    "image-selfie-historical": (_NAMES, _called("selfie", "historical_selfie")),
    "image-with-file": (_NAMES, _called("image_one_file", "image_two_file")),
    "image-by-parameter": (_NAMES, lambda: Behaviour(answer=_called_by_parameter)),
    "image-digits": (_NAMES, _called("1", "2")),
    "image-one-two": (_NAMES, _called("one", "two")),
    "image-in-chinese": (_NAMES, _called("\u7b2c\u4e00\u5f20\u56fe\u7247", "\u7b2c\u4e8c\u5f20\u56fe\u7247")),
    "image-only-where-promised": (
        "INVALID_ARGUMENT is not among the eight",
        lambda: edited(lambda reply: reply.status not in ABOUT_A_PICTURE, drop("image")),
    ),
    "two-before-one": (_ORDER, lambda: Behaviour(sides=("two", "one"))),
    "one-by-one": (_ORDER, _steps("encoding", "credentials", "arguments", "one by one")),
    "arguments-first": (_ORDER, _steps("arguments", "encoding", "credentials", "obtain", "examine", "faces")),
    "credentials-after-pictures": (
        _ORDER,
        _steps("encoding", "arguments", "obtain", "examine", "credentials", "faces"),
    ),
    "credentials-before-encoding": (_ORDER, _steps("credentials", "encoding", *STEPS[2:])),
    "sources-id-file-url": (_SEVERAL, _first_of("id", "file", "url")),
    "sources-file-url-id": (_SEVERAL, _first_of("file", "url", "id")),
    "missing-credentials-400": (
        "a missing argument is a wrong argument",
        lambda: Behaviour(admit=_demanding_credentials),
    ),
    "auto-rotate-by-default": ("line 13 says that it is supported", lambda: Behaviour(directions=_any_direction)),
    "auto-rotate-strict": ("the text of a boolean", lambda: Behaviour(hear=_strict_booleans)),
    "auto-rotate-lenient": ("the text of a boolean", lambda: Behaviour(hear=_lenient_booleans)),
    "faces-by-size": (_FACES, _arranged(lambda faces: faces.sort(key=lambda face: -face.box[2]))),
    "faces-reversed": (_FACES, _arranged(lambda faces: faces.reverse())),
    "faces-shuffled": (_FACES, _arranged(random.shuffle)),
    "one-frame-demanded": ("pictures that move are not mentioned", lambda: Behaviour(inspect=_one_frame)),
    "seldom-kinds-refused": (
        "16 bits a channel and packed BMP are read by few decoders", lambda: Behaviour(inspect=_plain_kinds)
    ),
    "foreign-formats-corrupt": ("what no decoder knows is no picture", lambda: Behaviour(inspect=_foreign_is_corrupt)),
    "urls-guarded": ("no server should fetch from its own network", lambda: Behaviour(fetch=_guarded)),
    "redirects-refused": ("redirects are not mentioned", lambda: Behaviour(fetch=_no_redirects)),
    "downloads-impatient": ("how long is too long is not said", lambda: Behaviour(fetch=_impatient)),
    "unreachable-as-timeout": ("nobody answered", lambda: Behaviour(fetch=_unreachable_is_timeout)),
    "other-methods-400": ("other methods are not mentioned", lambda: Behaviour(route=_refusing_methods)),
    "slash-at-the-end": ("a path by another spelling", lambda: Behaviour(route=_slash_at_the_end)),
    "strangers-refused": ("parameters that nobody promised", lambda: Behaviour(hear=_strangers_refused)),
    "empty-refused": ("an empty source is none", lambda: Behaviour(hear=_empty_refused)),
    "short-memory": ("how long an id lives is not said", lambda: Behaviour(store=_ShortMemory())),
    "other-methods-405": ("other methods are not mentioned", lambda: Behaviour(encode=_method_not_allowed)),
}

CONTROLS = [Control(name, why, make) for name, (why, make) in _MADE.items()]
