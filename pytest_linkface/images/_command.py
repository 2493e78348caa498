"""``python -m pytest_linkface picture RECIPE FILE``: writes the picture that a report names."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pytest_linkface import images


def main(arguments: Sequence[str]) -> int:
    """Write one picture; 2 when the recipe is none."""
    parser = argparse.ArgumentParser("python -m pytest_linkface picture", description="Write a picture by its recipe.")
    parser.add_argument("recipe", help="as a report prints it, such as \"images.scene(faces=5)\"")
    parser.add_argument("file", type=Path)
    given = parser.parse_args(arguments)
    try:
        given.file.write_bytes(images.from_recipe(given.recipe).make())
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0
