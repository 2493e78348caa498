"""Portraits of a user's own people, who for a while stand in for the drawn ones; they never leave this process.

Pictures, recipes and reports go on naming the drawn people. A folder may be called by somebody's real name: it is
told to nobody, and what there is to tell is the cast's label.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageOps

FEWEST = 6
"""So many people does the largest crowd need."""
_ROLES = 32  # people there are to stand in for
_APART = 16  # the first of them and this one are compared with each other
_FORMATS = ("JPEG", "PNG", "WEBP")
_SHAPE = (4, 5)  # width to height of a portrait
_LEAST = (96, 120)  # pixels of a portrait that is never enlarged in pictures of the usual size
_MOST = (576, 720)  # pixels beyond which nothing is gained


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """The people who stand in; two casts are never equal."""

    label: str
    """The first 8 hex digits of the sha256 over the photographs."""
    _portraits: tuple[tuple[Image.Image, ...], ...] = field(repr=False)

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self._portraits)

    def portrait(self, number: int) -> Image.Image:
        """Who stands in for the drawn person of this number; whoever does so again shows another photograph."""
        again, who = divmod(number, self.size)
        return self._portraits[who][again % len(self._portraits[who])]


_in_force: list[Cast] = []


def cast_in_force() -> Cast | None:
    """The cast that stands in at the moment; None where the drawn people show their own faces."""
    return _in_force[-1] if _in_force else None


@contextmanager
def played_by(cast: Cast) -> Iterator[None]:
    """Let a cast stand in for the drawn people, in all threads of this process, until this is left."""
    _in_force.append(cast)
    try:
        yield
    finally:
        _in_force.remove(cast)


def cast_from(folder: Path) -> Cast:
    """The people of a folder: a folder for each, with one portrait or more, of which the first by name are used.

    A portrait is a JPEG, PNG or WebP file with one head that fills most of it, as on a passport.

    Raises:
        ValueError: it holds something else, or too few people; the text says what and where.
    """
    people = sorted(path for path in _entries(folder) if path.is_dir())
    if len(people) < FEWEST:
        raise ValueError(f"{folder}: expected at least {FEWEST} folders, one for each person, not {len(people)}")
    people = people[: _number_of(len(people))]
    each = -(-_ROLES // len(people))
    files = [[path for path in sorted(_entries(person)) if path.is_file()][:each] for person in people]
    for person, own in zip(people, files, strict=True):
        if not own:
            raise ValueError(f"{person}: expected a portrait in it")
    data = [[path.read_bytes() for path in own] for own in files]
    portraits = tuple(
        tuple(_portrait(path, content) for path, content in zip(own, contents, strict=True))
        for own, contents in zip(files, data, strict=True)
    )
    digest = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for contents in data for content in contents))
    return Cast(digest.hexdigest()[:8], portraits)


def _number_of(there: int) -> int:
    """As many people as possible of whom the two that are compared are not the same."""
    return next(number for number in range(min(there, _ROLES), 0, -1) if _APART % number)


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError as error:
        raise ValueError(f"{folder}: {error.strerror}") from None


def _portrait(path: Path, content: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValueError(f"{path}: no JPEG, PNG or WebP picture that can be read ({type(error).__name__})") from None
    cropped = _cropped(upright)
    if cropped.width < _LEAST[0]:
        raise ValueError(
            f"{path}: {upright.width} x {upright.height} px are too few for a face; "
            f"expected a portrait of at least {_LEAST[0]} x {_LEAST[1]}"
        )
    cropped.thumbnail(_MOST)
    return cropped


def _cropped(image: Image.Image) -> Image.Image:
    """The middle of a wide picture and the upper part of a high one, in the shape of a portrait."""
    across, down = _SHAPE
    width = min(image.width, image.height * across // down)
    height = min(image.height, image.width * down // across)
    left = (image.width - width) // 2
    return image.crop((left, 0, left + width, height))
