"""Finds the JSON Schemas, in a wheel or in a checkout, and compiles each once."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema.protocols import Validator


def _text(name: str) -> str:
    from importlib.resources import files  # only where answers are judged

    shipped = files("pytest_linkface") / "schemas" / name
    if shipped.is_file():
        return shipped.read_text("utf-8")
    return (Path(__file__).parents[2] / "schemas" / name).read_text("utf-8")


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of ``schemas/NAME.json``, such as ``success``, ``error``, ``report`` or ``openapi``."""
    loaded: dict[str, Any] = json.loads(_text(f"{name}.json"))
    return loaded


def _is_number(_checker: object, value: object) -> bool:
    """Python reads NaN and Infinity out of JSON that has neither, and NaN is within every minimum and maximum."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


@cache
def validator(name: str) -> Validator:
    """A validator of one of the schemas, to which NaN is no number; jsonschema is imported when first asked for."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    numbers = Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number)
    strict: type[Validator] = extend(Draft202012Validator, type_checker=numbers)  # type: ignore[no-untyped-call]  # stub
    return strict(schema(name))
