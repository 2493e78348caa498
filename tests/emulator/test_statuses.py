"""Each of the seventeen errors, by its cause and on the side that has it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_linkface.contract import ERRORS, PATH, validator
from pytest_linkface.emulator import DEFAULT_ACCOUNTS, Emulator
from pytest_linkface.images import bomb, flat, foreign, html, landscape, padded, scene, text
from tests.emulator._asking import DEMO, Reply, ask, compare, send

GOOD = scene(1).make()
PAIR = {"image_one_file": GOOD, "image_two_file": GOOD}


def with_account(number: int) -> Callable[[Emulator], Reply]:
    """A good call with one of the default accounts."""
    account = DEFAULT_ACCOUNTS[number]
    return lambda emulator: ask(emulator, {"api_id": account.api_id, "api_secret": account.api_secret}, files=PAIR)


CAUSES: dict[str, Callable[[Emulator], Reply]] = {
    "ENCODING_ERROR": lambda emulator: ask(emulator, DEMO | {"note": "照片".encode("gbk")}, files=PAIR),
    "INVALID_ARGUMENT": lambda emulator: ask(emulator, files={"image_one_file": GOOD}),
    "UNAUTHORIZED": lambda emulator: ask(emulator, DEMO | {"api_secret": "another"}, files=PAIR),
    "KEY_EXPIRED": with_account(1),
    "NO_PERMISSION": with_account(2),
    "OUT_OF_QUOTA": with_account(3),
    "RATE_LIMIT_EXCEEDED": with_account(4),
    "INTERNAL_ERROR": with_account(5),
    "NOT_FOUND": lambda emulator: ask(emulator, files=PAIR, url=PATH + "s"),
}

FAULTS: dict[str, dict[str, bytes | str]] = {
    "DOWNLOAD_ERROR": {"url": "http://localhost:1/photo.jpg"},
    "IMAGE_ID_NOT_EXIST": {"id": "0" * 32},
    "IMAGE_FILE_SIZE_TOO_BIG": {"file": padded(scene(1), 5 * 1024 * 1024 + 1).make()},
    "NO_FACE_DETECTED": {"file": landscape().make()},
    "TOO_MANY_FACES": {"file": scene(5).make()},
    "CORRUPT_IMAGE": {"file": text().make()},
    "INVALID_IMAGE_FORMAT_OR_SIZE": {"file": flat(8, 100).make()},
}


def ask_with(emulator: Emulator, side: str, source: str, value: bytes | str) -> Reply:
    """A call with a good picture on one side and something else on the other."""
    other = "two" if side == "one" else "one"
    files = {f"image_{other}_file": GOOD}
    if isinstance(value, bytes):
        return ask(emulator, DEMO, files=files | {f"image_{side}_{source}": value})
    return ask(emulator, DEMO | {f"image_{side}_{source}": value}, files=files)


def test_all_are_here() -> None:
    """Every documented error has a cause in these tests; DOWNLOAD_TIMEOUT's is among the downloads."""
    assert {status.name for status in ERRORS} == CAUSES.keys() | FAULTS.keys() | {"DOWNLOAD_TIMEOUT"}


@pytest.mark.parametrize("status", CAUSES)
def test_call(emulator: Emulator, status: str) -> None:
    """An error of the call as a whole has its documented code and fields."""
    reply = CAUSES[status](emulator)
    assert reply.json["status"] == status
    assert not list(validator("error").iter_errors(reply.json))
    assert reply.code == next(error.http_code for error in ERRORS if error.name == status)


@pytest.mark.parametrize("side", ["one", "two"])
@pytest.mark.parametrize("status", FAULTS)
def test_picture(emulator: Emulator, status: str, side: str) -> None:
    """An error of a picture names its side."""
    [(source, value)] = FAULTS[status].items()
    reply = ask_with(emulator, side, source, value)
    assert reply.verdict == (400, status, f"image_{side}")
    assert not list(validator("error").iter_errors(reply.json))


@pytest.mark.parametrize("content", [html().make(), b"", b"\xff\xd8\xff", GOOD[:300]])
def test_no_picture(emulator: Emulator, content: bytes) -> None:
    """What is no picture, or the beginning of one, is corrupt."""
    assert compare(emulator, content, GOOD).verdict == (400, "CORRUPT_IMAGE", "image_one")


def test_pictures_of_other_formats(emulator: Emulator) -> None:
    """A real picture in a format that is not listed is not called corrupt."""
    assert compare(emulator, foreign("WEBP").make(), GOOD).verdict == (400, "INVALID_IMAGE_FORMAT_OR_SIZE", "image_one")


@pytest.mark.parametrize("size", [(9, 9), (4000, 9), (9, 4000), (8, 9), (9, 8), (4001, 9), (9, 4001)])
def test_edges_of_size(emulator: Emulator, size: tuple[int, int]) -> None:
    """More than 8 and at most 4000 pixels, in each direction; what passes merely shows no face."""
    status = "NO_FACE_DETECTED" if all(8 < length <= 4000 for length in size) else "INVALID_IMAGE_FORMAT_OR_SIZE"
    assert compare(emulator, GOOD, flat(*size).make()).verdict == (400, status, "image_two")


def test_exactly_five_mebibytes(emulator: Emulator) -> None:
    """A picture of 5 MiB is compared like any other."""
    assert compare(emulator, padded(scene(1), 5 * 1024 * 1024).make(), GOOD).json["max_confidence"] > 0.9


def test_bomb_is_refused_by_its_header(emulator: Emulator) -> None:
    """A few kilobytes that would decode to gigabytes are refused before anything is decoded."""
    assert compare(emulator, bomb().make(), GOOD).verdict == (400, "INVALID_IMAGE_FORMAT_OR_SIZE", "image_one")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_other_paths(emulator: Emulator, method: str) -> None:
    """The endpoint is POST alone; the documented answer to all else is NOT_FOUND."""
    assert send(emulator.wsgi, b"", "", method=method).verdict == (404, "NOT_FOUND", None)


def test_request_id_is_new_each_time(emulator: Emulator) -> None:
    """Two calls, two ids, each TID and 32 hexadecimal digits."""
    ids = {ask(emulator).json["request_id"] for _ in range(2)}
    assert len(ids) == 2
    assert all(name[:3] == "TID" and len(bytes.fromhex(name[3:])) == 16 for name in ids)
