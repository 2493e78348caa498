"""``python -m pytest_linkface report``: files in, one page out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pytest_linkface.__main__ import main
from pytest_linkface.contract import clauses
from pytest_linkface.reports import page
from tests._runs import MUST
from tests.reports import _documents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the reports of three runs, the last of them broken off."""
    made = {"a": _documents.of(), "b": _documents.of(broken_ids=MUST[:1]), "cut": _documents.interrupted()}
    for name, document in made.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document), "utf-8")
    return tmp_path


def test_reports_become_one_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the order in which they are named, into the file that is named, which is printed."""
    names = [str(folder / f"{name}.json") for name in ("b", "a", "cut")]
    out = folder / "new" / "matrix.html"
    assert main(["report", *names, "-o", str(out)]) == 0
    assert capsys.readouterr() == (f"{out}\n", "")
    assert out.read_text("utf-8") == page([json.loads(Path(name).read_bytes()) for name in names])


def test_the_page_of_one_report_has_a_usual_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without ``-o`` it is report.html, where one is."""
    monkeypatch.chdir(folder)
    assert main(["report", "a.json"]) == 0
    assert capsys.readouterr().out == "report.html\n"
    assert all(name in (folder / "report.html").read_text("utf-8") for name in clauses())


@pytest.mark.parametrize("content", ["", "{", "[]", '{"header": {}}', "\udce9", "[" * 100_000], ids=repr)
def test_what_is_no_report_is_named_and_not_shown(
    folder: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is 2, the sentence names the file, and no page is written."""
    odd = folder / "odd.json"
    odd.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert main(["report", str(folder / "a.json"), str(odd), "-o", str(folder / "out.html")]) == 2
    assert capsys.readouterr() == ("", f"{odd} is no report.json of pytest-linkface\n")
    assert not (folder / "out.html").exists()


def test_a_report_that_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2."""
    assert main(["report", str(folder / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


def test_a_page_never_replaces_one_of_its_reports(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the keyboard costs no report."""
    before = (folder / "a.json").read_bytes()
    assert main(["report", str(folder / "b.json"), str(folder / "a.json"), "-o", str(folder / "." / "a.json")]) == 2
    assert "is one of the reports: name another file with -o" in capsys.readouterr().err
    assert (folder / "a.json").read_bytes() == before


def test_half_a_surrogate_pair_in_a_report_is_no_reason_to_have_no_page(folder: Path) -> None:
    """What ``report.json`` can hold, the page can hold."""
    (folder / "odd.json").write_text(json.dumps(_documents.hostile()), "utf-8")
    assert main(["report", str(folder / "odd.json"), "-o", str(folder / "odd.html")]) == 0
    assert r"\ud800" in (folder / "odd.html").read_text("utf-8")
