"""The shipped battery: our own emulator with one decision changed, and servers that lie."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache, partial
from pathlib import Path

from pytest_linkface.conformance import SPECIAL_ACCOUNTS
from pytest_linkface.emulator import CONTROLS, DEFAULT_ACCOUNTS, MUTANTS, Emulator, Variant, require_detector
from pytest_linkface.exchange import Account
from pytest_linkface.selfcheck._battery import Battery, gathered
from pytest_linkface.selfcheck._engine import Remembering
from pytest_linkface.selfcheck._liars import LIARS
from pytest_linkface.selfcheck._specimen import Served, Specimen, Stage

REASONS = Path(__file__).with_name("reasons.toml")
_DOWNLOAD_SECONDS = 1.5
"""How long the emulator waits for a download that never begins; half of it was too little on a busy machine."""
_PLAIN = "plain"


def shipped() -> Battery:
    """The mutants and controls of our emulator, and the liars.

    Raises:
        MissingExtraError: there is nothing to find faces with.
    """
    require_detector()
    good, *special = (Account(account.api_id, account.api_secret) for account in DEFAULT_ACCOUNTS)
    emulated = map(specimen, (*CONTROLS.values(), *MUTANTS.values()))
    known = dict(zip(SPECIAL_ACCOUNTS, special, strict=True))
    return Battery(_PLAIN, gathered((*emulated, *LIARS), REASONS), good, known)


def specimen(variant: Variant) -> Specimen:
    """A mutant if the variant breaks a clause, else a control."""
    return Specimen(variant.name, variant.what, partial(_served, variant), variant.clauses)


def _served(variant: Variant, stage: Stage) -> AbstractContextManager[Served]:
    return Emulator(
        allow_hosts=[stage.pictures], download_timeout=_DOWNLOAD_SECONDS, engine=_engine(), seed=stage.seed,
        variant=variant,
    )  # fmt: skip


@cache
def _engine() -> Remembering:
    """One for the process: most servers are shown the same pictures."""
    return Remembering()
