"""The corpus says what the suite asks, in the same bytes each time, and nothing that is a secret."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pytest_linkface import images
from pytest_linkface.conformance import SPECIAL_ACCOUNTS, Effort, suite
from pytest_linkface.contract import Level, clauses, validator
from pytest_linkface.emulator import DEFAULT_ACCOUNTS, Emulator
from tests.corpus._reader import Host, Reader

HAND_ASSEMBLED = {
    "pictures/flat-400-9.png": "49ab952fd7dd15c2",
    "pictures/flat-4000-400-format-JPEG.jpg": "038f6eefa2285061",
    "pictures/flat-4000-400-format-GIF.gif": "937010b05a71a3fa",
    "pictures/flat-400-9-format-BMP.bmp": "81527463d96fe8ec",
    "pictures/flat-400-9-format-TIFF.tif": "9c18dca07a1cdde5",
    "pictures/bomb.png": "42461d3e3a93304d",
}
"""Files that no encoder has a hand in: these digests hold whatever Pillow is installed."""


def written(folder: Path, *, seed: str) -> Path:
    """A corpus, written by the command in another process under a hash seed."""
    command = [sys.executable, "-m", "pytest_linkface", "corpus", str(folder)]
    environment = os.environ | {"PYTHONHASHSEED": seed}
    ended = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    assert ended.stdout == f"{len(suite(Effort.EDGES))} cases: {folder / 'manifest.json'}\n"
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder."""
    return written(tmp_path_factory.mktemp("corpus") / "first", seed="1")


@cache
def manifest_of(corpus: Path) -> dict[str, Any]:
    """What the manifest says."""
    read: dict[str, Any] = json.loads((corpus / "manifest.json").read_text("utf-8"))
    return read


def digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file below a folder with the sha256 of its bytes."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_bytes_come_each_time(corpus: Path, tmp_path: Path) -> None:
    """Two processes with different hash seeds write the same files."""
    assert dict(digests(written(tmp_path / "second", seed="2"))) == dict(digests(corpus))


def test_files_of_no_encoder_have_pinned_bytes(corpus: Path) -> None:
    """They are the same on every machine, and next year."""
    found = dict(digests(corpus))
    assert {path: found[path][:16] for path in HAND_ASSEMBLED} == HAND_ASSEMBLED


def test_the_manifest_keeps_its_schema(corpus: Path) -> None:
    """A reader can be written from the schema alone."""
    validator("corpus").validate(manifest_of(corpus))


def test_every_case_is_in_it_in_the_suites_order(corpus: Path) -> None:
    """Under its id, with its level and its own clause first, and all of them are explained."""
    cases = manifest_of(corpus)["cases"]
    asked = suite(Effort.EDGES)
    assert [(case["id"], case["clauses"][0]) for case in cases] == [(case.id, case.clause) for case in asked]
    assert all(case["level"] == clauses()[case["clauses"][0]].level for case in cases)
    assert {name for case in cases for name in case["clauses"]} == set(manifest_of(corpus)["clauses"])


def test_each_file_is_what_the_manifest_says_of_it(corpus: Path) -> None:
    """No file too many or too few, each with its digest and its size, and the recipe makes it."""
    pictures = manifest_of(corpus)["pictures"]
    found = {path: digest for path, digest in digests(corpus) if path != "manifest.json"}
    assert {path: known["sha256"] for path, known in pictures.items()} == found
    for path, known in pictures.items():
        picture = images.from_recipe(known["recipe"])
        assert (corpus / path).stat().st_size == known["bytes"]
        assert (picture.format, picture.width, picture.faces) == (known["format"], known["width"], known["faces"])
    assert len({known["recipe"] for known in pictures.values()}) == len(pictures)


def test_what_is_named_is_there(corpus: Path) -> None:
    """Files, hosted pictures, controls, roles and earlier calls that a case refers to exist."""
    manifest = manifest_of(corpus)
    for case in manifest["cases"]:
        assert set(case["controls"]) <= manifest["controls"].keys()
        for number, call in enumerate(case["calls"]):
            assert {given["role"] for given in call["credentials"] if "role" in given} <= manifest["roles"].keys()
            for field in call["fields"]:
                assert field.get("file", "pictures/bomb.png") in manifest["pictures"]
                assert field.get("url_of", "png") in manifest["hosted"]
                assert field.get("id_of", {"call": -1})["call"] < number


def test_no_credential_is_in_it(corpus: Path) -> None:
    """Neither the emulator's accounts nor the stand-ins that the suite was rehearsed with."""
    text = (corpus / "manifest.json").read_text("utf-8")
    known = [word for one in DEFAULT_ACCOUNTS for word in (one.api_id, one.api_secret)]
    assert not [word for word in [*known, "the id of good", "the secret of", "the url of"] if word in text]


def test_every_answer_of_the_emulator_is_allowed(corpus: Path) -> None:
    """A reader that knows the folder alone replays every case, with ids, urls and at once, and has no complaint."""
    roles = ("good", *SPECIAL_ACCOUNTS)
    accounts = {role: (one.api_id, one.api_secret) for role, one in zip(roles, DEFAULT_ACCOUNTS, strict=True)}
    with Emulator(allow_hosts=("127.0.0.1",), download_timeout=2) as emulator, Host(corpus) as host:
        reader = Reader(corpus, emulator.url, accounts, host.url)
        complaints = {case["id"]: reader.replay(case) for case in reader.manifest["cases"]}
    assert {name: wrong for name, wrong in complaints.items() if wrong} == {}


def test_a_wrong_answer_is_seen(corpus: Path) -> None:
    """Asked with the wrong account throughout, the reader complains about every case that is judged by its outcome."""
    accounts = dict.fromkeys(("good", *SPECIAL_ACCOUNTS), ("linkface-demo", "not-its-secret"))
    with Emulator() as emulator:
        reader = Reader(corpus, emulator.url, accounts)
        judged = [case for case in reader.manifest["cases"] if case["level"] != Level.OBSERVE]
        assert all(reader.replay(case) for case in judged)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["full"], "full is not empty"),
        (["full/a"], "full/a"),
        ([], "expected DIR or --sheet FILE.png"),
    ],
)
def test_a_place_that_cannot_be_written_is_told(arguments: list[str], told: str, tmp_path: Path) -> None:
    """One line, exit code 2, and what was there is left alone."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").write_text("mine")
    command = [sys.executable, "-m", "pytest_linkface", "corpus", *arguments]
    ended = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert ended.returncode == 2
    assert told in ended.stderr.splitlines()[-1]
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["a"]


def test_the_sheet_shows_every_picture(tmp_path: Path) -> None:
    """A PNG whose cells are as many as there are files, none of them blank."""
    file = tmp_path / "sheet.png"
    subprocess.run([sys.executable, "-m", "pytest_linkface", "corpus", "--sheet", str(file)], check=True)
    sheet = Image.open(file)
    width, height = sheet.width // 12, 236
    corners = [(x, y) for y in range(0, sheet.height, height) for x in range(0, sheet.width, width)]
    boxes = [(x, y, x + width, y + height) for x, y in corners]
    shown = [box for box in boxes if len(sheet.crop(box).getcolors(maxcolors=width * height) or []) > 1]
    assert shown == boxes[: len(shown)]
    assert len(shown) > len(boxes) - 12
