"""A server that is wrong as a whole gets a verdict that says so: broken if it answers, else too little verified."""

from __future__ import annotations

import pytest

from pytest_linkface.conformance import Effort, suite
from tests.conformance.judging import judged, told
from tests.servers.liars import LIARS, Liar

_CANNOT_BE_JUDGED = {
    "always-unauthorized", "always-no-face-detected", "always-rate-limit-exceeded", "always-out-of-quota",
    "always-502", "always-503", "always-429", "broken-off", "not-zipped", "reset", "closed", "babble", "hang", "drip",
}  # fmt: skip
"""They refuse the account, see no face on drawn people, put every call off or give no answer: nothing is known."""


@pytest.mark.parametrize("liar", LIARS.values(), ids=list(LIARS))
def test_a_liar_is_never_green(liar: Liar) -> None:
    """The exit code is 1 for an answer that breaks promises, 10 for none that could be judged."""
    verdict, _ = judged(liar.serve(), suite(Effort.CORE), timeout=1.0 if liar.name in ("hang", "drip") else 10.0)

    assert verdict.exit_code == (10 if liar.name in _CANNOT_BE_JUDGED else 1), told(verdict)
    assert verdict.coverage < verdict.fail_under, told(verdict)
