"""Every server that breaks one promise is found out, and the promise is named."""

from __future__ import annotations

import pytest

from pytest_linkface.conformance import suite
from pytest_linkface.verdict import Result
from tests.conformance.judging import judged, told
from tests.servers.faults import FAULTS, Fault


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_a_broken_promise_is_named(fault: Fault) -> None:
    """The suite ends with 1 and names a clause that the fault has broken."""

    def named(result: Result) -> bool:
        return any(finding.clause in fault.ids for finding in result.findings)

    cases = sorted(suite(), key=lambda case: not case.clause.startswith(fault.ids))
    verdict, results = judged(fault.serve(download_seconds=0.5), cases, enough=named)

    assert verdict.exit_code == 1, told(verdict)
    assert named(results[-1]), told(verdict)
