"""Schemathesis as its users can set it up: each setting a configuration, hooks or none, and what a run of it says."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pytest_linkface import images
from pytest_linkface.contract import FORMATS
from pytest_linkface.emulator import DEFAULT_ACCOUNTS

HERE = Path(__file__).parent
OPENAPI = HERE.parent / "schemas" / "openapi.json"
EXAMPLES = 100
_GOOD = DEFAULT_ACCOUNTS[0]
_CREDENTIALS = f"""
[parameters]
"query.api_id" = "{_GOOD.api_id}"
"query.api_secret" = "{_GOOD.api_secret}"
"""
_TUNED = """
[checks]
unsupported_method.enabled = false
positive_data_acceptance.expected-statuses = [200, 400, 401, 403]
negative_data_rejection.expected-statuses = [400, 401, 403, 404]
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to use it."""

    name: str
    what: str
    toml: str
    options: tuple[str, ...] = ()
    hooks: bool = False


SETTINGS = (
    Setting("out of the box", "the specification and an account", _CREDENTIALS),
    Setting(
        "with pictures",
        "goes on after failures, no check that contradicts the manual; hooks for pictures, accounts and urls",
        _TUNED, ("--continue-on-failure",), hooks=True,
    ),
)  # fmt: skip

STOPPING = Setting(
    "with pictures, until it finds something", "the same, ended by its first failure",
    _TUNED, ("--max-failures", "1"), hooks=True,
)  # fmt: skip
"""Where nothing is wrong it asks what the one before it asks."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a run found, by code and title, and what it spent."""

    failures: frozenset[str]
    calls: int


def run(command: str, setting: Setting, url: str, pictures: Path, urls: list[str], *, seed: int = 1) -> Said:
    """Run it against a server; the calls are those that it says it generated."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "schemathesis.toml").write_text(setting.toml, "utf-8")
        options = ["-n", str(EXAMPLES), "--seed", str(seed), "--report", "json", "--report-json-path", "run.json"]
        ran = subprocess.run(  # noqa: S603 - the command that the caller names
            [command, "run", str(OPENAPI), "--url", url, *options, *setting.options],
            cwd=here, env=_environment(setting, pictures, urls), capture_output=True, check=False, timeout=900,
        )  # fmt: skip
        report = here / "run.json"
        if not report.is_file():
            return Said(frozenset({f"no report, exit code {ran.returncode}"}), 0)
        document = json.loads(report.read_text("utf-8"))
    failures = {f"{one['code']} {one['title']}" for one in document["failures"]}
    errors = {f"error {one.get('title', '')}" for one in document["errors"]}
    return Said(frozenset(failures | errors), document["test_cases"]["generated"])


def _environment(setting: Setting, pictures: Path, urls: list[str]) -> Mapping[str, str]:
    if not setting.hooks:
        return os.environ
    given = {"urls": urls, "accounts": _accounts()}
    return {
        **os.environ, "KILLS_PICTURES": str(pictures), "KILLS_GIVEN": json.dumps(given),
        "SCHEMATHESIS_HOOKS": "_kills_hooks", "PYTHONPATH": str(HERE),
    }  # fmt: skip


def _accounts() -> list[dict[str, str]]:
    """The good one first; not the one over which the server fails, since to Schemathesis that is a failure."""
    known = [{"api_id": one.api_id, "api_secret": one.api_secret} for one in DEFAULT_ACCOUNTS if not one.fails]
    return [*known, known[0] | {"api_secret": "wrong"}, known[0] | {"api_id": "nobody"}]


def draw(folder: Path) -> None:
    """Pictures inside and outside of every limit: what an expert would put into his strategies."""
    good = {format: images.scene(1, format=format) for format in FORMATS}
    drawn = [
        *good.values(),
        *(images.scene(faces) for faces in (0, 2, 3, 4, 5)),
        *(images.scene(1, orientation=number) for number in (3, 6, 8)),
        *(images.flat(*size, format="PNG") for size in ((8, 400), (9, 400), (400, 8), (400, 9))),
        *(images.scene(1, size=size) for size in ((4000, 400), (4001, 400), (400, 4000), (400, 4001))),
        *(images.padded(good["JPEG"], size) for size in (5_000_000, 5_242_881)),
        images.foreign("WEBP", 1), images.cut(good["PNG"], 0.5), images.text(), images.flat(320, 240, format="JPEG"),
    ]  # fmt: skip
    for number, picture in enumerate(drawn):
        (folder / f"{number:02}.{picture.suffix}").write_bytes(picture.make())
