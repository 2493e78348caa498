"""A ``report.json`` read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import ValidationError

from pytest_linkface.contract import validator


def read(path: Path) -> dict[str, Any]:
    """The report in a file, held to its schema; without a ``footer`` its run was interrupted.

    Raises:
        OSError: the file cannot be read.
        ValueError: it holds something else.
    """
    try:
        report: dict[str, Any] = json.loads(path.read_bytes())
        validator("report").validate(report)
    except (ValueError, RecursionError, ValidationError) as error:
        raise ValueError(f"{path} is no report.json of pytest-linkface") from error
    return report
