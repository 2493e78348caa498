"""Whoever has not installed the emulator's extra is told so in one line, and judges other servers all the same."""

from pathlib import Path

import pytest

from tests.plugin._running import pytest_in


@pytest.mark.parametrize("absent", ["h11", "cv2"])
def test_the_extra_is_named(tmp_path: Path, absent: str) -> None:
    """The suite against the embedded emulator ends before its first case, with the line that installs what lacks."""
    hiding = tmp_path / "hiding"
    hiding.mkdir()
    (hiding / "sitecustomize.py").write_text(f"import sys\nsys.modules[{absent!r}] = None\n")

    ended = pytest_in(tmp_path, "--linkface-contract", variables={"PYTHONPATH": str(hiding)})

    assert ended.code == 4
    assert 'pip install "pytest-linkface[emulator]"' in ended.text
    assert "Traceback" not in ended.text
