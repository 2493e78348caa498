"""A run with the user's own portraits: they are sent, and nothing that stays behind shows or names them."""

import io
import re
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from pytest_linkface import images
from pytest_linkface.contract import validator
from pytest_linkface.images import cast_from
from tests._packed import unpacked
from tests.images._own_faces import NAMES, faces_in
from tests.plugin._running import DEMO, Ended, pytest_in, write
from tests.plugin._targets import Counting, Start, wrong_maximum
from tests.servers._serving import Served

FEW = ("-k", "LF-CALL-ENDPOINT or LF-IMG-MAX-FACES", "--linkface-fail-under=0")
SHOWN = """
from pytest_linkface import images

def test_shown():
    assert images.cast_in_force().label == {label!r}
"""


@pytest.mark.parametrize("workers", [(), ("-n2", "--dist=each")], ids=["alone", "xdist"])
def test_own_people_stand_in_for_a_run(workers: tuple[str, ...], tmp_path: Path) -> None:
    """Suite and own tests show them, in workers of xdist too; header and report tell the label, and no name."""
    folder = faces_in(tmp_path / "faces")
    label = cast_from(folder).label
    write(tmp_path, test_own=SHOWN.format(label=label))
    options = ("--linkface-contract", "--linkface-faces=faces", "--linkface-report=report")
    ended = pytest_in(tmp_path, *options, "-k", f"{FEW[1]} or test_shown", FEW[2], *workers)
    assert (ended.code, ended.count("failed")) == (0, 0)
    assert f"with faces {label}: 6 people of yours in place of the drawn ones" in ended.text
    document = ended.report()
    validator("report").validate(document)
    assert document["header"]["faces"] == label
    kept = b"".join(path.read_bytes() for path in (tmp_path / "report").iterdir()).decode()
    assert not [name for name in NAMES if name in kept + unpacked(kept) + ended.text]


def test_a_finding_says_how_to_make_its_picture_again(tmp_path: Path) -> None:
    """Without the folder the recipe would show the drawn people: the command asks for it, and names the label."""

    folder = faces_in(tmp_path / "faces")
    with Served(Counting(wrong_maximum)) as server:
        options = (f"--linkface-url={server.url}", f"--linkface-faces={folder}", "--linkface-report=report")
        ended = pytest_in(tmp_path, *options, "-k", "LF-CALL-ENDPOINT", variables=DEMO)
    assert ended.code == 1
    (line, _) = ended.report()["results"][0]["findings"][0]["pictures"]
    assert line.startswith('python -m pytest_linkface picture --faces DIR "images.scene(faces=(')
    assert line.endswith(f"  # with faces {cast_from(folder).label}")


class Repeating(Counting):
    """Breaks LF-OK-MAX, and sends back what was uploaded: as it came, in base64 and in hex, by turns."""

    def __init__(self) -> None:
        super().__init__(wrong_maximum)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer."""
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if len(self.calls) % 4 == 0:
            return super().__call__(environ | {"wsgi.input": io.BytesIO(sent)}, start)
        self.calls.append("repeated")
        picture = sent[sent.find(b"\xff\xd8\xff") :]
        body = (bytes, b64encode, bytes.hex)[len(self.calls) % 3](picture)
        said = body if isinstance(body, bytes) else body.encode()
        start("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(said)))])
        return [said]


def asked_of_a_repeating_one(folder: Path, *options: str) -> Ended:
    """A run with own faces against it."""
    faces_in(folder / "faces")
    with Served(Repeating()) as server:
        asked = f"--linkface-url={server.url}", "--linkface-faces=faces", "--linkface-effort=core", *FEW[:2]
        written = "--linkface-report=report", "--junit-xml=report/junit.xml"
        return pytest_in(folder, *asked, *written, *options, variables=DEMO)


def sent_in(ended: Ended) -> list[bytes]:
    """The pictures that the run's recipes name, with the user's people in them."""
    told = [one for row in ended.report()["results"] for one in row["exchanges"]]
    recipes = {value.partition(" as ")[0] for one in told for value in one["sent"].values()}
    with images.played_by(images.cast_from(ended.folder / "faces")):
        return [images.from_recipe(recipe).make() for recipe in sorted(recipes) if recipe.startswith("images.")]


def shown_in(text: str, picture: bytes) -> list[bytes]:
    """The pieces of a picture's beginning, which is what a cut text would show, that a text spells in some way."""
    pieces = [picture[at : at + 30] for at in range(0, 900, 30)]
    spelled = {piece: (repr(piece)[2:-1], piece.hex(), b64encode(piece).decode()) for piece in pieces}
    return [piece for piece, spellings in spelled.items() if any(one in text for one in spellings)]


def test_no_photo_stays_behind_unless_it_is_wished(tmp_path: Path) -> None:
    """Of a server that sends uploads back, no file holds a piece of a picture, and no picture is kept."""
    ended = asked_of_a_repeating_one(tmp_path)
    pictures = sent_in(ended)
    assert (ended.code, len(pictures) > 2, "whoever gets the folder" in ended.text) == (1, True, False)
    files = {path.name: path.read_bytes() for path in (tmp_path / "report").rglob("*") if path.is_file()}
    assert not [name for name, data in files.items() if any(picture[:200] in data for picture in pictures)]
    texts = [ended.text, *(data.decode() for data in files.values()), unpacked(files["report.html"].decode())]
    assert [piece for text in texts for picture in pictures for piece in shown_in(text, picture)] == []
    assert not (tmp_path / "report" / "pictures").exists()


def test_photos_are_kept_when_they_are_wished(tmp_path: Path) -> None:
    """With --linkface-keep those of findings lie there as they were sent, and the run says whose they are."""
    ended = asked_of_a_repeating_one(tmp_path, "--linkface-keep")
    kept = {path.name: path.read_bytes() for path in (tmp_path / "report" / "pictures").iterdir()}
    findings = [finding for row in ended.report()["results"] for finding in row["findings"]]
    assert kept.keys() == {name for one in findings for name in re.findall(r"@pictures/([\w.]+)", one["curl"])}
    assert set(kept.values()) <= set(sent_in(ended))
    assert "They show portraits of yours: whoever gets the folder gets them." in ended.text
    page = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert [piece for picture in kept.values() for piece in shown_in(page + unpacked(page), picture)] == []


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--linkface-faces=", "--linkface-faces: expected a folder"),
        ("--linkface-faces=nowhere", "--linkface-faces: nowhere: No such file or directory"),
        ("--linkface-faces=.", "--linkface-faces: .: expected at least 6 folders, one for each person, not 0"),
    ],
)
def test_a_folder_that_does_not_fit_is_a_usage_error(option: str, told: str, tmp_path: Path) -> None:
    """The run ends with pytest's 4 before anything is asked, and says what to mend."""
    ended = pytest_in(tmp_path, "--linkface-contract", option)
    assert ended.code == 4
    assert f"ERROR: {told}" in ended.text
