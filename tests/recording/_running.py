"""A user's project with tests that ask, run by pytest in another process."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.plugin._running import Ended, pytest_in, write

__all__ = ["APPLICATION", "DEMO", "Ended", "cassettes", "project", "run"]

DEMO = {"LINKFACE_API_ID": "linkface-demo", "LINKFACE_API_SECRET": "linkface-demo-secret"}
APPLICATION = """
import os
import requests
from pytest_linkface import images
from pytest_linkface.contract import HOST, PATH

ONE, TWO = images.scene(1).make(), images.scene(2).make()
ACCOUNT = {"api_id": "linkface-demo", "api_secret": "linkface-demo-secret"}

def compare(one=ONE, two=TWO, account=ACCOUNT, url=HOST, **fields):
    files = {"image_one_file": one, "image_two_file": two}
    return requests.post(url + PATH, data=account | fields, files=files, timeout=5)
"""


def project(folder: Path, test: str, *, name: str = "test_a") -> Path:
    """A folder with an application and one module of tests."""
    return write(folder, application=APPLICATION, **{name: f"from application import *\n{test}"})


def run(folder: Path, *arguments: str, variables: Mapping[str, str] | None = None) -> Ended:
    """Run its tests."""
    return pytest_in(folder, "-p", "no:cacheprovider", "-Werror", *arguments, variables=variables)


def cassettes(folder: Path) -> dict[str, Any]:
    """Every cassette that is there for good, by its path below ``cassettes``."""
    root = folder / "cassettes"
    paths = sorted(path for path in root.rglob("*.json") if ".recording" not in path.parts)
    return {path.relative_to(root).as_posix(): json.loads(path.read_text("utf-8")) for path in paths}
