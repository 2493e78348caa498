"""Draws many portraits, or the shipped ones and some scenes, on one sheet for a human eye."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from tools.person import draw_person
from tools.portrait import draw_portrait


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


def main() -> None:
    """The command: `python -m tools.contact_sheet --seeds 0 24 --out sheet.png`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs=2, type=int, default=(0, 24), metavar=("FIRST", "END"))
    parser.add_argument("--columns", type=int, default=8)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    sheet(_drawn(range(*options.seeds)), options.columns).save(options.out)


if __name__ == "__main__":
    main()
