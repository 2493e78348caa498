"""Faults in text: what is no UTF-8, what is no JSON, what repeats a secret, and words that are nearly right."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace

from ._asking import Ask
from ._behaviour import Behaviour, encode
from ._fault import Body, Edit, Fault, drop, edited, error, of, put, success, table
from ._faults_of_writing import bytes_changed, headed, written
from ._terms import ABOUT_A_PICTURE, Reply, Wire

_REASON = "\u53c2\u6570\u9519\u8bef\uff1a\u8bf7\u68c0\u67e5\u56fe\u7247\u548c\u53c2\u6570"


def _in_codec(codec: str) -> Behaviour:
    """Take for text whatever decodes in another encoding too."""

    def mend(value: bytes) -> bytes:
        try:
            return value if _decodes(value, "utf-8") else value.decode(codec).encode("utf-8", "replace")
        except UnicodeError:
            return value

    def hear(ask: Ask) -> Ask:
        return replace(
            ask,
            form={name: mend(value) for name, value in ask.form.items()},
            query={name: mend(value) for name, value in ask.query.items()},
        )

    return Behaviour(hear=hear)


def _decodes(value: bytes, codec: str) -> bool:
    try:
        value.decode(codec)
    except UnicodeError:
        return False
    return True


def _surrogates_taken(ask: Ask) -> Ask:
    """Take surrogates and overlong forms for text, as some languages' own UTF-8 does."""

    def mend(value: bytes) -> bytes:
        lax = value.replace(b"\xc0\x80", b"0").replace(b"\xc0\xaf", b"/")
        try:
            return lax.decode("utf-8", "surrogatepass").encode("utf-8", "replace")
        except UnicodeError:
            return value

    return replace(ask, form={name: mend(value) for name, value in ask.form.items()})


def _cut_off_taken(ask: Ask) -> Ask:
    """Forgive a character that the end of a text cuts off, as decoders of streams do."""

    def mend(value: bytes) -> bytes:
        for short in range(1, min(4, len(value))):
            if not _decodes(value, "utf-8") and value[-short] >= 0xC0 and _decodes(value[:-short], "utf-8"):
                return value[:-short]
        return value

    return replace(ask, form={name: mend(value) for name, value in ask.form.items()})


def _unchecked(*parts: str) -> Behaviour:
    """Mend texts of some parameters instead of refusing them."""

    def hear(ask: Ask) -> Ask:
        mended = {
            name: value.decode("utf-8", "replace").encode() if any(part in name for part in parts) else value
            for name, value in ask.form.items()
        }
        return replace(ask, form=mended)

    return Behaviour(hear=hear)


def _status_twice(body: bytes) -> bytes:
    return body[:1] + b'"status":"PROCESSING",' + body[1:]


def _short_numbers(body: bytes) -> bytes:
    return body.replace(b"[0.", b"[.").replace(b",0.", b",.").replace(b":0.", b":.")


def _quoted(body: bytes) -> bytes:
    return json.dumps(body.decode()).encode()


def _raw_line(body: bytes) -> bytes:
    return body.replace(b'"reason":"', b'"reason":"bad\nargument ')


_WRITTEN = {
    "json-in-a-string": written(bytes_changed(_quoted)),
    "status-twice": written(bytes_changed(_status_twice), success),
    "numbers-without-nought": written(bytes_changed(_short_numbers), success),
    "line-end-in-reason": written(bytes_changed(_raw_line), error),
    "prefix-against-scripts": written(bytes_changed(lambda body: b")]}',\n" + body)),
    "nul-at-the-end": written(bytes_changed(lambda body: body + b"\0")),
    "warning-before-errors": written(
        bytes_changed(lambda body: b"<b>Warning</b>: undefined index\n" + body),
        of("INVALID_ARGUMENT", "IMAGE_ID_NOT_EXIST"),
    ),
    "page-behind-errors": written(bytes_changed(lambda body: body + b"<hr>"), of("CORRUPT_IMAGE")),
    "number-for-unauthorized": written(bytes_changed(lambda _: b"401"), of("UNAUTHORIZED")),
}


def _length_in_characters() -> Behaviour:
    chinese = edited(lambda reply: "reason" in reply.body, put(reason=_REASON))

    def write(ask: Ask, reply: Reply) -> Wire:
        wire = encode(ask, reply)
        body = b"".join(wire.pieces)
        length = len(body.decode())
        return Wire(wire.code, (body[:length],), {**wire.headers, "Content-Length": str(length)})

    return chinese.having(encode=write)


def _secret(ask: Ask) -> str:
    return ask.text("api_secret").encode("ascii", "ignore").decode()


def _printable(text: str) -> str:
    return "".join(filter(str.isprintable, text))


def _told(when: Callable[[Reply], bool], words: Callable[[Ask], Body]) -> Behaviour:
    """Say more in some answers."""

    def answer(ask: Ask, reply: Reply) -> Reply:
        return Reply(reply.code, {**reply.body, **words(ask)}) if when(reply) else reply

    return Behaviour(answer=answer)


