"""What is collected while answers are read: clauses kept and broken, and ids to use again."""

from __future__ import annotations

import pytest

from pytest_linkface.checks import Judgement, id_of
from tests.checks._answers import SUCCESS


@pytest.mark.parametrize(
    ("given", "found"),
    [({"image_one_id": "6d1a"}, "6d1a"), ({"image_one_id": ""}, None), ({"image_one_id": 1}, None), ("x", None)],
)
def test_an_id_is_taken_only_where_there_is_one(given: object, found: str | None) -> None:
    """What an answer calls a side's id is used again if it is a text; nothing else is."""
    assert id_of(SUCCESS | {"image_one": given}, "one") == found


def test_what_is_broken_is_not_verified_whether_it_was_also_kept_or_not() -> None:
    """One of several answers that breaks a clause outweighs those that keep it, and what is left is neither."""
    judgement = Judgement()
    assert judgement.see("LF-OK-MAX", True, "", "")
    for clause in ("LF-OK-MAX", "LF-OK-SHAPE"):
        assert not judgement.see(clause, False, "expected", "observed")
    judgement.see("LF-OK-STATUS", True, "", "")
    assert judgement.verified == {"LF-OK-STATUS"}

    judgement.leave("LF-OK-STATUS", "LF-OK-SHAPE")
    assert judgement.verified == frozenset()
    assert set(judgement.broken) == {"LF-OK-MAX"}
