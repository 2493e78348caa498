"""Each documented error as an exception of its own."""

from __future__ import annotations

import pickle

import pytest

from pytest_linkface import errors
from pytest_linkface.client import Client, ImageId, decode
from pytest_linkface.contract import ERRORS, Status
from pytest_linkface.emulator import Emulator
from pytest_linkface.errors import BY_STATUS, Refused
from tests.client.test_comparison import answer


def refused(status: Status, **fields: object) -> Refused:
    """The exception of a status that came with these fields."""
    with pytest.raises(Refused) as refusal:
        decode(answer(status.http_code, status=status.name, **fields))
    return refusal.value


def test_every_documented_error_has_a_class() -> None:
    """The seventeen, and no class besides."""
    assert set(BY_STATUS) == {status.name for status in ERRORS}
    assert len(set(BY_STATUS.values())) == len(ERRORS)


@pytest.mark.parametrize("status", ERRORS, ids=lambda status: status.name)
def test_a_refusal_tells_all_that_the_answer_told(status: Status) -> None:
    """Class, code, status, image with its side, reason and request id."""
    error = refused(status, image="image_two", reason="因为", request_id="TID1")
    assert type(error) is BY_STATUS[status.name]
    assert (error.status, error.http_code) == (status.name, status.http_code)
    assert (error.image, error.side) == ("image_two", "two")
    assert (error.reason, error.request_id) == ("因为", "TID1")
    assert str(error) == f"{status.http_code} {status.name}, image image_two, reason 因为, request_id TID1"


@pytest.mark.parametrize("status", ERRORS, ids=lambda status: status.name)
def test_a_refusal_without_company_is_one_all_the_same(status: Status) -> None:
    """A service that forgets image, reason or request id does not hide its status."""
    error = refused(status, image=..., reason=..., request_id=...)
    assert (error.image, error.side, error.reason, error.request_id) == (None, None, None, None)
    assert str(error) == f"{status.http_code} {status.name}"


@pytest.mark.parametrize(
    ("image", "side"),
    [("image_one", "one"), ("IMAGE_TWO_FILE", "two"), ("image_one_id", "one"), ("selfie", None), ("", None), (1, None)],
)
def test_the_side_is_named_only_where_the_answer_names_it(image: object, side: str | None) -> None:
    """``selfie``, the manual's own example, belongs to another endpoint and names no side."""
    assert refused(ERRORS[5], image=image).side == side


def test_a_long_reason_is_cut_in_the_text_alone() -> None:
    """The message stays readable, the attribute keeps every word."""
    error = refused(ERRORS[9], reason="x" * 5000)
    assert len(str(error)) < 400
    assert error.reason == "x" * 5000


@pytest.mark.parametrize(
    "error",
    [
        errors.NoAnswer("no connection"),
        errors.UndocumentedAnswer(502, "'x'"),
        errors.TooManyFaces("TOO_MANY_FACES", 400, image="image_one", request_id="TID1"),
    ],
)
def test_errors_survive_a_process_boundary(error: errors.LinkfaceError) -> None:
    """A pool of processes hands the same exception on, with all that it knows."""
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("expired", errors.KeyExpired),
        ("forbidden", errors.NoPermission),
        ("spent", errors.OutOfQuota),
        ("hasty", errors.RateLimitExceeded),
        ("broken", errors.InternalError),
        ("unknown", errors.Unauthorized),
    ],
)
def test_the_account_at_fault_is_told_by_class(name: str, kind: type[Refused], emulator: Emulator) -> None:
    """A spent and a hasty account, both 403, can be told apart by ``except``."""
    with Client(emulator.url, f"linkface-{name}", f"linkface-{name}-secret") as client, pytest.raises(kind):
        client.compare_faces_in_two_images(b"1", b"2")


def test_an_unknown_id_is_blamed_on_its_side(client: Client, ana: bytes) -> None:
    """From the wire to the exception: status, side and a request id to quote."""
    with pytest.raises(errors.ImageIdNotExist) as refusal:
        client.compare_faces_in_two_images(ana, ImageId("0" * 32))
    assert refusal.value.side == "two"
    assert refusal.value.request_id
