"""Pictures with faces in them: who is shown is chosen first, pixels are made last."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image

from pytest_linkface.images._cast import Cast, cast_in_force
from pytest_linkface.images._encode import chosen_kind, converted, encode
from pytest_linkface.images._landscape import paint
from pytest_linkface.images._orientation import stored, stored_size
from pytest_linkface.images._people import PEOPLE, check_background, check_room, composed, natural_size
from pytest_linkface.images._picture import Picture
from pytest_linkface.images._recipe import recipe

MOST_FACES = 6
_ORIENTED = {"JPEG", "TIFF", "PNG"}
_TOLD_NOTHING = {"runs", "bare"}
_COMPOSED_PX = (1200, 360)  # long and short side from which larger ones are enlarged, or PNG would pass 5 MB


def scene(
    faces: int | Sequence[str] = 1,
    *,
    size: tuple[int, int] | None = None,
    format: str = "JPEG",
    kind: str | None = None,
    background: str = "studio",
    quality: int = 90,
    orientation: int | None = None,
    turn: int = 0,
    seed: int = 0,
) -> Picture:
    """A picture of so many different people, or of those named (at most 6; the same one twice is allowed).

    ``size`` is the upright one in pixels, ``kind`` one of ``KINDS[format]``, ``quality`` JPEG's. With ``orientation``
    (1 to 8) pixels are stored so that applying the EXIF tag makes them upright; with ``turn`` (90, 180, 270) they are
    stored turned counterclockwise and nothing tells of it. ``seed`` is the place in ``PEOPLE`` where counting begins.
    """
    people = _chosen(faces, seed)
    upright = size or natural_size(len(people))
    check_background(background)
    check_room(len(people), _reduced(upright))
    kept = chosen_kind(format, kind, upright)
    if orientation is not None and (format not in _ORIENTED or kept in _TOLD_NOTHING):
        raise ValueError(f"{format} has no place for an EXIF orientation")
    width, height = stored_size(upright, orientation, turn)
    asked = faces if isinstance(faces, int) else tuple(faces)
    text = recipe(
        scene, faces=asked, size=size, format=format, kind=kind, background=background, quality=quality,
        orientation=orientation, turn=turn, seed=seed,
    )  # fmt: skip

    def make() -> bytes:
        return _scene(people, upright, format, kept, background, quality, orientation, turn, seed, cast_in_force())

    return Picture(text, format, width, height, people, make=make)


def frames(faces: int | Sequence[str] = 1, *, count: int = 3, format: str = "GIF", seed: int = 0) -> Picture:
    """An animated GIF or a TIFF of several pages: the first is a scene, the others are landscapes of its size."""
    if format not in {"GIF", "TIFF"}:
        raise ValueError(f"{format!r} has one frame; GIF and TIFF have several")
    people = _chosen(faces, seed)
    size = natural_size(len(people))
    asked = faces if isinstance(faces, int) else tuple(faces)
    text = recipe(frames, faces=asked, count=count, format=format, seed=seed)

    def make() -> bytes:
        first = composed(people, size, seed=seed, cast=cast_in_force())
        kind = "palette" if format == "GIF" else "rgb"
        pages = [converted(page, format, kind) for page in (first, *(paint(size, turn) for turn in range(1, count)))]
        file = io.BytesIO()
        pages[0].save(file, format, save_all=True, append_images=pages[1:])
        return file.getvalue()

    return Picture(text, format, *size, people, make=make)


def _chosen(faces: int | Sequence[str], seed: int) -> tuple[str, ...]:
    number = faces if isinstance(faces, int) else len(faces)
    if not 0 <= number <= MOST_FACES:  # before anything is made of it: a recipe may come from a report
        raise ValueError(f"a scene shows 0 to {MOST_FACES} faces, not {number}")
    if isinstance(faces, int):
        people = tuple(PEOPLE[(seed + number) % len(PEOPLE)] for number in range(faces))
    else:
        people = tuple(faces)
    if strangers := [person for person in people if person not in PEOPLE]:
        raise ValueError(f"nobody is called {strangers[0]!r}; there are {', '.join(PEOPLE)}")
    return people


@lru_cache(maxsize=16)
def _scene(
    people: tuple[str, ...], upright: tuple[int, int], format: str, kind: str, background: str, quality: int,
    orientation: int | None, turn: int, seed: int, cast: Cast | None,
) -> bytes:  # fmt: skip
    """The bytes; the last few stay, as the bases that padding is added to."""
    drawn = composed(people, _reduced(upright), background=background, seed=seed, cast=cast)
    image = converted(stored(drawn, orientation, turn), format, kind)
    size = stored_size(upright, orientation, turn)
    if image.size != size:
        image = image.resize(size, Image.Resampling.NEAREST)
    return encode(image, format, kind, quality=quality, orientation=orientation)


def _reduced(size: tuple[int, int]) -> tuple[int, int]:
    by = max(1.0, min(max(size) / _COMPOSED_PX[0], min(size) / _COMPOSED_PX[1]))
    return round(size[0] / by), round(size[1] / by)
