"""Whole calls: asked of the emulator they get what they say, and in print they are short and tell no secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from pytest_linkface import images, strategies
from pytest_linkface.checks import Expectation, judge
from pytest_linkface.client import send
from pytest_linkface.conformance import SPECIAL_ACCOUNTS
from pytest_linkface.contract import FORMATS, PATH, clauses
from pytest_linkface.emulator import DEFAULT_ACCOUNTS, Emulator
from pytest_linkface.exchange import Account, Exchange, ImageId, Placement, Upload
from pytest_linkface.images import Picture
from pytest_linkface.strategies import Asked, Caller

SECRET = "c4n4ry-S3cret"
GOOD, *SPECIAL = (Account(one.api_id, one.api_secret) for one in DEFAULT_ACCOUNTS)
BY_STATUS = dict(zip(SPECIAL_ACCOUNTS, SPECIAL, strict=True))
ONE = images.scene()
NAMES = {"Asked": Asked, "Caller": Caller, "ImageId": ImageId, "Placement": Placement, "images": images}
patient = settings(max_examples=3000, database=None, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def asking() -> Iterator[Callable[[Asked], Exchange]]:
    """A function that asks the emulator."""
    with Emulator() as emulator, requests.Session() as session:

        def ask(asked: Asked) -> Exchange:
            call = asked.call(GOOD, BY_STATUS)
            return Exchange(call, send(session, call, emulator.url, timeout=30))

        yield ask


@settings(max_examples=50, deadline=None, database=None, derandomize=True)
@given(asked=strategies.calls(special=SPECIAL_ACCOUNTS))
def test_the_emulator_answers_each_call_as_it_says(asking: Callable[[Asked], Exchange], asked: Asked) -> None:
    """Fifty drawn calls, judged by the checks: every outcome is documented for that call, and none breaks a clause."""
    judgement = judge(asking(asked), Expectation(**asked.expected))
    assert judgement.broken == {}
    assert asked.expected["clause"] in judgement.verified


@given(asked=strategies.calls(special=SPECIAL_ACCOUNTS))
def test_a_call_has_no_fault_or_one(asked: Asked) -> None:
    """What is odd about it are sides, caller or path, never two of them; and its clause exists."""
    usual = [shown for shown in (asked.one, asked.two) if isinstance(shown, Picture) and shown.format in FORMATS]
    odd = [len(usual) < 2, asked.caller.statuses != ("OK",), asked.path != PATH]
    assert sum(odd) <= (asked.statuses != ("OK",))
    assert asked.expected["clause"] in clauses()
    assert (asked.shape is None) == (asked.statuses != ("OK",))


WANTED: dict[str, Callable[[Asked], bool]] = {
    "Asked(images.scene(), images.scene())": lambda _: True,
    "Asked(images.scene(), images.scene(), caller=Caller(placement=Placement.FORM))": (
        lambda asked: asked.caller.placement is Placement.FORM and asked.statuses == ("OK",)
    ),
    "Asked(images.scene(), images.scene(), auto_rotate=(('two', 'false'),))": lambda asked: bool(asked.auto_rotate),
    "Asked(images.scene(faces=5), images.scene(), statuses=('TOO_MANY_FACES',), side='one')": (
        lambda asked: "TOO_MANY_FACES" in asked.statuses
    ),
    "Asked(images.scene(), None, statuses=('INVALID_ARGUMENT',))": lambda asked: asked.two is None,
    "Asked(images.scene(), images.scene(), path='/identity/compare_faces_in_two_image', statuses=('NOT_FOUND',))": (
        lambda asked: asked.path != PATH
    ),
}


@pytest.mark.parametrize("dullest", WANTED)
def test_a_bug_shrinks_to_the_dullest_call(dullest: str) -> None:
    """Nothing that the bug does not depend on is left."""
    assert repr(find(strategies.calls(), WANTED[dullest], settings=patient)) == dullest


@given(asked=strategies.calls(special=SPECIAL_ACCOUNTS), caller=strategies.accounts(special=SPECIAL_ACCOUNTS))
def test_the_repr_can_be_pasted_back(asked: Asked, caller: Caller) -> None:
    """It evaluates to an equal value, in a line or two."""
    assert eval(repr(asked), NAMES) == asked
    assert eval(repr(caller), NAMES) == caller
    assert len(repr(asked)) < 400


@pytest.mark.parametrize(
    ("caller", "sent", "statuses"),
    [
        (Caller(), {"api_id": "id", "api_secret": SECRET}, ("OK",)),
        (Caller("KEY_EXPIRED"), {"api_id": "old", "api_secret": "old-secret"}, ("KEY_EXPIRED",)),
        (Caller(replaced=(("api_id", "no-such-"),)), {"api_id": "no-such-", "api_secret": SECRET}, ("UNAUTHORIZED",)),
        (Caller(replaced=(("api_id", None),)), {"api_secret": SECRET}, ("UNAUTHORIZED", "INVALID_ARGUMENT")),
        (
            Caller(replaced=(("api_secret", ""),)),
            {"api_id": "id", "api_secret": ""},
            ("UNAUTHORIZED", "INVALID_ARGUMENT"),
        ),
    ],
)
def test_a_caller_sends_what_it_says(caller: Caller, sent: dict[str, str], statuses: tuple[str, ...]) -> None:
    """Its own credentials but for those that are replaced or left out, with the outcomes documented for that."""
    given = caller.credentials(Account("id", SECRET), {"KEY_EXPIRED": Account("old", "old-secret")})
    assert dict(given) == sent
    assert caller.statuses == statuses


@contextmanager
def failure_of(asked: st.SearchStrategy[Asked], database: Any = None) -> Iterator[list[str]]:
    """The notes on a test that fails with whatever is drawn, and holds a secret while it does."""
    notes: list[str] = []
    account = Account("id", SECRET)

    @settings(database=database, deadline=None, phases=(Phase.generate, Phase.shrink))
    @given(asked)
    def fails(asked: Asked) -> None:
        assert asked.call(account) is None

    with pytest.raises(AssertionError) as failure:
        fails()
    notes += [*failure.value.__notes__, str(failure.getrepr(showlocals=True))]
    yield notes


def test_neither_print_nor_database_holds_a_secret() -> None:
    """A failing call is printed without the credentials that it is sent with, and remembered in few bytes."""
    database = InMemoryExampleDatabase()
    with failure_of(strategies.calls(), database) as notes:
        assert SECRET not in "\n".join(notes)
    kept = [value for values in database.data.values() for value in values]
    assert kept
    assert max(map(len, kept)) < 100
    assert SECRET.encode() not in b"".join(kept)


def test_arguments_replace_what_the_contract_says() -> None:
    """Another service's formats and limits hold for every good picture of a call."""

    @settings(database=None)
    @given(strategies.calls(formats=["PNG"], max_px=900, max_faces=2))
    def holds(asked: Asked) -> None:
        for picture in (asked.one, asked.two):
            if asked.statuses == ("OK",):
                assert isinstance(picture, Picture)
                assert picture.format == "PNG"
                assert max(picture.width, picture.height) <= 900
                assert picture.faces <= 2

    holds()


def test_a_call_is_sent_like_any_other() -> None:
    """Sides, turns and path stand where the manual wants them."""
    call = Asked(ONE, ImageId("0" * 32), Caller(placement=Placement.FORM), (("one", "true"),)).call(GOOD)
    assert list(call.parameters()) == [
        ("image_one_file", Upload.of(ONE)),
        ("image_two_id", "0" * 32),
        ("image_one_auto_rotate", "true"),
    ]
    assert (call.placement, call.path) == (Placement.FORM, PATH)
