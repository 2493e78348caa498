"""Which of its three sources a side's picture comes from, and what to tell a client who sent it in a wrong way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from pytest_linkface.contract import SOURCES
from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._content import Content
from pytest_linkface.emulator._hiding import hides
from pytest_linkface.emulator._request import Request, Upload


@hides("content")
class Source(NamedTuple):
    """Where one side's picture is to be had from: a file's content, or a url's or an id's text."""

    side: str
    kind: Literal["id", "file", "url"]
    text: str = ""
    content: Content = Content()
    upload: Upload | None = None
    """The part that a file came in."""


@hides("texts")
class Parameters(NamedTuple):
    """A call's parameters by name, decoded. The form goes before the query, the first of a name before the others."""

    texts: Mapping[str, str]
    uploads: Mapping[str, Upload]

    @classmethod
    def of(cls, request: Request) -> Parameters:
        """Decode a request; ENCODING_ERROR when a name or a text is not UTF-8 (manual, line 91)."""
        texts: dict[str, str] = {}
        try:
            for name, value in (*request.form.fields, *request.query):
                texts.setdefault(name.decode(), value.decode())
            uploads = {upload.name.decode(): upload for upload in request.form.uploads}
        except UnicodeDecodeError:
            raise RefusalError("ENCODING_ERROR") from None
        return cls(texts, uploads)

    def text(self, name: str) -> str:
        """The text of a parameter; an absent one is as good as an empty one."""
        return self.texts.get(name, "")

    def source(self, side: str) -> Source:
        """The picture's source: where several were sent, id goes before file before url."""
        if self._has(f"image_{side}_id"):
            return Source(side, "id", text=self._reference(side, f"image_{side}_id"))
        if self._has(f"image_{side}_file"):
            upload = self._file(side, f"image_{side}_file")
            return Source(side, "file", content=upload.content, upload=upload)
        if self._has(f"image_{side}_url"):
            return Source(side, "url", text=self._reference(side, f"image_{side}_url"))
        raise self._missing(side)

    def _has(self, name: str) -> bool:
        return bool(self.text(name)) or name in self.uploads

    def _reference(self, side: str, name: str) -> str:
        if name in self.uploads:
            reason = f"{name} came as a file, but it is a text; a file is sent as image_{side}_file"
            raise _invalid(side, reason, "LF-OBS-FILE-AS-URL")
        return self.text(name)

    def _file(self, side: str, name: str) -> Upload:
        upload = self.uploads.get(name)
        if upload is None or not upload.is_file:
            reason = f"{name} came as a text, but it is a file: send multipart/form-data with a file name"
            raise _invalid(side, reason, "LF-CALL-MULTIPART")
        return upload

    def _missing(self, side: str) -> RefusalError:
        names = [f"image_{side}_{kind}" for kind in SOURCES]
        advice = f"send one of {', '.join(names[:-1])} and {names[-1]}"
        empty = [name for name in names if name in self.texts]
        if empty:
            return _invalid(side, f"{advice}: {empty[0]} came, but it is empty", "LF-OBS-EMPTY-SOURCE")
        return _invalid(side, f"{advice}: none came", "LF-SRC-REQUIRED")


def _invalid(side: str, reason: str, clause: str) -> RefusalError:
    return RefusalError("INVALID_ARGUMENT", side=side, reason=reason, clause=clause)
