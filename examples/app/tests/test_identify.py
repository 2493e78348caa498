"""The application against an emulator that looks at the photos: no network, no account, no photo of anybody."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from conftest import Identify

from pytest_linkface import images
from pytest_linkface.emulator import MUTANTS, Account, Emulator

ANA, BO = images.scene(("ada",)).make(), images.scene(("kofi",)).make()
BOTH = images.scene(("kofi", "ada")).make()
NOBODY = images.landscape().make()


def test_the_same_person(identify: Identify, linkface_emulator: Emulator) -> None:
    """A selfie is found again on a document, and the endpoint got two files and nothing else."""
    answer = identify(ANA, ANA)
    linkface_emulator.calls.assert_called(times=1)
    linkface_emulator.calls.assert_called_with(image_one_file=ANA, image_two_file=ANA)
    assert answer == (200, {"identified": True, "face": 0})


def test_somebody_else(identify: Identify, linkface_emulator: Emulator) -> None:
    """Another person's document is told apart."""
    assert identify(ANA, BO) == (200, {"identified": False, "face": None})


def test_one_of_two(identify: Identify, linkface_emulator: Emulator) -> None:
    """On a picture of two people the right one is found."""
    linkface_emulator.recognise(BOTH, faces=["bo", "ana"])
    linkface_emulator.recognise(ANA, faces=["ana"])
    assert identify(ANA, BOTH) == (200, {"identified": True, "face": 1})


def test_the_right_photo_is_blamed(identify: Identify, linkface_emulator: Emulator) -> None:
    """The user is told which of the two photos shows nobody."""
    assert identify(ANA, NOBODY) == (422, {"error": "We see no face on your document."})
    linkface_emulator.calls.assert_answered("NO_FACE_DETECTED", side="two")
    assert identify(NOBODY, ANA) == (422, {"error": "We see no face on your selfie."})
    linkface_emulator.calls.assert_answered("NO_FACE_DETECTED", side="one")


@pytest.mark.parametrize("status", ["UNAUTHORIZED", "NO_PERMISSION", "INTERNAL_ERROR"])
def test_what_no_user_can_help(identify: Identify, linkface_emulator: Emulator, status: str) -> None:
    """Errors that have nothing to do with the photos are neither blamed on them nor taken for a result."""
    linkface_emulator.next(status=status)
    assert identify(ANA, ANA) == (503, {"error": "Please try again later."})


def test_calls_that_came_too_fast(
    identify: Identify, linkface_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are repeated after a pause; the emulator's clock goes on while the application sleeps."""
    monkeypatch.setattr(time, "sleep", linkface_emulator.clock.move)
    linkface_emulator.next(status="RATE_LIMIT_EXCEEDED", times=2)
    assert identify(ANA, ANA) == (200, {"identified": True, "face": 0})
    linkface_emulator.calls.assert_paused_after("RATE_LIMIT_EXCEEDED", seconds=1)


def test_a_spent_quota(identify: Identify, linkface_emulator: Emulator) -> None:
    """Asking again would not bring it back."""
    linkface_emulator.next(status="OUT_OF_QUOTA", times=9)
    assert identify(ANA, ANA)[0] == 503
    linkface_emulator.calls.assert_not_repeated_after("OUT_OF_QUOTA")


def test_a_proxy_in_between(identify: Identify, linkface_emulator: Emulator) -> None:
    """An HTML page instead of an answer, or none at all, is not the user's fault."""
    linkface_emulator.next(fault="bad_gateway")
    linkface_emulator.next(fault="reset")
    assert [identify(ANA, ANA)[0] for _ in range(2)] == [503, 503]


def test_nobody_can_listen(identify: Identify, linkface_emulator: Emulator) -> None:
    """Certificates are verified: faces and the secret go to nobody else."""
    identify(ANA, ANA)
    linkface_emulator.calls.assert_tls_verified()


@pytest.fixture
def broken_linkface(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """A server that breaks one of the manual's promises, which the emulator never does by itself."""
    with Emulator([Account("an-account", "of-the-test")], variant=MUTANTS[request.param]) as linkface:
        monkeypatch.setenv("LINKFACE_URL", linkface.url)
        yield linkface


@pytest.mark.parametrize("broken_linkface", ["status-in-small-letters"], indirect=True)
def test_almost_ok(identify: Identify, broken_linkface: Emulator) -> None:
    """Nobody gets in by a status that the manual does not have."""
    assert identify(ANA, ANA) == (503, {"error": "Please try again later."})


@pytest.mark.parametrize("broken_linkface", ["no-face-is-200"], indirect=True)
def test_an_error_under_200(identify: Identify, broken_linkface: Emulator) -> None:
    """An error is an error whatever its HTTP code."""
    assert identify(ANA, NOBODY) == (422, {"error": "We see no face on your document."})
