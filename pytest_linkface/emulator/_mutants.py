"""All mutants by name: each breaks one promise, so that whoever runs a gate can see it turn red."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Mapping
from difflib import get_close_matches

from pytest_linkface.emulator import (
    _mutants_of_answers,
    _mutants_of_calls,
    _mutants_of_errors,
    _mutants_of_pictures,
)
from pytest_linkface.emulator._variant import Variant

_PARTS = (_mutants_of_calls, _mutants_of_pictures, _mutants_of_answers, _mutants_of_errors)

MUTANTS: Mapping[str, Variant] = {variant.name: variant for part in _PARTS for variant in part.MUTANTS}
"""Every mutant by its name."""


def mutant(name: str) -> Variant:
    """The mutant of this name, for a flag; the error names the nearest ones."""
    if name in MUTANTS:
        return MUTANTS[name]
    near = " or ".join(get_close_matches(name, MUTANTS, n=3)) or "one of --list-mutants"
    raise ArgumentTypeError(f"there is no mutant {name}: perhaps {near}")


def listing() -> str:
    """A line for each mutant: its name, the clauses that it breaks, what it does."""
    return "".join(f"{one.name:<56} {', '.join(one.clauses):<40} {one.what}\n" for one in MUTANTS.values())
