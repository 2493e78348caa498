"""A battery is found by its address, and says who is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_linkface.selfcheck import battery, gathered
from pytest_linkface.selfcheck._command import SHIPPED
from pytest_linkface.selfcheck._liars import LIARS


def test_controls_are_tried_first() -> None:
    """Whatever is asked to its end begins first, so that no process waits for it alone."""
    known = battery(SHIPPED)
    kinds = [bool(known.specimens[name].clauses or known.specimens[name].ending) for name in known.names()]

    assert kinds == sorted(kinds)
    assert set(known.names()) == set(known.specimens)


def test_one_clause_has_its_own_mutants() -> None:
    """Confined to a clause, its mutants and every control are tried, and no liar."""
    known = battery(SHIPPED)
    tried = [known.specimens[name] for name in known.names("LF-IMG-BMP")]

    assert {one.name for one in tried if one.clauses} == {"no-bmp", "no-bmp-for-two"}
    assert not [one for one in tried if one.ending]
    assert len([one for one in tried if not one.clauses]) >= 30


@pytest.mark.parametrize("address", ["", "nowhere:BATTERY", "pytest_linkface.selfcheck:NO_SUCH", "no address"])
def test_an_address_that_leads_nowhere_is_told(address: str) -> None:
    """The error says how an address is written."""
    with pytest.raises(ValueError, match=r"there is no battery '.*': expected package.module:NAME"):
        battery(address)


def test_reasons_are_pinned_by_name(tmp_path: Path) -> None:
    """Reasons are read from a file; without one nothing is pinned."""
    name, file = LIARS[0].name, tmp_path / "reasons.toml"
    file.write_text(f'"{name}" = ["200 OK", "image: missing"]\n', "utf-8")

    assert gathered(LIARS[:1], file)[name].reasons == ("200 OK", "image: missing")
    assert gathered(LIARS[:1], tmp_path / "none.toml")[name].reasons == ()
