"""HTTP on the wire: a request while it comes in, read by llhttp, and the head of an answer."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes, urlsplit

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._head import Head
from pytest_linkface.emulator._limits import Limits

CONTINUE = b"HTTP/1.1 100 \r\n\r\n"
BLANK = re.compile(rb"\n\r?\n")  # ends a head: what comes behind it is not for the parser, which would go on
FOLD = re.compile(rb"\n[ \t]")
IN_CHUNKS = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
"""A head that a parser is told before a body in chunks, so that nothing in the real one has a say in it."""

Fields = list[tuple[bytes, bytes]]


class Message:
    """One request: told what comes, it tells the head and then the body. What is wrong with it is a RefusalError."""

    def __init__(self, limits: Limits) -> None:
        self.rest = b""
        """What came behind as much as has been read."""
        self.left: int | None = None
        """Bytes of the body that have not come yet, where its length was told."""
        self.is_last = True
        """Whether no other request can follow on the connection."""
        self.awaits_continue = False
        """Whether the client waits to be told that it may send the body."""
        self._limits = limits
        self._raw = bytearray()
        self._heard = _Heard()
        self._parser = HttpRequestParser(self._heard)
        self._chunks: _Chunks | None = None

    @property
    def has_begun(self) -> bool:
        """Whether anything of it has come."""
        return bool(self._raw)

    @property
    def is_over(self) -> bool:
        """Whether all of it has come."""
        return self.left == 0 if self._chunks is None else self._chunks.is_over

    def read_head(self, data: bytes) -> Head | None:
        """Take the next bytes; the head, once it is whole."""
        if not self._raw:
            data = data.lstrip(b"\r\n")  # RFC 9112, 2.2: empty lines before a request are nothing
        begin = len(self._raw)
        self._raw += data
        blank = BLANK.search(self._raw, max(begin - 3, 0))
        end = blank.end() if blank else len(self._raw)
        self._parse(data[: end - begin])
        if end > self._limits.head_bytes + self._limits.target_bytes:
            raise bad("too much of a head")
        if not blank:
            return None
        self.rest = data[end - begin :]
        return self._head(bytes(self._raw[:end]))

    def read_body(self, data: bytes) -> bytes:
        """Take the next bytes, none when the client has ended its side; what they are of the body."""
        if not data:
            raise bad("the connection ended before the body did")
        self.awaits_continue = False
        if self._chunks is not None:
            self.rest = b""
            body = self._chunks.read(data, self._limits.head_bytes)
            self.is_last = self.is_last or self._chunks.is_followed
            return body
        left = self.left or 0
        self.rest = data[left:]
        self.left = max(left - len(data), 0)
        return data[:left]

    def _parse(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            pass  # to another protocol, which nobody has to take up
        except HttpParserError as error:
            raise bad(str(error)) from None

    def _head(self, raw: bytes) -> Head:
        target, fields, version = self._heard.target, self._heard.fields, self._parser.get_http_version()
        if not self._heard.has_head or version not in ("1.0", "1.1"):
            raise bad("neither HTTP/1.0 nor HTTP/1.1")
        if FOLD.search(raw):
            raise bad("a folded header line")
        if len(target) > self._limits.target_bytes:
            raise bad("too long a request line")
        if len(fields) > self._limits.head_fields or len(raw) - len(target) > self._limits.head_bytes:
            raise bad("too much of a head")
        known = dict(fields)
        if len(known) < len(fields):
            _check_repeated(fields)
        if version == "1.1" and b"host" not in known:
            raise bad("no Host")
        if version == "1.0" and b"transfer-encoding" in known:  # RFC 9112, 6.1: its framing is faulty
            raise bad("a Transfer-Encoding in HTTP/1.0")
        self._frame(known)
        self.is_last = version == "1.0" or (b"connection" in known and _asks_to_close(fields))
        self.awaits_continue = version == "1.1" and known.get(b"expect", b"").lower() == b"100-continue"
        told = {name.decode("latin-1"): value.decode("latin-1") for name, value in known.items()}
        return Head(self._parser.get_method().decode("ascii"), *_split(target), told)

    def _frame(self, fields: dict[bytes, bytes]) -> None:
        """Find out how the body ends."""
        coding = fields.get(b"transfer-encoding")
        if coding is None:
            self.left = int(fields.get(b"content-length", b"0"))
        elif b"content-length" in fields or coding.lower() != b"chunked":
            raise bad("a Transfer-Encoding that is not chunked alone")
        else:
            self._chunks = _Chunks()


class _Chunks:
    """A body in chunks."""

    def __init__(self) -> None:
        self._heard = _Heard()
        self._parser = HttpRequestParser(self._heard)
        self._parser.feed_data(IN_CHUNKS)
        self._fruitless = 0
        self.is_followed = False
        """Whether more came right behind it, which the parser took with it."""

    @property
    def is_over(self) -> bool:
        """Whether the last chunk and what trails it have come."""
        return self._heard.is_over

    def read(self, data: bytes, most: int) -> bytes:
        """Take the next bytes; more than so many that bring nothing of the body are refused."""
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade) as error:
            if not self.is_over:
                raise bad(str(error)) from None
            self.is_followed = True
        self.is_followed = self.is_followed or self._heard.messages > 1
        body = b"".join(self._heard.body)
        self._heard.body.clear()
        self._fruitless = 0 if body else self._fruitless + len(data)
        if self._fruitless > most:
            raise bad("too much between two chunks, or behind them")
        return body


class _Heard:
    """What a parser has told. It does not know the parser: a circle would be left to the collector."""

    def __init__(self) -> None:
        self.messages = 0
        self.target = b""
        self.fields: Fields = []
        self.body: list[bytes] = []
        self.has_head = False
        self.is_over = False

    def on_message_begin(self) -> None:
        """A request begins."""
        self.messages += 1

    def on_url(self, url: bytes) -> None:
        """A piece of the target."""
        self.target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """One field, of the head or of what trails the body."""
        if not self.has_head:
            self.fields.append((name.lower(), value.rstrip(b" \t")))  # llhttp takes off the spaces before it alone

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self.has_head = True

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self.body.append(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self.is_over = True


@lru_cache(maxsize=256)  # the same few go out again and again
def answer_head(http_code: int, fields: tuple[tuple[str, str], ...], *, is_last: bool) -> bytes:
    """The head of an answer, whose fields tell the length of its body."""
    closing = (("Connection", "close"),) if is_last else ()
    lines = [f"HTTP/1.1 {http_code} ", *(f"{name}: {value}" for name, value in fields + closing)]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def bad(reason: str) -> RefusalError:
    """Bad HTTP gets the documented answer to bad requests, for the manual knows no other."""
    reason = f"not the HTTP that is understood here: {reason}"
    return RefusalError("INVALID_ARGUMENT", reason=reason, clause="LF-ANS-NO-500")


def _check_repeated(fields: Fields) -> None:
    """Refuse what two servers may read in two ways."""
    names = [name for name, _ in fields]
    for name in (b"host", b"content-length", b"transfer-encoding"):
        if names.count(name) > 1:
            raise bad(f"several {name.decode().title()}")


def _asks_to_close(fields: Fields) -> bool:
    tokens = b",".join(value for name, value in fields if name == b"connection").lower().split(b",")
    return b"close" in [token.strip() for token in tokens]


def _split(target: bytes) -> tuple[bytes, bytes]:
    """Path and query of a request's target, as WSGI has them; an unreadable target is a path that does not exist."""
    try:
        parts = urlsplit(target.decode("latin-1"))
    except ValueError:
        return b"", b""
    return unquote_to_bytes(parts.path.encode("latin-1")), parts.query.encode("latin-1")
