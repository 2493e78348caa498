"""People who never existed, drawn beforehand and put into pictures with exactly as many faces as were asked for.

Detectors count them exactly inside this envelope, held by `python -m tools.count_faces`: 0 to 6 heads, each upright,
at least `FLOOR` pixels from crown to chin, each in a cell of its own at least 4/3 head widths wide. Where the
size leaves room, a head has `COMFORT` pixels and takes `SHARE` of the long side or more, so that it also survives
a service that scales every picture down before it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from pathlib import Path
from random import Random

from PIL import Image

from pytest_linkface.images._cast import Cast

MAX_FACES = 6
"""No picture shows more: the manual's limit is four, and five or six are too many."""
FLOOR = 96
"""Pixels from crown to chin under which dlib's detector begins to miss heads."""
COMFORT = 112
"""Pixels that a head has at least where the size leaves room: from here on every detector tried was exact."""
SHARE = 0.25
"""The part of the long side that a head takes at least, where the other side leaves room for it."""

_FOLDER = Path(__file__).with_name("portraits")
_PORTRAIT = (180, 225)  # pixels of a shipped portrait: the cell of one head, neck and hair included
_HEAD = 0.8  # of a portrait's height lies between crown and chin
_SMALLEST = ceil(FLOOR / _HEAD)  # the lowest height of a cell
_JITTER = 0.12  # how much smaller than its cell a head may be drawn
_CROWDED = 0.72  # of the picture a single head fills at most; the rest is air
_KEPT_PX = 160_000  # a picture of natural size has no more, and takes half a megabyte
_TALLEST = 640  # a cell's height beyond which a head only grows to keep its share

PEOPLE: tuple[str, ...] = tuple(sorted(path.stem for path in _FOLDER.glob("*.webp")))
"""The given names of the people there are portraits of."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The arrangement of cells: so many across and down, each one portrait high at most `height` pixels."""

    columns: int
    rows: int
    height: int

    @property
    def width(self) -> int:
        return _width_of(self.height)


def _width_of(height: int) -> int:
    return height * _PORTRAIT[0] // _PORTRAIT[1]


def natural_size(n_faces: int) -> tuple[int, int]:
    """Width and height in pixels of a picture of so many faces when nobody asks for another size."""
    _check_number(n_faces)
    sizes = ((240, 280), (240, 280), (320, 240), (420, 240), (320, 360), (420, 340), (420, 340))
    return sizes[n_faces]


def _check_number(n_faces: int) -> None:
    if not 0 <= n_faces <= MAX_FACES:
        raise ValueError(f"a picture shows 0 to {MAX_FACES} faces, not {n_faces}")


def _portrait(name: str, cast: Cast | None) -> Image.Image:
    if name not in PEOPLE:
        raise ValueError(f"there is no portrait of {name!r}; there are {', '.join(PEOPLE)}")
    return cast.portrait(PEOPLE.index(name)) if cast else _drawn(name)


@cache
def _drawn(name: str) -> Image.Image:
    with Image.open(_FOLDER / f"{name}.webp", formats=("WEBP",)) as image:
        return image.convert("RGBA")


def _fit(n_faces: int, size: tuple[int, int]) -> _Grid:
    """The grid whose cells are the largest; of equals the one with the fewest empty cells."""
    grids = [_grid(columns, ceil(n_faces / columns), size) for columns in range(1, n_faces + 1)]
    best = max(grids, key=lambda grid: (grid.height, -grid.columns * grid.rows))
    if best.height < _SMALLEST:
        raise ValueError(
            f"{n_faces} face(s) do not fit into {size[0]}x{size[1]} pixels: a head needs a cell of "
            f"{_width_of(_SMALLEST)}x{_SMALLEST}; {natural_size(n_faces)} would do"
        )
    return best


def _grid(columns: int, rows: int, size: tuple[int, int]) -> _Grid:
    across, down = size[0] / columns, size[1] / rows
    return _Grid(columns, rows, int(min(down, across * _PORTRAIT[1] / _PORTRAIT[0])))


def _heights(grid: _Grid, size: tuple[int, int]) -> tuple[int, int]:
    """The lowest and the highest a portrait in this grid may be drawn."""
    least = ceil(max(COMFORT, SHARE * max(size)) / _HEAD)
    most = max(least, min(int(_CROWDED * max(size)), _TALLEST))
    high = min(grid.height, most)
    return min(high, max(least, int(high * (1 - _JITTER)))), high


