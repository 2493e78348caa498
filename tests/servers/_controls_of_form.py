"""Controls in how an answer is written down and sent."""

import base64
import gzip
import json
import struct
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from ._asking import Ask
from ._behaviour import Behaviour, Store, encode
from ._control import Control
from ._fault import Body, always, edited, error, put, success
from ._faults_of_writing import bytes_changed, headed, written
from ._terms import Reply, Side, Wire
from ._waitress import KeptOpen


class _Named(Store):
    def __init__(self, make: Callable[[bytes], str]) -> None:
        super().__init__()
        self._make = make

    def name(self, side: Side, data: bytes) -> str:  # noqa: ARG002 - of either side
        return self._make(data)


def _ids(make: Callable[[bytes], str]) -> Callable[[], Behaviour]:
    return lambda: Behaviour(store=_Named(make))


def _anew(**options: Any) -> Callable[[], Behaviour]:
    return lambda: Behaviour(**options)


def _json(**options: Any) -> Callable[[], Behaviour]:
    def change(body: bytes) -> bytes:
        return json.dumps(json.loads(body), **options).encode()

    return lambda: written(bytes_changed(change))


def _reversed(body: bytes) -> bytes:
    return json.dumps(dict(reversed(json.loads(body).items())), ensure_ascii=False).encode()


def _spaced(body: bytes) -> bytes:
    return b"\r\n\t " + body + b"\n"


def _each(change: Callable[[float], float]) -> Callable[[], Behaviour]:
    def edit(body: Body) -> None:
        body["confidences"] = [[change(cell) for cell in row] for row in body["confidences"]]
        body["max_confidence"] = max(max(row) for row in body["confidences"])

    return lambda: edited(success, edit)


def _float32(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def _pieces(size: int) -> Callable[[], Behaviour]:
    def cut(wire: Wire) -> Wire:
        body = b"".join(wire.pieces)
        headers = {name: value for name, value in wire.headers.items() if name != "Content-Length"}
        return Wire(wire.code, tuple(body[at : at + size] for at in range(0, len(body), size)), headers)

    return lambda: written(cut)


def _slow(ask: Ask, reply: Reply) -> Wire:
    time.sleep(0.3)
    return encode(ask, reply)


def _zipped(ask: Ask, reply: Reply) -> Wire:
    wire = encode(ask, reply)
    if "gzip" not in ask.headers.get("accept-encoding", ""):
        return wire
    return headed(Content_Encoding="gzip", Vary="Accept-Encoding")(bytes_changed(gzip.compress)(wire))


def _small_headers(wire: Wire) -> Wire:
    return Wire(wire.code, wire.pieces, {name.lower(): value for name, value in wire.headers.items()})


_EXTRA: Mapping[str, Any] = {
    "took": 12,
    "version": None,
    "warnings": [],
    "\u8bf4\u660e": {"model": "v3", "tags": [True, 1.5]},
}
_REASON = "\u53c2\u6570\u9519\u8bef\uff1a\u8bf7\u68c0\u67e5\u56fe\u7247 \U0001f600"


def _chinese_reasons(body: Body) -> None:
    body["reason"] = _REASON


def _escaped() -> Behaviour:
    chinese = edited(lambda reply: "reason" in reply.body, _chinese_reasons)
    return chinese.having(encode=_json(ensure_ascii=True)().encode)


_MADE: Mapping[str, tuple[str, Callable[[], Behaviour]]] = {
    "extra-fields": ("the manual does not close the object", lambda: edited(always, put(**_EXTRA))),
    "null-fields": ("a field without a value is no field", lambda: edited(error, put(confidences=None, image_id=None))),
    "keys-reversed": ("JSON objects have no order", lambda: written(bytes_changed(_reversed))),
    "keys-sorted": ("JSON objects have no order", _json(sort_keys=True)),
    "pretty": ("space between tokens is free, as in the manual's examples", _json(indent=4)),
    "spaced": ("space around the object is free", lambda: written(bytes_changed(_spaced))),
    "escaped": ("non-ASCII text may be escaped", _escaped),
    "charset-upper": (
        "names of charsets have no case",
        lambda: written(headed(Content_Type="application/json;charset=UTF-8")),
    ),
    "charset-none": ("JSON needs no charset", lambda: written(headed(Content_Type="application/json"))),
    "type-upper": ("media types have no case", lambda: written(headed(Content_Type="Application/JSON"))),
    "integer-one": ("1 and 1.0 are one number", _each(_whole)),
    "float32": ("as in the manual's example", _each(_float32)),
    "four-digits": ("precision is not promised", _each(lambda cell: round(cell, 4))),
    "same-below-one": ("the same picture need not score exactly 1", _each(lambda cell: 0.97 * cell)),
    "scores-spread": ("the scale between 0 and 1 is not linear", _each(lambda cell: cell**0.5)),
    "ids-with-dashes": ("the form of ids is not promised", _ids(lambda _: str(uuid.uuid4()))),
    "ids-in-base64": ("the form of ids is not promised", _ids(lambda _: base64.b64encode(uuid.uuid4().bytes).decode())),
    "ids-prefixed": ("the form of ids is not promised", _ids(lambda _: f"img:{uuid.uuid4().hex}/0")),
    "ids-long": ("the length of ids is not promised", _ids(lambda _: uuid.uuid4().hex * 8)),
    "ids-of-digits": ("the form of ids is not promised", _ids(lambda _: str(uuid.uuid4().int))),
    "ids-by-content": (
        "one picture may keep one id",
        _ids(lambda data: uuid.uuid5(uuid.NAMESPACE_OID, data.hex()).hex),
    ),
    "request-id-uuid": (
        "its form is not promised",
        lambda: edited(always, lambda body: body.update(request_id=str(uuid.uuid4()))),
    ),
    "chunked": ("the length need not be known beforehand", _pieces(100)),
    "chunked-small": ("chunks may be small", _pieces(7)),
    "slow": ("speed is not promised", _anew(encode=_slow)),
    "http-1.0": ("old servers are servers", _anew(protocol="HTTP/1.0")),
    "gzip": ("the client said that it takes it", _anew(encode=_zipped)),
    "small-headers": ("names of headers have no case", lambda: written(_small_headers)),
    "more-headers": (
        "headers are not promised",
        lambda: written(headed(X_Request_Id="1", Set_Cookie="a=b; Path=/", Cache_Control="no-store", Server="Tengine")),
    ),
    "reason-in-chinese": (
        "reason is free text",
        lambda: edited(lambda reply: "reason" in reply.body, _chinese_reasons),
    ),
    "reason-everywhere": ("more is said than promised", lambda: edited(error, _chinese_reasons)),
    "image-everywhere": (
        "more is said than promised",
        lambda: edited(lambda reply: error(reply) and "image" not in reply.body, put(image="image_one")),
    ),
}

CONTROLS = [
    *(Control(name, why, make) for name, (why, make) in _MADE.items()),
    Control("kept-open", "connections may stay open", Behaviour, KeptOpen),
]
