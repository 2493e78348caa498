"""The same emulator with one decision changed: a broken promise (a mutant), or another fair reading (a control)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from pytest_linkface.contract import MAX_FACES
from pytest_linkface.emulator._accounts import Ledger
from pytest_linkface.emulator._answer import Answer, RefusalError
from pytest_linkface.emulator._app import App
from pytest_linkface.emulator._content import Content
from pytest_linkface.emulator._downloads import Downloads
from pytest_linkface.emulator._engine import Face
from pytest_linkface.emulator._pictures import check
from pytest_linkface.emulator._pixels import BROKEN
from pytest_linkface.emulator._recognition import Recognition
from pytest_linkface.emulator._request import Request, Upload
from pytest_linkface.emulator._sources import Source
from pytest_linkface.emulator._store import Store

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture of a call, as the hooks look at it."""

    source: Source
    content: bytes = field(repr=False)
    upload: Upload | None = None
    """The part that it came in, for a file."""

    @property
    def side(self) -> str:
        """``one`` or ``two``."""
        return self.source.side

    @property
    def kind(self) -> str:
        """``file``, ``url`` or ``id``."""
        return self.source.kind

    def image(self) -> Image.Image | None:
        """The picture, opened and not decoded, in whatever format; None when it is none."""
        from PIL import Image

        try:
            return Image.open(BytesIO(self.content))
        except (*BROKEN, Image.DecompressionBombError):
            return None

    @property
    def format(self) -> str:
        """Pillow's name of its format; empty when it is no picture."""
        image = self.image()
        return (image.format or "") if image else ""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height; zeros when it is no picture."""
        image = self.image()
        return image.size if image else (0, 0)


WAVED = "OK"
"""What a check says of a picture that passes whatever the plain emulator thinks of it."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """The decisions that can be changed: each gets what the plain emulator has, and returns what counts instead."""

    hear: Callable[[Request], Request] = lambda request: request
    """The request that is answered in place of the one that came."""
    take: Callable[[Seen], bytes] = lambda seen: seen.content
    """The bytes that are looked at in place of the picture's."""
    check: Callable[[Seen], str] = lambda _: ""
    """``WAVED``, the status of a refusal, or nothing to leave it to the plain emulator."""
    turns: Callable[[Seen, tuple[int, ...]], tuple[int, ...]] = lambda _, turns: turns
    """The turns at which faces are looked for."""
    most: Callable[[Seen], int] = lambda _: MAX_FACES
    """How many faces a picture may show."""
    order: Callable[[Seen, tuple[Face, ...]], tuple[Face, ...]] = lambda _, faces: faces
    """The faces that go into the matrix."""
    tell: Callable[[Request, Answer], Answer] = lambda _, answer: answer
    """The answer that is sent in place of the right one."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One changed decision, named. A control breaks no clause."""

    name: str
    what: str
    make: Callable[[], Hooks] = field(repr=False, compare=False)
    """Makes the hooks anew for each emulator, for some remember what came before."""
    clauses: tuple[str, ...] = ()
    """The clauses that it breaks, the one that it is meant for first."""

    def app(self, ledger: Ledger, store: Store, downloads: Downloads, recognition: Recognition) -> App:
        """The changed endpoint."""
        return _Varied(self.make, ledger, store, downloads, recognition)


class _Varied(App):
    """Asks the hooks at each step; the plain endpoint has none and pays for none."""

    def __init__(
        self, make: Callable[[], Hooks], ledger: Ledger, store: Store, downloads: Downloads, recognition: Recognition
    ) -> None:
        super().__init__(ledger, store, downloads, recognition)
        self._make = make
        self._hooks = make()
        self._finder = recognition

    def reset(self) -> None:
        self._hooks = self._make()

    def answer(self, request: Request) -> Answer:
        heard = self._hooks.hear(request)
        return self._hooks.tell(heard, super().answer(heard))

    def _fetched(self, source: Source) -> bytes:
        seen = Seen(source, bytes(self._content(source)), source.upload)
        seen = Seen(source, self._hooks.take(seen), source.upload)
        verdict = self._hooks.check(seen)
        if not verdict:
            check(seen.content, source.side)
        elif verdict != WAVED:
            reason = "this server does not take it" if verdict == "INVALID_ARGUMENT" else None
            raise RefusalError(verdict, side=source.side, reason=reason)
        return seen.content

    def _faces(self, source: Source, content: bytes | Content, *, turns: tuple[int, ...]) -> tuple[Face, ...]:
        seen = Seen(source, bytes(content), source.upload)
        faces = self._finder.found(content, source.side, turns=self._hooks.turns(seen, turns))
        if not faces:
            raise RefusalError("NO_FACE_DETECTED", side=source.side)
        if len(faces) > self._hooks.most(seen):
            raise RefusalError("TOO_MANY_FACES", side=source.side, clause="LF-IMG-MAX-FACES")
        return self._hooks.order(seen, faces)
