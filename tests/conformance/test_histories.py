"""What is drawn of uploads and ids: every way in which an id can lead elsewhere comes up, whatever the seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from pytest_linkface.conformance import suite
from pytest_linkface.contract import SIDES
from pytest_linkface.exchange import Call, ImageId, Upload
from tests.conformance.nobody import drawn

(HISTORIES,) = [case for case in suite() if "drawn histories" in case.name]
EVENTS = {
    "an upload as image one", "an upload as image two", "an id as image one", "an id as image two",
    "ids as both images", "an id of image one as image two", "an id of image two as image one",
    "an id of the call before", "an id of an earlier call", "an id once more", "an id beside an upload",
}  # fmt: skip


def events(calls: list[Call]) -> Iterator[str]:
    """What happens in a sequence of calls."""
    used: set[str] = set()
    for number, call in enumerate(calls):
        sources = {"one": call.one[0], "two": call.two[0]}
        ids = {side: str(source.id) for side, source in sources.items() if isinstance(source, ImageId)}
        yield from (f"an upload as image {side}" for side, source in sources.items() if isinstance(source, Upload))
        yield from (["ids as both images"] if len(ids) == len(SIDES) else [])
        yield from (["an id beside an upload"] if len(ids) == 1 else [])
        for side, id in ids.items():
            given_as, _, given_by = id.partition(" ")
            yield f"an id as image {side}"
            yield f"an id of image {given_as} as image {side}"
            yield "an id of the call before" if int(given_by) == number - 1 else "an id of an earlier call"
            yield from (["an id once more"] if id in used else [])
            used.add(id)


@pytest.mark.parametrize("seed", range(20))
def test_each_seed_draws_every_event(seed: int) -> None:
    """Uploads, ids in both slots, across, beside uploads, again, and after other calls: none is left to luck."""
    calls = drawn(HISTORIES, seed)
    came = Counter(events(calls))

    assert len(calls) == HISTORIES.calls
    assert came.keys() >= EVENTS, came
    assert min(came[event] for event in EVENTS) >= 4, came


def test_each_seed_draws_other_histories() -> None:
    """Twenty seeds are twenty times as much as one, and each is the same the next time."""
    told = [repr(drawn(HISTORIES, seed)) for seed in (0, 1, 2, 0)]

    assert told[0] == told[3]
    assert len(set(told)) == 3
