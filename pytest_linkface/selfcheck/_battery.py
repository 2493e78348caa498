"""A set of servers that the suite is tried on, found by its address, so that every process can make its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from pathlib import Path

from pytest_linkface.exchange import Account
from pytest_linkface.selfcheck._specimen import Specimen


@dataclass(frozen=True, slots=True)
class Battery:
    """Servers that differ from a plain one, and the accounts that all of them know."""

    plain: str
    """The name of the control that answers as every other server does, what is special of that one apart."""
    specimens: Mapping[str, Specimen]
    account: Account = field(repr=False)
    special: Mapping[str, Account] = field(repr=False)

    def names(self, only: str = "") -> list[str]:
        """Controls first, for nothing ends their questions. ``only`` leaves liars and other clauses' mutants out."""
        asked = [one for one in self.specimens.values() if not only or not one.ending]
        asked = [one for one in asked if not one.clauses or only in ("", *one.clauses)]
        return [one.name for one in sorted(asked, key=lambda one: bool(one.clauses) or bool(one.ending))]


def gathered(specimens: Iterable[Specimen], reasons: Path) -> Mapping[str, Specimen]:
    """Specimens by name, with the reasons that a TOML file pins for them."""
    pinned = tomllib.loads(reasons.read_text("utf-8")) if reasons.is_file() else {}
    return {one.name: replace(one, reasons=tuple(pinned.get(one.name, ()))) for one in specimens}


@cache
def battery(address: str) -> Battery:
    """The battery at an address such as ``package.module:NAME``, which is a function without arguments.

    Raises:
        ValueError: there is none.
    """
    module, _, name = address.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        raise ValueError(f"there is no battery {address!r}: expected package.module:NAME") from None
    made: Battery = found()
    return made
