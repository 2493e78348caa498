"""Faults in how an answer is written: JSON, content type, and what has no place in it."""

import json
from collections.abc import Callable

from ._asking import Ask
from ._behaviour import Behaviour, encode
from ._fault import Body, Fault, always, edited, error, success, table
from ._terms import Reply, Wire


def written(change: Callable[[Wire], Wire], when: Callable[[Reply], bool] = always) -> Behaviour:
    """Another way of writing some answers."""

    def write(ask: Ask, reply: Reply) -> Wire:
        wire = encode(ask, reply)
        return change(wire) if when(reply) else wire

    return Behaviour(encode=write)


def bytes_changed(change: Callable[[bytes], bytes]) -> Callable[[Wire], Wire]:
    """Other bytes, of right length."""

    def changed(wire: Wire) -> Wire:
        body = change(b"".join(wire.pieces))
        return Wire(wire.code, (body,), {**wire.headers, "Content-Length": str(len(body))})

    return changed


def headed(**headers: str | None) -> Callable[[Wire], Wire]:
    """Set headers or, by None, leave them out; an underscore stands for a hyphen."""

    def changed(wire: Wire) -> Wire:
        both = {**wire.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return Wire(wire.code, wire.pieces, {name: value for name, value in both.items() if value is not None})

    return changed


_PAGE = "<html><body><h1>{}</h1></body></html>"


def _page(wire: Wire) -> Wire:
    return headed(Content_Type="text/html")(bytes_changed(lambda _: _PAGE.format(wire.code).encode())(wire))


def _latin(body: bytes) -> bytes:
    return json.dumps({**json.loads(body), "note": "d\u00e9tails"}, ensure_ascii=False).encode("latin-1")


def _secret_inside(ask: Ask, reply: Reply) -> Reply:
    return Reply(reply.code, {**reply.body, "parameters": {"api_secret": ask.text("api_secret")}})


def _secret_in_errors(ask: Ask, reply: Reply) -> Reply:
    return _secret_inside(ask, reply) if error(reply) else reply


def _secret_in_header(ask: Ask, reply: Reply) -> Wire:
    secret = ask.text("api_secret").encode("ascii", "replace").decode()
    return headed(X_Request_Secret="".join(filter(str.isprintable, secret)))(encode(ask, reply))


def _nan(body: Body) -> None:
    body["confidences"] = [[float("nan"), *row[1:]] for row in body["confidences"]]


_WRITING = {
    "byte-order-mark": written(bytes_changed(lambda body: b"\xef\xbb\xbf" + body)),
    "utf-16": written(bytes_changed(lambda body: body.decode().encode("utf-16"))),
    "latin-1": written(bytes_changed(_latin)),
    "python-literals": written(bytes_changed(lambda body: repr(json.loads(body)).encode())),
    "trailing-comma": written(bytes_changed(lambda body: body[:-1] + b",}")),
    "wrapped-in-callback": written(bytes_changed(lambda body: b"callback(" + body + b")")),
    "wrapped-in-list": written(bytes_changed(lambda body: b"[" + body + b"]")),
    "two-objects": written(bytes_changed(lambda body: body + body)),
    "nan-in-matrix": edited(success, _nan),
    "errors-empty": written(bytes_changed(lambda _: b""), error),
    "errors-as-page": written(_page, error),
    "not-found-as-page": written(_page, lambda reply: reply.status == "NOT_FOUND"),
    "internal-error-as-page": written(_page, lambda reply: reply.status == "INTERNAL_ERROR"),
}

FAULTS: list[Fault] = [
    *table(
        "answers are JSON by RFC 8259",
        0,
        "LF-ANS-JSON LF-ANS-CONTENT-TYPE LF-ERR-NOT-FOUND LF-ERR-INTERNAL-ERROR",
        _WRITING,
    ),
    *table(
        "answers have a JSON content type",
        0,
        "LF-ANS-CONTENT-TYPE",
        {
            "type-html": written(headed(Content_Type="text/html; charset=utf-8")),
            "type-plain": written(headed(Content_Type="text/plain")),
            "type-octets": written(headed(Content_Type="application/octet-stream")),
            "type-missing": written(headed(Content_Type=None)),
            "type-html-in-errors": written(headed(Content_Type="text/html"), error),
            "type-plain-in-success": written(headed(Content_Type="text/plain"), success),
        },
    ),
    *table(
        "no answer repeats the secret",
        0,
        "LF-ANS-NO-SECRET",
        {
            "secret-in-body": Behaviour(answer=_secret_inside),
            "secret-in-errors": Behaviour(answer=_secret_in_errors),
            "secret-in-header": Behaviour(encode=_secret_in_header),
        },
    ),
]