def _place(grid: _Grid, index: int, n_faces: int, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the cell of this face; a row that is not full is centred."""
    row, column = divmod(index, grid.columns)
    in_row = min(grid.columns, n_faces - row * grid.columns)
    across, down = size[0] / grid.columns, size[1] / grid.rows
    indent = (grid.columns - in_row) * across / 2
    return indent + column * across, row * down, across, down


def _studio(size: tuple[int, int], random: Random) -> Image.Image:
    """A wall lit from above on one side."""
    light, dark = random.randint(216, 232), random.randint(170, 190)
    corners = (light, light - 14, dark + 10, dark)
    red, green, blue = (random.randint(-6, 6) for _ in range(3))
    bands = [
        Image.frombytes("L", (2, 2), bytes(value + tint for value in corners)) for tint in (red, green, blue)
    ]
    return Image.merge("RGB", bands).resize(size, Image.Resampling.BILINEAR)


def _plain(size: tuple[int, int], random: Random) -> Image.Image:
    """One light colour."""
    return Image.new("RGB", size, tuple(random.randint(190, 245) for _ in range(3)))


def _texture(size: tuple[int, int], random: Random) -> Image.Image:
    """Rough plaster: a soft noise, repeated over the wall."""
    side = 64
    grain = Image.frombytes("L", (side, side), random.randbytes(side * side))
    rough = [206 + value // 24 for value in range(256)]
    tile = grain.resize((256, 256), Image.Resampling.BICUBIC).point(rough).convert("RGB")
    wall = Image.new("RGB", size)
    for top in range(0, size[1], 256):
        for left in range(0, size[0], 256):
            wall.paste(tile, (left, top))
    return wall


BACKGROUNDS: dict[str, Callable[[tuple[int, int], Random], Image.Image]] = {
    "plain": _plain,
    "studio": _studio,
    "texture": _texture,
}


def compose(
    people: Sequence[str],
    size: tuple[int, int],
    *,
    background: str = "studio",
    seed: int = 0,
    cast: Cast | None = None,
) -> Image.Image:
    """A picture in RGB of exactly `size` pixels, width first, that shows these people and nobody else.

    The same arguments give the same pixels. Nobody stands in an order that a detector promises to keep, and the
    same name may come twice. With a `cast` its people stand in for those named. Raises ValueError where the heads
    would leave the envelope, and for an unknown name or background.
    """
    _check_number(len(people))
    check_background(background)
    portraits = [_portrait(name, cast) for name in people]
    random = Random(f"{seed} {size[0]}x{size[1]} {background}")  # noqa: S311 - reproducible pixels, no secrets
    picture = BACKGROUNDS[background](size, random)
    if not people:
        return picture
    grid = _fit(len(people), size)
    heights = _heights(grid, size)
    for index, portrait in enumerate(portraits):
        _hang(picture, portrait, _place(grid, index, len(people), size), random.uniform(*heights), random)
    return picture


def composed(
    people: tuple[str, ...],
    size: tuple[int, int],
    *,
    background: str = "studio",
    seed: int = 0,
    cast: Cast | None = None,
) -> Image.Image:
    """What `compose` makes; of small pictures the last few are kept, as the bases of many files."""
    if size[0] * size[1] > _KEPT_PX:
        return compose(people, size, background=background, seed=seed, cast=cast)
    return _kept(people, size, background, seed, cast).copy()  # saving one changes it, and threads may share it


@lru_cache(maxsize=48)
def _kept(
    people: tuple[str, ...], size: tuple[int, int], background: str, seed: int, cast: Cast | None
) -> Image.Image:
    return compose(people, size, background=background, seed=seed, cast=cast)


def check_room(n_faces: int, size: tuple[int, int]) -> None:
    """Raise ValueError where so many heads do not fit into this size, before anything is drawn."""
    if n_faces:
        _fit(n_faces, size)


def check_background(name: str) -> None:
    """Raise ValueError for one that there is not."""
    if name not in BACKGROUNDS:
        raise ValueError(f"there is no background {name!r}; there are {', '.join(sorted(BACKGROUNDS))}")


def _hang(
    picture: Image.Image, portrait: Image.Image, cell: tuple[float, float, float, float], height: float, random: Random
) -> None:
    tile = portrait.resize((int(height * portrait.width / portrait.height), int(height)), Image.Resampling.BICUBIC)
    left, top, width, down = cell
    x = left + (width - tile.width) * random.uniform(0.3, 0.7)
    y = top + (down - tile.height) * random.uniform(0.3, 0.7)
    picture.paste(tile, (int(x), int(y)), tile)
