"""A request as bytes and fields: werkzeug's multipart decoder below the level that replaces wrong UTF-8."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData
from werkzeug.wsgi import get_input_stream

from ._terms import Refusal

LARGEST_BODY = 64 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A part of a form that has a file name."""

    filename: str
    content_type: str | None
    data: bytes


@dataclass(frozen=True)
class Part:
    """How one part of a form was written: its name and its headers, in their spelling."""

    name: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ask:
    """One request: values are bytes, for whether they are UTF-8 is for the service to judge."""

    method: str
    path: str
    query: Mapping[str, bytes] = field(default_factory=dict)
    form: Mapping[str, bytes] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    malformed: str | None = None
    """Why the body is no form, where it is none."""
    undecodable: bool = False
    """Whether names in the form are not UTF-8."""
    parts: tuple[Part, ...] = ()
    """How the form was written, part by part; empty where nobody wrote one."""
    body: bytes = field(default=b"", repr=False)
    """The form as it came."""

    def raw(self, name: str) -> bytes | None:
        """Give the value of a parameter from the form, or from the query."""
        return self.form.get(name, self.query.get(name))

    def text(self, name: str) -> str:
        """Give a parameter as text, empty where it is absent."""
        return (self.raw(name) or b"").decode("utf-8", "replace").strip()


def read(environ: dict[str, Any]) -> Ask:
    """Read one WSGI request to its end."""
    kind, options = parse_options_header(environ.get("CONTENT_TYPE"))
    form: dict[str, bytes] = {}
    files: dict[str, Upload] = {}
    parts: list[Part] = []
    body = b""
    malformed = None
    undecodable = False
    try:
        body = get_input_stream(environ, max_content_length=LARGEST_BODY).read()
        if kind == "multipart/form-data":
            found = list(_parts(body, options.get("boundary", "").encode()))
            parts = [Part(part.name, dict(part.headers.items())) for part, _ in found]
            form, files = _sort(found)
        elif kind == "application/x-www-form-urlencoded":
            form = _pairs(body)
    except UnicodeError:
        undecodable = True
    except (ValueError, TypeError, AttributeError, HTTPException) as error:
        malformed = str(error)
    return Ask(
        method=environ["REQUEST_METHOD"],
        path=environ["PATH_INFO"],
        query=_pairs(environ.get("QUERY_STRING", "").encode("latin-1")),
        form=form,
        files=files,
        headers=_headers(environ),
        malformed=malformed,
        undecodable=undecodable,
        parts=tuple(parts),
        body=body,
    )


def _headers(environ: dict[str, Any]) -> dict[str, str]:
    sent = {key[5:]: value for key, value in environ.items() if key.startswith("HTTP_")}
    sent |= {"CONTENT_TYPE": environ.get("CONTENT_TYPE", ""), "PORT": str(environ.get("REMOTE_PORT", ""))}
    return {name.lower().replace("_", "-"): value for name, value in sent.items()}


def _pairs(encoded: bytes) -> dict[str, bytes]:
    pairs = parse_qsl(encoded, keep_blank_values=True)
    return {name.decode("utf-8", "surrogateescape"): value for name, value in pairs}


def _sort(parts: Iterable[tuple[Field | File, bytes]]) -> tuple[dict[str, bytes], dict[str, Upload]]:
    form: dict[str, bytes] = {}
    files: dict[str, Upload] = {}
    for part, data in parts:
        if isinstance(part, File):
            files[part.name] = Upload(part.filename, part.headers.get("content-type"), data)
        else:
            form[part.name] = data
    return form, files


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[Field | File, bytes]]:
    if not boundary:
        raise ValueError("multipart body without a boundary")
    decoder = MultipartDecoder(boundary, max_parts=100)
    decoder.receive_data(body)
    decoder.receive_data(None)
    head: Field | File | None = None
    pieces: list[bytes] = []
    while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
        if isinstance(event, Field | File):
            head, pieces = event if event.name else None, []
        elif isinstance(event, Data) and head is not None:
            pieces.append(event.data)
            if not event.more_data:
                yield head, b"".join(pieces)


def refuse_other_encodings(ask: Ask) -> None:
    """Refuse a request any of whose parameters is not UTF-8."""
    if ask.undecodable:
        raise Refusal("ENCODING_ERROR")
    for name, value in [*ask.query.items(), *ask.form.items()]:
        try:
            name.encode("utf-8")
            value.decode("utf-8")
        except UnicodeError:
            raise Refusal("ENCODING_ERROR") from None
