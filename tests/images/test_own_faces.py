"""Somebody's own portraits in place of the drawn ones: shown, counted, named by nothing but a label."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from pytest_linkface import images
from pytest_linkface.images import PEOPLE, cast_from, cast_in_force, played_by

from ._decoding import by_opencv, faces_found, opened
from ._own_faces import NAMES, astronaut, faces_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six people."""
    return faces_in(tmp_path / "faces")


@pytest.mark.parametrize("faces", range(7))
def test_own_people_are_counted_like_drawn_ones(faces: int, folder: Path) -> None:
    """Two detectors find as many photographs as were asked for, on the studio's wall."""
    with played_by(cast_from(folder)):
        pixels = by_opencv(images.scene(faces).make())
    assert pixels is not None
    assert faces_found(pixels) == {"haar": faces, "hog": faces}


@pytest.mark.parametrize(
    "make", [images.scene, images.frames, lambda: images.foreign("PPM"), lambda: images.padded(images.scene(), 90_000)]
)
def test_only_the_bytes_change_and_only_for_a_while(make: Callable[[], images.Picture], folder: Path) -> None:
    """A picture made before shows the user's people while they are in force; recipe and truth stay as they were."""
    picture = make()
    drawn = picture.make()
    with played_by(cast_from(folder)):
        assert picture.make() != drawn
        assert make() == picture
    assert picture.make() == drawn
    assert cast_in_force() is None


@pytest.mark.parametrize("people", range(6, 9))
def test_different_roles_are_played_by_different_people(people: int, tmp_path: Path) -> None:
    """The two whom the suite compares are never played by one, and a crowd of five is five people."""
    cast = cast_from(faces_in(tmp_path, people))
    assert cast.portrait(0) is not cast.portrait(len(PEOPLE) // 2)
    assert len({id(cast.portrait(number)) for number in range(5)}) == 5


def test_whoever_has_several_portraits_shows_them_in_turn(folder: Path) -> None:
    """The first of six people by name plays the seventh drawn person too, with another photograph."""
    cast = cast_from(folder)
    assert cast.portrait(0) is not cast.portrait(6)
    assert cast.portrait(1) is cast.portrait(7)


def test_the_label_tells_photographs_and_no_names(folder: Path, tmp_path: Path) -> None:
    """It is hex digits, the same for the same files under other names, and another for other files."""
    label = cast_from(folder).label
    (folder / NAMES[0]).rename(folder / "A")
    assert re.fullmatch("[0-9a-f]{8}", label)
    assert cast_from(folder).label != cast_from(faces_in(tmp_path / "more", 7)).label
    assert NAMES[0] not in repr(cast_from(folder))


def test_a_photograph_is_shown_upright_and_never_squeezed(folder: Path) -> None:
    """EXIF is followed, wide pictures lose their sides and high ones their foot, and proportions are kept."""
    wide = Image.new("RGB", (400, 188), "white")
    wide.paste(astronaut(), (125, 0))
    tag = Image.Exif()
    tag[0x0112] = 6
    stored = wide.transpose(Image.Transpose.ROTATE_90)
    for file in (folder / NAMES[1]).iterdir():
        file.unlink()
    stored.save(folder / NAMES[1] / "turned.png", exif=tag)
    portrait = cast_from(folder).portrait(0).convert("RGB")
    assert portrait.size == (150, 188)
    assert max(ImageStat.Stat(ImageChops.difference(portrait, astronaut().crop((0, 0, 150, 188)))).mean) < 1


def _few(folder: Path) -> None:
    for file in (folder / NAMES[4]).iterdir():
        file.unlink()
    (folder / NAMES[4]).rmdir()


def _missing(folder: Path) -> None:
    folder.rename(folder.with_name("moved"))


def _empty(folder: Path) -> None:
    for file in (folder / NAMES[4]).iterdir():
        file.unlink()


def _small(folder: Path) -> None:
    astronaut().resize((80, 100)).save(folder / NAMES[4] / "a.png")


def _unreadable(folder: Path) -> None:
    (folder / NAMES[4] / "a.heic").write_bytes(b"\0\0\0\x20ftypheic")


def _cut(folder: Path) -> None:
    (folder / NAMES[4] / "a.bmp").write_bytes(images.cut(images.scene(format="PNG"), 0.5).make())


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_few, "faces: expected at least 6 folders, one for each person, not 5"),
        (_missing, "faces: No such file or directory"),
        (_empty, "Emil Real-Name: expected a portrait in it"),
        (_small, "a.png: 80 x 100 px are too few for a face; expected a portrait of at least 96 x 120"),
        (_unreadable, "a.heic: no JPEG, PNG or WebP picture that can be read (UnidentifiedImageError)"),
        (_cut, "a.bmp: no JPEG, PNG or WebP picture that can be read (OSError)"),
    ],
)
def test_a_folder_that_does_not_fit_is_refused(spoil: Callable[[Path], None], told: str, folder: Path) -> None:
    """The error says what is wrong, where, and what was expected."""
    spoil(folder)
    with pytest.raises(ValueError, match=re.escape(told)):
        cast_from(folder)


def test_the_command_writes_the_picture_with_the_same_people(folder: Path, tmp_path: Path) -> None:
    """``picture --faces DIR`` makes the very bytes that a run with these faces sent."""
    file = tmp_path / "picture.jpg"
    command = ["-m", "pytest_linkface", "picture", "--faces", str(folder), "images.scene()", str(file)]
    subprocess.run([sys.executable, *command], check=True)
    with played_by(cast_from(folder)):
        assert file.read_bytes() == images.scene().make()
    assert opened(file.read_bytes()).size == (240, 280)
