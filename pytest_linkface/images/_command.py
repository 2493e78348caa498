"""``python -m pytest_linkface picture RECIPE FILE``: writes the picture that a report names."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from pytest_linkface import images


def main(arguments: Sequence[str]) -> int:
    """Write one picture; 2 when the recipe is none."""
    parser = argparse.ArgumentParser("python -m pytest_linkface picture", description="Write a picture by its recipe.")
    parser.add_argument("recipe", help="as a report prints it, such as \"images.scene(faces=5)\"")
    parser.add_argument("file", type=Path)
    parser.add_argument("--faces", type=Path, metavar="DIR", help="the folder that --linkface-faces was given")
    given = parser.parse_args(arguments)
    try:
        with images.played_by(images.cast_from(given.faces)) if given.faces else nullcontext():
            given.file.write_bytes(images.from_recipe(given.recipe).make())
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0
