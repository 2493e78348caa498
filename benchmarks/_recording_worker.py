"""What the two tests of a benchmark's project do; a pytest plugin too, which sees what it takes to set a test up.

The environment says what is to be measured, and where the result is to be written.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import signal
import statistics
import sys
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
import requests
from urllib3.filepost import encode_multipart_formdata

PATH = "/identity/compare_faces_in_two_images"
ACCOUNT = {"api_id": "benchmark-account", "api_secret": "benchmark-canary-5ec12e7"}
REPEATS = {20_000: 200, 1_000_000: 20, 5_000_000: 15}
Sessions = Callable[[], requests.Session]
_setting_up: list[float] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup() -> Generator[None, None, None]:
    """Measure what a recorder takes before a test begins."""
    started = time.process_time()
    yield
    _setting_up.append((time.process_time() - started) * 1000)


def do(sessions: Sessions) -> None:
    """The task that the environment names. Costs are those of the second test: the first one loads the modules."""
    task, url, value = (os.environ[f"BENCHMARK_{name}"] for name in ("TASK", "URL", "VALUE"))
    result = TASKS[task](sessions, url, int(value))
    Path(os.environ["BENCHMARK_RESULT"]).write_text(json.dumps(result), "utf-8")


def pictures(size: int, seed: int = 0) -> dict[str, tuple[str, bytes, str]]:
    """Two pictures as far as a recorder can tell."""
    drawn = random.Random(f"{size} {seed}")  # noqa: S311 -- pictures are no secrets
    magic = b"\xff\xd8\xff\xe0"
    return {
        f"image_{side}_file": (f"{side}.jpg", magic + drawn.randbytes(size - len(magic)), "image/jpeg")
        for side in ("one", "two")
    }


def pinned(url: str, files: dict[str, tuple[str, bytes, str]], query: str = "") -> requests.PreparedRequest:
    """A request whose boundary is always the same, so that recorders which compare bodies can find it."""
    body, kind = encode_multipart_formdata(files, boundary="0f1e2d3c4b5a69788796a5b4c3d2e1f0")
    return requests.Request("POST", url + PATH + query, data=body, headers={"Content-Type": kind}).prepare()


def cpu(task: Callable[[], Any], times: int) -> float:
    """Median CPU milliseconds of one."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        task()
        taken.append(time.process_time() - started)
    return statistics.median(taken) * 1000


def calls_of(task: Callable[[], Any]) -> int:
    """How many functions one calls: a figure that no busy machine changes."""
    count = 0

    def heard(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(heard)
    try:
        task()
    finally:
        sys.setprofile(None)
    return count


# The tasks: each takes what makes sessions, the url and a value, and returns what is told


def record(sessions: Sessions, url: str, size: int) -> None:
    """One call with two pictures."""
    sessions().send(pinned(url, pictures(size))).raise_for_status()


def replay(sessions: Sessions, url: str, size: int) -> dict[str, float]:
    """CPU of a call that is prepared, of one whose form is encoded anew (where it matches), and of loading."""
    files, repeats = pictures(size), REPEATS[size]
    prepared, session = pinned(url, files), sessions()
    session.trust_env = False  # requests looks for proxies longer than any of the recorders takes

    def ask() -> None:
        session.send(prepared.copy()).raise_for_status()

    ask()
    sent = cpu(ask, repeats)
    contents = [content for _, content, _ in files.values()]
    hashing = cpu(lambda: [hashlib.sha256(content).digest() for content in contents], repeats)
    building = cpu(lambda: requests.Request("POST", url + PATH, files=files).prepare(), repeats)
    told = {"sent": sent, "hashing": hashing, "building": building, "load": _setting_up[-1]}
    return told | {"calls": calls_of(ask)}


def photo(sessions: Sessions, url: str, seed: int) -> bool:
    """Whether a call with these pictures is answered; requests chooses the boundary."""
    return _answered(lambda: sessions().post(url + PATH, files=pictures(20_000, seed)))


def secrets(sessions: Sessions, url: str, in_query: int) -> None:
    """A call with credentials in the query, or in the form."""
    where: dict[str, Any] = {"params": ACCOUNT} if in_query else {"data": ACCOUNT}
    sessions().post(url + PATH, files=pictures(20_000), **where)


def several(sessions: Sessions, url: str, first: int) -> None:
    """Six calls that are told apart by their query, too, when the other writer has begun, too."""
    sys.stdout.write("\nready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    session = sessions()
    for number in range(first, first + 6):
        session.send(_numbered(url, 20_000, number))


def kept(sessions: Sessions, url: str, count: int) -> int:
    """How many of them are answered."""
    session = sessions()
    return sum(_answered(lambda n=number: session.send(_numbered(url, 20_000, n))) for number in range(count))  # type: ignore[misc]  # mypy infers no default


def save(sessions: Sessions, url: str, most: int) -> None:
    """Three large calls; before the last the process is told to die where it would write more bytes into a file."""
    session = sessions()
    for number in range(3):
        if number == 2 and most >= 0:
            _die_at(most)
        session.send(_numbered(url, 1_000_000, number))


def _die_at(size: int) -> None:
    """Let the system end the process, as by kill -9, at this byte of whatever file it writes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def whole(sessions: Sessions, url: str, _value: int) -> bool:
    """Whether the three are there."""
    session = sessions()
    return all(_answered(lambda n=number: session.send(_numbered(url, 1_000_000, n))) for number in range(3))  # type: ignore[misc]  # likewise


def threads(sessions: Sessions, url: str, count: int) -> int:
    """A recorded call by several threads at once, three times each; how many failed. The server counts its own."""
    prepared = pinned(url, pictures(20_000))
    answered: list[bool] = []

    def ask() -> None:
        answered.extend(_answered(lambda: sessions().send(prepared.copy())) for _ in range(3))

    started = [threading.Thread(target=ask) for _ in range(count)]
    for one in started:
        one.start()
    for one in started:
        one.join()
    return answered.count(False)


def _answered(ask: Callable[[], requests.Response]) -> bool:
    try:
        return ask().ok
    except Exception:  # noqa: BLE001 -- each recorder has an exception of its own
        return False


def _numbered(url: str, size: int, number: int) -> requests.PreparedRequest:
    return pinned(url, pictures(size, number), f"?number={number}")


TASKS: dict[str, Callable[[Sessions, str, int], Any]] = {
    task.__name__: task for task in (record, replay, photo, secrets, several, kept, save, whole, threads)
}
