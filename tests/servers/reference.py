"""A second Linkface, made from the manual alone: the server against which the contract suite is judged.

It shares no code and no library for parsing, decoding or finding faces with the project's emulator.
`python -m tests.servers.reference --port 8000 [--fault NAME | --control NAME | --liar NAME]` serves it by hand.
"""

import contextlib
import traceback
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ._accounts import ACCOUNTS, Account, Ledger
from ._asking import Ask, Upload, read, refuse_other_encodings
from ._behaviour import Behaviour
from ._download import SECONDS
from ._faces import EYE, Face
from ._headers import Header, NotAPicture, header
from ._resemblance import resemblance
from ._serving import Served
from ._terms import CODES, Origin, Refusal, Reply, Side, Wire


@dataclass
class _Picture:
    origin: Origin
    data: bytes
    head: Header | None = None
    faces: tuple[Face, ...] = ()


@dataclass
class _Call:
    ask: Ask
    pictures: dict[Side, _Picture] = field(default_factory=dict)
    sources: dict[Side, str] = field(default_factory=dict)


class Service:
    """The endpoint without a socket: an Ask in, an answer out."""

    def __init__(
        self,
        accounts: Mapping[str, Account] = ACCOUNTS,
        behaviour: Behaviour | None = None,
        *,
        download_seconds: float = 5.0,
    ) -> None:
        self.behaviour = behaviour or Behaviour()
        self._download_seconds = download_seconds
        self._ledger = Ledger(accounts)
        self._steps: Mapping[str, Callable[[_Call], None]] = {
            "encoding": lambda call: refuse_other_encodings(call.ask),
            "credentials": lambda call: self.behaviour.admit(self._ledger, call.ask),
            "arguments": self._arguments,
            "obtain": self._each(self._obtain),
            "examine": self._each(self._examine),
            "faces": self._each(self._faces),
            "one by one": self._one_by_one,
        }

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as a WSGI application."""
        wire = self.reply(read(environ))
        start_response(f"{wire.code} {_PHRASES.get(wire.code, 'Other')}", list(wire.headers.items()))
        return wire.pieces

    def reply(self, ask: Ask) -> Wire:
        """Answer one request, come what may."""
        SECONDS.set(self._download_seconds)
        try:
            ask = self.behaviour.hear(ask)
            reply = self._decide(ask)
        except Refusal as refusal:
            reply = _refused(refusal)
        return self.behaviour.encode(ask, self.behaviour.answer(ask, reply))

    def _decide(self, ask: Ask) -> Reply:
        try:
            self.behaviour.route(ask)
            call = _Call(ask)
            for step in self.behaviour.steps:
                self._steps[step](call)
            return self._compare(call)
        except Refusal:
            raise
        except RuntimeError:
            return _refused(Refusal("INTERNAL_ERROR"))
        except Exception:  # noqa: BLE001 - a bug of this server, to be seen by whoever runs it
            traceback.print_exc()
            return _refused(Refusal("INTERNAL_ERROR"))

    def _each(self, step: Callable[[_Call, Side], None]) -> Callable[[_Call], None]:
        def both(call: _Call) -> None:
            for side in self.behaviour.sides:
                step(call, side)

        return both

    def _one_by_one(self, call: _Call) -> None:
        for side in self.behaviour.sides:
            for step in (self._obtain, self._examine, self._faces):
                step(call, side)

    def _arguments(self, call: _Call) -> None:
        if call.ask.malformed:
            raise Refusal("INVALID_ARGUMENT", reason=f"the body cannot be parsed: {call.ask.malformed}")
        for side in self.behaviour.sides:
            call.sources[side] = self.behaviour.choose(call.ask, side)

    def _obtain(self, call: _Call, side: Side) -> None:
        source = call.sources[side]
        origin = Origin(side, source)
        name = f"image_{side}_{source}"
        if source == "file":
            upload: Upload = call.ask.files[name]
            origin = Origin(side, source, upload.filename, upload.content_type)
            data = upload.data
        elif source == "url":
            data = self.behaviour.fetch(call.ask.text(name), side, self.behaviour.limits(origin).most_bytes)
        else:
            found = self.behaviour.store.get(side, call.ask.text(name))
            if found is None:
                raise Refusal("IMAGE_ID_NOT_EXIST", side=side)
            data = found
        call.pictures[side] = _Picture(origin, data)

    def _examine(self, call: _Call, side: Side) -> None:
        picture = call.pictures[side]
        with contextlib.suppress(NotAPicture):
            picture.head = header(picture.data)
            picture.origin = replace(picture.origin, format=picture.head.format)
        limits = self.behaviour.limits(picture.origin)
        if len(picture.data) > limits.most_bytes:
            raise Refusal("IMAGE_FILE_SIZE_TOO_BIG", side=side)
        if picture.head is None:
            raise Refusal("CORRUPT_IMAGE", side=side)
        self.behaviour.inspect(picture.origin, picture.head)
        if picture.head.format not in limits.formats or not limits.hold(picture.head.size):
            raise Refusal("INVALID_IMAGE_FORMAT_OR_SIZE", side=side)

    def _faces(self, call: _Call, side: Side) -> None:
        picture = call.pictures[side]
        head = picture.head or header(picture.data)
        asked = call.ask.text(f"image_{side}_auto_rotate").lower() == "true"
        value = self.behaviour.orientation(picture.origin, head.orientation)
        faces: tuple[Face, ...] = ()
        for quarters in self.behaviour.directions(picture.origin, asked):
            found = EYE.look(picture.data, value, quarters)
            if found is None:
                raise Refusal("CORRUPT_IMAGE", side=side)
            if found:
                faces = found
                break
        picture.faces = self.behaviour.arrange(picture.origin, faces)
        if not picture.faces:
            raise Refusal("NO_FACE_DETECTED", side=side)
        if len(picture.faces) > self.behaviour.limits(picture.origin).most_faces:
            raise Refusal("TOO_MANY_FACES", side=side)

    def _compare(self, call: _Call) -> Reply:
        one, two = call.pictures["one"], call.pictures["two"]
        matrix = [[resemblance(row, column) for column in two.faces] for row in one.faces]
        body: dict[str, Any] = {
            "request_id": _new_id(),
            "status": "OK",
            "confidences": matrix,
            "max_confidence": max(max(row) for row in matrix),
        }
        for side, picture in call.pictures.items():
            if picture.origin.source != "id":
                body[f"image_{side}"] = {f"image_{side}_id": self.behaviour.store.put(side, picture.data)}
        return Reply(200, body)


def _new_id() -> str:
    return f"TID{uuid.uuid4().hex}"


def _refused(refusal: Refusal) -> Reply:
    body: dict[str, Any] = {"request_id": _new_id(), "status": refusal.status}
    if refusal.side:
        body["image"] = f"image_{refusal.side}"
    if refusal.reason:
        body["reason"] = refusal.reason
    return Reply(CODES[refusal.status], body)


_PHRASES = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 500: "Error"}


class Reference(Served):
    """The service on a loopback socket for the length of a `with` block, at `.url`."""

    def __init__(
        self,
        accounts: Mapping[str, Account] = ACCOUNTS,
        behaviour: Behaviour | None = None,
        *,
        download_seconds: float = 5.0,
    ) -> None:
        self.service = Service(accounts, behaviour, download_seconds=download_seconds)
        super().__init__(self.service, protocol=self.service.behaviour.protocol)


if __name__ == "__main__":
    from ._command import main

    main()
