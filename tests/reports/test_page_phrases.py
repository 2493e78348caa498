"""The page's Chinese for what the kit says of a case: held to the code that says it, and to the manual's words."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import pytest_linkface
from pytest_linkface.contract import STATUSES, clauses
from pytest_linkface.reports._page_phrases import in_chinese

ROOT = Path(pytest_linkface.__file__).parent
SAYING = ("checks", "client", "conformance")
TABLE = tomllib.loads((ROOT / "reports" / "page" / "phrases.zh.toml").read_text("utf-8"))
HAN = re.compile("[\u4e00-\u9fff]")
FROM_THE_SYSTEM = {"connection refused"}
"""What the operating system says, in words that are the same on all of them."""


@cache
def said() -> frozenset[str]:
    """Every text in the code of those who say something, with {} for what is put in."""
    paths = [ROOT / "verdict.py", *(path for name in SAYING for path in (ROOT / name).rglob("*.py"))]
    code = [text for path in paths for text in _texts(path)]
    needs = [one.needs for one in clauses().values() if one.needs]
    return frozenset([*code, *needs])


def _texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)


@pytest.mark.parametrize("english", sorted(set(TABLE) - FROM_THE_SYSTEM))
def test_each_phrase_is_said_somewhere(english: str) -> None:
    """A phrase that the code words otherwise now is found out here, and not by a reader of Chinese."""
    pattern = re.compile(".+".join(map(re.escape, english.split("{}"))), re.DOTALL)
    assert any(pattern.fullmatch(text) for text in said()), f"nobody says {english!r} any more"


@pytest.mark.parametrize("english", TABLE)
def test_each_phrase_has_chinese_for_all_that_is_put_in(english: str) -> None:
    """As many places on both sides, in an order that format() keeps, and no English sentence left."""
    assert TABLE[english].count("{}") == english.count("{}")
    assert HAN.search(TABLE[english])
    values = [f"value{number}" for number in range(english.count("{}"))]
    assert in_chinese(english.format(*values)) == TABLE[english].format(*values)


@pytest.mark.parametrize("status", STATUSES)
def test_statuses_get_the_manuals_own_words(status: str) -> None:
    """What its table of errors says stands beside the name; OK needs none."""
    text = f"{STATUSES[status].http_code} {status}"
    chinese = in_chinese(text)
    assert chinese is not None
    assert chinese.startswith(text)
    assert (HAN.search(chinese) is None) == (status == "OK")


def test_an_expectation_is_put_together() -> None:
    """Outcomes with the manual's words, and the side that has to be blamed."""
    chinese = in_chinese("400 NO_FACE_DETECTED or 400 CORRUPT_IMAGE for image two") or ""
    first, _, second = chinese.partition(" 或 ")
    assert first.startswith("400 NO_FACE_DETECTED")
    assert "图片未检测出人脸" in first
    assert second.startswith("400 CORRUPT_IMAGE")
    assert second.endswith("针对第二张图片")


@pytest.mark.parametrize("need", sorted({one.needs for one in clauses().values() if one.needs}))
def test_what_a_clause_needs_is_said_in_chinese(need: str) -> None:
    """Every need of a clause, with the name of its variable or option."""
    chinese = in_chinese(need)
    assert chinese is not None
    assert [word for word in re.findall(r"LINKFACE_\w+|--[\w-]+", need) if word not in chinese] == []


@pytest.mark.parametrize("text", ["", "500 text/html: 'not a word of ours'", json.dumps({"a": 1}), "x" * 5_000])
def test_a_servers_words_stay_as_they_are(text: str) -> None:
    """What the kit did not say has no Chinese."""
    assert in_chinese(text) is None


def test_a_servers_words_are_kept_within_a_phrase() -> None:
    """What came is quoted in the middle of a sentence."""
    chinese = in_chinese("no positive control: two good PNG pictures were answered 502 text/html: '<h1>'")
    assert chinese == "没有可作对照的正常应答:两张正常图片(PNG pictures)得到 502 text/html: '<h1>'"
