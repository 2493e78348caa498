"""Finds the JSON Schemas, in a wheel or in a checkout, and compiles each once."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


def _text(name: str) -> str:
    shipped = files("pytest_linkface") / "schemas" / name
    if shipped.is_file():
        return shipped.read_text("utf-8")
    return (Path(__file__).parents[2] / "schemas" / name).read_text("utf-8")


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of ``schemas/NAME.json``, such as ``success``, ``error``, ``report`` or ``openapi``."""
    loaded: dict[str, Any] = json.loads(_text(f"{name}.json"))
    return loaded


@cache
def validator(name: str) -> Draft202012Validator:
    """A validator of one of the schemas; jsonschema is imported when it is first asked for."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema(name))
