"""A folder of the user's own portraits, in force for a run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from pytest_linkface import images


def stand_in(config: pytest.Config) -> Callable[[], None]:
    """Let the people of ``--linkface-faces`` stand in for the drawn ones, until the returned function is called.

    Raises:
        pytest.UsageError: the folder does not fit; the text says what and where.
    """
    given = config.getoption("linkface_faces")
    if not given:
        raise pytest.UsageError("--linkface-faces: expected a folder")
    stack = ExitStack()
    try:
        stack.enter_context(images.played_by(images.cast_from(Path(given))))
    except ValueError as error:
        raise pytest.UsageError(f"--linkface-faces: {error}") from None
    return stack.close
