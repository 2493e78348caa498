"""The corpus: the manifest and its pictures as files, for a test suite in any language."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from PIL import __version__ as pillow

from pytest_linkface.conformance._manifest import manifest
from pytest_linkface.images import Picture

MANIFEST = "manifest.json"


def write_corpus(folder: Path) -> int:
    """Write the corpus into a new or empty folder; returns how many cases there are.

    Raises:
        OSError: the folder cannot be written, or something is in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    document, pictures = manifest()
    document["made_by"] = {"pytest-linkface": version("pytest-linkface"), "pillow": pillow}
    document["pictures"] = {path: _written(folder / path, picture) for path, picture in pictures.items()}
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, "utf-8", newline="\n")  # last: a corpus that has one is whole
    return len(document["cases"])


def _written(path: Path, picture: Picture) -> dict[str, Any]:
    data = picture.make()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return {
        "recipe": picture.recipe,
        "format": picture.format,
        "width": picture.width,
        "height": picture.height,
        "faces": picture.faces,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
