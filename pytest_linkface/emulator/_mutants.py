"""All mutants by name: each breaks one promise, so that whoever runs a gate can see it turn red."""

from __future__ import annotations

from collections.abc import Mapping

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