def _headed(headers: Callable[[Ask], dict[str, str]]) -> Behaviour:
    return Behaviour(encode=lambda ask, reply: headed(**headers(ask))(encode(ask, reply)))


def _basic(ask: Ask) -> str:
    return base64.b64encode(f"{ask.text('api_id')}:{_secret(ask)}".encode()).decode()


_SECRETS = {
    "secret-in-not-found": _told(
        of("NOT_FOUND"), lambda ask: {"message": f"Cannot POST {ask.path}?api_secret={_secret(ask)}"}
    ),
    "secret-in-reasons": _told(
        of("INVALID_ARGUMENT"), lambda ask: {"reason": f"bad arguments: {{'api_secret': '{_secret(ask)}'}}"}
    ),
    "secret-in-a-cookie": _headed(lambda ask: {"Set_Cookie": f"last={_printable(_secret(ask))}; HttpOnly"}),
    "secret-in-base64": _headed(lambda ask: {"X_Upstream_Authorization": f"Basic {_basic(ask)}"}),
    "secret-in-hex": _told(success, lambda ask: {"signature": _secret(ask).encode().hex()}),
    "secret-as-a-key": _told(of("CORRUPT_IMAGE"), lambda ask: {"debug": {_secret(ask): True}}),
}


def _image(edit: Edit) -> Behaviour:
    return edited(lambda reply: "image" in reply.body and reply.status in ABOUT_A_PICTURE, edit)


def _blaming(side: str, status: str) -> Behaviour:
    return edited(lambda reply: reply.status == status and "image" in reply.body, put(image=f"image_{side}"))


_BLAMED = {
    f"{status.lower().replace('_', '-')}-blames-{side}": _blaming(side, status)
    for status, side in zip(ABOUT_A_PICTURE, ("two", "two", "one", "two", "one", "two", "one", "two"), strict=True)
}
_IMAGES = {
    "image-a-list": _image(lambda body: body.update(image=[body["image"]])),
    "image-an-object": _image(lambda body: body.update(image={"name": body["image"]})),
    "image-a-blank": _image(put(image=" ")),
    "image-both-sides": _image(put(image="image_one,image_two")),
}
_UNNUMBERED = {
    f"{status.lower().replace('_', '-')}-without-request-id": edited(of(status), drop("request_id"))
    for status in ("UNAUTHORIZED", "ENCODING_ERROR", "INVALID_ARGUMENT", "DOWNLOAD_TIMEOUT", "INTERNAL_ERROR")
}


FAULTS: list[Fault] = [
    *table(
        "parameters that are not UTF-8 are ENCODING_ERROR",
        91,
        "LF-ERR-ENCODING-ERROR",
        {
            "gbk-taken": _in_codec("gb18030"),
            "surrogates-taken": Behaviour(hear=_surrogates_taken),
            "cut-off-characters-taken": Behaviour(hear=_cut_off_taken),
            "encoding-of-ids-unchecked": _unchecked("_id"),
        },
    ),
    *table("answers are JSON by RFC 8259", 0, "LF-ANS-JSON LF-ERR-UNAUTHORIZED", _WRITTEN),
    *table(
        "an answer is as long as it says",
        0,
        "LF-ANS-JSON LF-ERR-REASON LF-ERR-INVALID-ARGUMENT",
        {"length-in-characters": _length_in_characters},
    ),
    *table(
        "answers have a JSON content type",
        0,
        "LF-ANS-CONTENT-TYPE",
        {
            "type-of-scripts": written(headed(Content_Type="application/javascript")),
            "type-of-forms-in-errors": written(headed(Content_Type="application/x-www-form-urlencoded"), error),
            "type-missing-in-errors": written(headed(Content_Type=None), error),
        },
    ),
    *table("no answer repeats the secret", 0, "LF-ANS-NO-SECRET", _SECRETS),
    *table(
        "errors about a picture say in image which one",
        92,
        "LF-ERR-IMAGE LF-ERR-IMAGE-SIDES",
        {**_IMAGES, **_BLAMED},
    ),
    *table("an error has a request_id too", 112, "LF-ANS-REQUEST-ID", _UNNUMBERED),
    *table(
        "INVALID_ARGUMENT and KEY_EXPIRED carry a reason",
        100,
        "LF-ERR-REASON",
        {
            "reason-an-object": edited(of("INVALID_ARGUMENT", "KEY_EXPIRED"), put(reason={"code": 7})),
            "reason-a-truth": edited(of("INVALID_ARGUMENT"), put(reason=True)),
            "reason-called-message": edited(
                of("INVALID_ARGUMENT", "KEY_EXPIRED"), lambda body: body.update(message=body.pop("reason"))
            ),
        },
    ),
    *table(
        "status is OK in a success",
        52,
        "LF-OK-STATUS",
        {"ok-with-a-blank": edited(success, put(status="OK ")), "ok-in-a-list": edited(success, put(status=["OK"]))},
    ),
]
