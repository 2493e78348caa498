"""Accounts as people write them: in a small TOML file, or as ``id:secret`` on a command line."""

from __future__ import annotations

import math
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pytest_linkface.emulator._accounts import Account, Rate


def read_accounts(path: Path) -> tuple[Account, ...]:
    """The accounts of a file, each a table ``[[account]]`` with the fields of ``Account``.

    Raises:
        ValueError: it cannot be read; the text says which account and field, and never repeats a value.
    """
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get("account")
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ValueError(f"{path}: not TOML") from None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"{path}: expected tables [[account]] with api_id and api_secret")
    return tuple(_account(row, f"{path}: account {number}") for number, row in enumerate(rows, 1))


def account_of(text: str) -> Account:
    """A good account from ``id:secret``; ValueError when it is not written so."""
    api_id, _, api_secret = text.partition(":")
    if not api_id or not api_secret:
        raise ValueError("an account is written as id:secret")
    return Account(api_id, api_secret)


def _account(row: dict[str, Any], where: str) -> Account:
    if unknown := row.keys() - FIELDS.keys():
        raise ValueError(f"{where}: unknown: {', '.join(sorted(unknown))}; there are {', '.join(FIELDS)}")
    if missing := [name for name in ("api_id", "api_secret") if not row.get(name)]:
        raise ValueError(f"{where}: {missing[0]} is missing")
    values = {name: _value(name, value, where) for name, value in row.items()}
    return Account(values.pop("api_id"), values.pop("api_secret"), **values)


def _value(name: str, value: object, where: str) -> Any:
    convert, expected = FIELDS[name]
    try:
        return convert(value)
    except (TypeError, ValueError, KeyError):
        raise ValueError(f"{where}: {name}: expected {expected}") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= math.inf:
        raise TypeError
    return value


def _moment(value: object) -> float:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC).timestamp()
    return _number(value)


def _rate(value: object) -> Rate:
    if not isinstance(value, dict) or value.keys() != {"burst", "per_second"}:
        raise TypeError
    return Rate(burst=int(_number(value["burst"])), per_second=_number(value["per_second"]))


FIELDS: dict[str, tuple[Any, str]] = {
    "api_id": (_text, "a text"),
    "api_secret": (_text, "a text"),
    "expires": (_moment, "a date, a time or seconds"),
    "permitted": (_flag, "true or false"),
    "quota": (_number, "a number of calls"),
    "rate": (_rate, "{ burst = 5, per_second = 1 }"),
    "fails": (_flag, "true or false"),
}
