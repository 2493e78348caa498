# ruff: noqa: T201 -- a command prints
"""Compare two pictures with requests: ``python compare.py ONE TWO [auto_rotate]``; each a file, or ``id:...``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import requests

USAGE = "usage: compare.py ONE TWO [auto_rotate]; each a file, or id:... of a picture sent before"
PATH = "/identity/compare_faces_in_two_images"


def ask(one: str, two: str, *, auto_rotate: bool) -> requests.Response:
    """Send both pictures with the account of the environment."""
    fields = {"api_id": os.environ["LINKFACE_API_ID"], "api_secret": os.environ["LINKFACE_API_SECRET"]}
    files = {}
    for side, given in (("one", one), ("two", two)):
        if given.startswith("id:"):
            fields[f"image_{side}_id"] = given.removeprefix("id:")
        else:
            files[f"image_{side}_file"] = Path(given).read_bytes()
        if auto_rotate:
            fields[f"image_{side}_auto_rotate"] = "true"
    host = os.environ.get("LINKFACE_URL", "https://cloudapi.linkface.cn")
    return requests.post(host + PATH, data=fields, files=files, timeout=30)


def show(answer: dict[str, Any]) -> None:
    """The matrix, a row a line, and the ids of the pictures that were sent."""
    for row in answer["confidences"]:
        print(*row)
    for side in ("one", "two"):
        if name := answer.get(f"image_{side}"):
            print(f"image_{side}_id {name[f'image_{side}_id']}")


def main() -> int:
    """0 when the pictures were compared, 1 for a documented error, 2 for anything else."""
    if len(sys.argv) not in (3, 4):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        response = ask(sys.argv[1], sys.argv[2], auto_rotate=sys.argv[3:] == ["auto_rotate"])
    except KeyError as error:
        print(f"{error.args[0]} is not set", file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(f"cannot read {error.filename}", file=sys.stderr)
        return 2
    except (OSError, requests.RequestException) as error:  # its text may hold what was sent: only its kind is told
        print(f"no answer: {type(error).__name__}", file=sys.stderr)
        return 2
    try:
        answer = response.json()
        status = answer["status"]
    except (ValueError, KeyError, TypeError):
        print(f"HTTP {response.status_code}, and no answer of the endpoint", file=sys.stderr)
        return 2
    if status != "OK":
        told = [response.status_code, status, answer.get("image"), answer.get("reason")]
        print(*(word for word in told if word is not None), file=sys.stderr)
        return 1
    show(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
