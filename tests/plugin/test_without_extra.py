"""Whoever has not installed the emulator's extra is told so in one line, and judges other servers all the same."""

from pathlib import Path

import pytest

from tests.plugin._running import pytest_in


@pytest.mark.parametrize("absent", ["httptools", "cv2"])
def test_the_extra_is_named(tmp_path: Path, absent: str) -> None:
    """The suite against the embedded emulator ends before its first case, with the line that installs what lacks."""
    hiding = tmp_path / "hiding"
    hiding.mkdir()
    (hiding / "sitecustomize.py").write_text(f"import sys\nsys.modules[{absent!r}] = None\n")

    ended = pytest_in(tmp_path, "--linkface-contract", variables={"PYTHONPATH": str(hiding)})

    assert ended.code == 4
    assert 'pip install "pytest-linkface[emulator]"' in ended.text
    assert "Traceback" not in ended.text


@pytest.mark.parametrize(
    ("opencv", "words"),
    [
        ("raise ImportError('numpy.core.multiarray failed to import')", "cannot be loaded (numpy.core.multiarray"),
        ("raise AttributeError('_ARRAY_API not found')", "cannot be loaded (_ARRAY_API not found)"),
        ("", "ships no cascades"),
    ],
    ids=["another NumPy", "an odd error", "OpenCV 5"],
)
def test_an_opencv_that_does_not_work_turns_no_clause_red(tmp_path: Path, opencv: str, words: str) -> None:
    """The run ends before its first case, for else each good picture would be answered INTERNAL_ERROR."""
    (tmp_path / "hiding").mkdir()
    (tmp_path / "hiding" / "cv2.py").write_text(opencv)

    ended = pytest_in(tmp_path, "--linkface-contract", variables={"PYTHONPATH": str(tmp_path / "hiding")})

    assert ended.code == 4
    assert words in ended.text
    assert 'pip install "pytest-linkface[emulator]"' in ended.text
    assert "Traceback" not in ended.text
