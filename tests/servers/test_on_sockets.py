"""The servers that judge the suite, on their sockets: what clients send and get, and how soon it begins and ends."""

import time
from collections.abc import Mapping
from typing import Any

import pytest
import requests

from .battery import GOOD, PATH, photo
from .controls import CONTROLS
from .faults import ONE_OF_EACH
from .liars import LIARS
from .reference import Reference


def _post(url: str, *, query: Mapping[str, bytes] = GOOD, **parts: Any) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.post(
            url + PATH, params={name: value.decode() for name, value in query.items()}, **parts, timeout=5
        )


def test_the_socket_takes_what_clients_send() -> None:
    """Requests posts files with credentials in the form, and what is not UTF-8 arrives as it was sent."""
    with Reference() as server:
        files = {"image_one_file": ("\u7167\u7247", photo()), "image_two_file": ("x.png", photo())}
        good = _post(server.url, query={}, data=GOOD, files=files)
        bad = _post(server.url, data={"remark": b"\xff\xfe"}, files=files)
    assert (good.status_code, good.json()["max_confidence"]) == (200, 1.0)
    assert (bad.status_code, bad.json()["status"]) == (400, "ENCODING_ERROR")


def test_serving_begins_and_ends_at_once() -> None:
    """A server listens and is gone again within a tenth of a second, and its port is free."""
    took = []
    for _ in range(4):
        began = time.perf_counter()
        with Reference() as server:
            url = server.url
        took.append(time.perf_counter() - began)
    assert min(took) < 0.1
    with pytest.raises(requests.ConnectionError):
        _post(url)


@pytest.mark.parametrize("name", ["slow", "http-1.0", "kept-open", "gzip", "chunked-small", "small-headers"])
def test_a_control_is_understood_by_a_client(name: str) -> None:
    """What concerns the socket is served so that Requests reads it, twice on one connection."""
    files = {"image_one_file": photo(), "image_two_file": photo()}
    with CONTROLS[name].serve() as server:
        for _ in range(2):
            assert _post(server.url, files=files).json()["max_confidence"] == 1.0


@pytest.mark.parametrize("name", LIARS)
def test_a_liar_never_answers_rightly_for_long(name: str) -> None:
    """No liar answers a good and a bad request as documented, and each begins and ends in time."""
    began = time.perf_counter()
    good = {"image_one_file": photo(), "image_two_file": photo()}
    bad = {"image_one_file": b"junk", "image_two_file": photo()}
    with LIARS[name].serve() as server:
        right = [_answered(server.url, files) for files in (good, bad, good, bad)]
    assert right != [(200, "OK"), (400, "CORRUPT_IMAGE")] * 2
    assert time.perf_counter() - began < 4


def _answered(url: str, files: Mapping[str, bytes]) -> tuple[int, str]:
    try:
        with requests.Session() as session:
            session.trust_env = False
            session.max_redirects = 4
            answer = session.post(url + PATH, params=dict(GOOD), files=files, timeout=0.3, stream=True)
            with answer:
                if "Content-Length" not in answer.headers:
                    return 0, "without an end"
                return answer.status_code, str(answer.json()["status"])
    except (requests.RequestException, ValueError, KeyError, TypeError, RecursionError) as error:
        return 0, type(error).__name__


def test_a_fault_over_the_socket() -> None:
    """What the table says arrives: every fault can be served, here one of each promise."""
    files = {"image_one_file": photo(), "image_two_file": photo()}
    for fault in ONE_OF_EACH.values():
        with fault.serve() as server:
            assert _post(server.url, files=files).status_code in {200, 201, 202, 400, 401, 404, 500}, fault.name
