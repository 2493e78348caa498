"""Draws many portraits, or the shipped ones and some scenes, on one sheet for a human eye."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from pytest_linkface.images._people import MAX_FACES, PEOPLE, compose, natural_size
from tools.person import draw_person
from tools.portrait import draw_portrait
from tools.render_portraits import FOLDER


def sheet(tiles: Iterable[tuple[str, Image.Image]], columns: int) -> Image.Image:
    """The tiles in rows, each over a light ground with its caption."""
    named = list(tiles)
    width, height = max(tile.width for _, tile in named), max(tile.height for _, tile in named)
    rows = -(-len(named) // columns)
    page = Image.new("RGB", (columns * width, rows * height), (205, 210, 214))
    pen = ImageDraw.Draw(page)
    for index, (name, tile) in enumerate(named):
        corner = (index % columns * width, index // columns * height)
        page.paste(tile, corner, tile if tile.mode == "RGBA" else None)
        pen.text((corner[0] + 4, corner[1] + 2), name, fill=(0, 0, 0))
    return page


def _drawn(seeds: range) -> Iterator[tuple[str, Image.Image]]:
    for seed in seeds:
        person = draw_person(seed)
        yield f"{seed} {person.cut}", draw_portrait(person)


def _shipped() -> Iterator[tuple[str, Image.Image]]:
    for name in PEOPLE:
        yield name, Image.open(FOLDER / f"{name}.webp").convert("RGBA")


def _scenes() -> Iterator[tuple[str, Image.Image]]:
    for n_faces in range(MAX_FACES + 1):
        people = PEOPLE[n_faces * 4 :][:n_faces]
        yield f"{n_faces} faces", compose(people, natural_size(n_faces), seed=n_faces)


def _both() -> Image.Image:
    people, scenes = sheet(_shipped(), 8), sheet(_scenes(), 4)
    page = Image.new("RGB", (max(people.width, scenes.width), people.height + scenes.height), (205, 210, 214))
    page.paste(people, (0, 0))
    page.paste(scenes, (0, people.height))
    return page


def main() -> None:
    """The command: `python -m tools.contact_sheet --out sheet.png`, or with `--seeds 0 24` for candidates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs=2, type=int, metavar=("FIRST", "END"), help="draw these instead")
    parser.add_argument("--columns", type=int, default=8)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    page = sheet(_drawn(range(*options.seeds)), options.columns) if options.seeds else _both()
    page.save(options.out)


if __name__ == "__main__":
    main()
