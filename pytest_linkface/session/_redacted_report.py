"""A test's report without credentials: tracebacks with arguments and locals, captured output and log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import pytest


def redact_report(report: pytest.TestReport, redact: Callable[[str], str]) -> None:
    """Take credentials out of everything that a report shows; its structure, and so its colours, stay."""
    report.longrepr = _clean(report.longrepr, redact)
    report.sections = _clean(report.sections, redact)
    if report.longrepr is not None and redact(str(report.longrepr)) != str(report.longrepr):
        report.longrepr = redact(str(report.longrepr))  # a credential ran over the end of a line


def _clean(value: Any, redact: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list | tuple):
        return type(value)(_clean(one, redact) for one in value)
    if is_dataclass(value):
        for field in fields(value):
            if hasattr(value, field.name):
                setattr(value, field.name, _clean(getattr(value, field.name), redact))
    return value
