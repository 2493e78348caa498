"""The file of known failures that an option names."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_linkface.known_failures import KnownFailure, read


def known_failures_of(config: pytest.Config) -> tuple[KnownFailure, ...]:
    """The entries of ``--linkface-known-failures``; none without the option.

    Raises:
        pytest.UsageError: the file cannot be read, or is not as it should be; the text says where.
    """
    given = config.getoption("linkface_known_failures")
    if not given:
        return ()
    try:
        return read(Path(given).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise pytest.UsageError(f"--linkface-known-failures: {error}") from None
