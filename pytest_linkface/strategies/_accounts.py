"""Whose call it is, told by what differs from an account in order, so that no credential is ever drawn."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from pytest_linkface.exchange import Account, Placement
from pytest_linkface.strategies._recipe import recipe

NAMES = ("api_id", "api_secret")
_LETTERS = string.ascii_letters + string.digits + "-_ &=%+/?#\"'"
_WRONG = "no-such-"  # no account of anybody's begins so


@dataclass(frozen=True, slots=True, repr=False)
class Caller:
    """Who calls: an account by its role, and what is sent in place of its credentials."""

    role: str = "good"
    """``good``, or the documented error that the account provokes, such as ``KEY_EXPIRED``."""
    replaced: tuple[tuple[str, str | None], ...] = ()
    """Parameter to the text that is sent instead; None where it is not sent at all."""
    placement: Placement = Placement.QUERY

    @property
    def statuses(self) -> tuple[str, ...]:
        """The documented outcomes; whether nothing is a wrong credential or none, the manual leaves open."""
        if self.role != "good":
            return (self.role,)
        if not self.replaced:
            return ("OK",)
        return ("UNAUTHORIZED",) if all(text for _, text in self.replaced) else ("UNAUTHORIZED", "INVALID_ARGUMENT")

    def credentials(self, good: Account, special: Mapping[str, Account] | None = None) -> tuple[tuple[str, str], ...]:
        """What is sent, with the account in order and those in a special condition by their status."""
        account = good if self.role == "good" else (special or {})[self.role]
        texts: dict[str, str | None] = {**dict(account.fields), **dict(self.replaced)}
        return tuple((name, text) for name, text in texts.items() if text is not None)

    def __repr__(self) -> str:
        return recipe(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        del cycle
        printer.text(repr(self))


IN_ORDER = Caller()
"""Nothing is wrong about it."""


def accounts(*, special: Sequence[str] = ()) -> st.SearchStrategy[Caller]:
    """Callers in order or with exactly one fault: a credential that is wrong, empty or missing.

    ``special`` names the documented errors for which there is an account, such as ``KEY_EXPIRED``.
    """
    placements = st.sampled_from(Placement)
    good = st.builds(Caller, placement=placements)
    parts = [good, faulty_accounts()]
    if special:
        parts.append(st.builds(Caller, st.sampled_from(special), placement=placements))
    return st.one_of(parts)


def faulty_accounts() -> st.SearchStrategy[Caller]:
    """Callers whom the service does not know."""
    wrong = st.none() | st.just("") | st.builds(_wrong, st.text(_LETTERS, max_size=24))
    replaced = st.tuples(st.tuples(st.sampled_from(NAMES), wrong))
    return st.builds(Caller, replaced=replaced, placement=st.sampled_from(Placement))


def _wrong(text: str) -> str:
    return _WRONG + text
