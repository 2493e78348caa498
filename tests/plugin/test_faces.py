"""A run with the user's own portraits: they are sent, and nothing that stays behind shows or names them."""

from pathlib import Path

import pytest

from pytest_linkface.contract import validator
from pytest_linkface.images import cast_from
from tests.images._own_faces import NAMES, faces_in
from tests.plugin._running import DEMO, pytest_in, write
from tests.plugin._targets import Counting, wrong_maximum
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
    assert not [name for name in NAMES if name in kept + ended.text]


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
