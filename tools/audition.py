"""Which seeds draw a person whom every detector counts as exactly one, whatever the size and the ground."""

import argparse
from collections.abc import Iterator

from PIL import Image

from tools.detectors import DETECTORS, grey_of
from tools.person import draw_person
from tools.portrait import draw_portrait

HEIGHTS = (128, 160, 225, 420, 700)
GROUNDS = ((205, 210, 214), (118, 128, 138), (246, 246, 246))


def stagings(portrait: Image.Image) -> Iterator[tuple[str, Image.Image]]:
    """The portrait in every size over every ground, with its description."""
    for height in HEIGHTS:
        tile = portrait.resize((height * portrait.width // portrait.height, height), Image.Resampling.BICUBIC)
        for ground in GROUNDS:
            stage = Image.new("RGB", (tile.width * 4 // 3, height * 5 // 4), ground)
            stage.paste(tile, (tile.width // 6, height // 8), tile)
            yield f"{height} px on {ground[0]}", stage


def complaints(seed: int) -> list[str]:
    """Every detector that did not count this person as one, and where."""
    return [
        f"{name} at {staging}: {count}"
        for staging, stage in stagings(draw_portrait(draw_person(seed)))
        for name, detect in DETECTORS.items()
        if (count := len(detect(grey_of(stage)))) != 1
    ]


def main() -> None:
    """The command: `python -m tools.audition FIRST END`; it names the seeds that passed last."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int)
    parser.add_argument("end", type=int)
    options = parser.parse_args()
    passed = []
    for seed in range(options.first, options.end):
        found = complaints(seed)
        print(seed, draw_person(seed).cut, *(found or ["exact"]), sep="; ", flush=True)
        passed += [] if found else [seed]
    print("passed:", *passed)


if __name__ == "__main__":
    main()
