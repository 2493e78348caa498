"""One measurement in a process of its own: recorder, task, folder, url and a value are its arguments."""

from __future__ import annotations

import hashlib
import json
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import requests
from urllib3.filepost import encode_multipart_formdata

from benchmarks._recorders import RECORDERS, Recorder

PATH = "/identity/compare_faces_in_two_images"
ACCOUNT = {"api_id": "benchmark-account", "api_secret": "benchmark-canary-5ec12e7"}
REPEATS = {20_000: 60, 1_000_000: 20, 5_000_000: 12}


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


# The tasks: each takes recorder, folder, url and a value, and returns what is printed


def record(recorder: Recorder, folder: Path, url: str, size: int) -> None:
    """One call with two pictures."""
    recorder.record(folder, url, lambda session: session.send(pinned(url, pictures(size))).raise_for_status())


def replay(recorder: Recorder, folder: Path, url: str, size: int) -> dict[str, float]:
    """CPU of a call that is prepared, of one whose form is encoded anew (where it matches), and of loading."""
    files, repeats = pictures(size), REPEATS[size]
    prepared = pinned(url, files)
    load = _loading(recorder, folder, url)
    with recorder.replay(folder, url) as session:
        session.trust_env = False  # requests looks for proxies longer than any of the recorders takes
        session.send(prepared.copy()).raise_for_status()
        sent = cpu(lambda: session.send(prepared.copy()).raise_for_status(), repeats)
        contents = [content for _, content, _ in files.values()]
        hashing = cpu(lambda: [hashlib.sha256(content).digest() for content in contents], repeats)
        building = cpu(lambda: requests.Request("POST", url + PATH, files=files).prepare(), repeats)
        return {"sent": sent, "hashing": hashing, "building": building, "load": load}


def _loading(recorder: Recorder, folder: Path, url: str) -> float:
    """CPU until a recording is ready, modules loaded."""

    def load() -> None:
        with recorder.replay(folder, url):
            pass

    load()
    return cpu(load, 5)


def other_photo(recorder: Recorder, folder: Path, url: str, _value: int) -> str:
    """Whether a call with another picture is answered with what was recorded for the first."""
    recorder.record(folder, url, lambda session: _post(session, url, 0))
    try:
        with recorder.replay(folder, url) as session:
            return "**served**" if _post(session, url, 1).ok else "refused"
    except Exception:  # noqa: BLE001 -- each recorder has an exception of its own
        return "refused"


def boundary(recorder: Recorder, folder: Path, url: str, _value: int) -> str:
    """Whether the same call with another boundary is found."""
    recorder.record(folder, url, lambda session: _post(session, url, 0))
    try:
        with recorder.replay(folder, url) as session:
            return "found" if _post(session, url, 0).ok else "**not found**"
    except Exception:  # noqa: BLE001 -- likewise
        return "**not found**"


def secrets(recorder: Recorder, folder: Path, url: str, _value: int) -> None:
    """Record with credentials in the query, and in the form; the caller looks at the files."""
    for place in ("query", "form"):
        where = {"params": ACCOUNT} if place == "query" else {"data": ACCOUNT}

        def ask(session: requests.Session, where: dict[str, Any] = where) -> None:
            session.post(url + PATH, files=pictures(20_000), **where)

        recorder.record(folder / place, url, ask)


def several(recorder: Recorder, folder: Path, url: str, first: int) -> None:
    """Record six calls that are told apart by their query, too; the recording is saved when this ends."""

    def ask(session: requests.Session) -> None:
        for number in range(first, first + 6):
            session.send(pinned(url, pictures(20_000, number), f"?number={number}"))
            time.sleep(0.02)

    recorder.add(folder, url, ask)


def kept(recorder: Recorder, folder: Path, url: str, count: int) -> int:
    """How many of the calls are there."""
    found = 0
    for number in range(count):
        try:
            with recorder.replay(folder, url) as session:
                found += session.send(pinned(url, pictures(20_000, number), f"?number={number}")).ok
        except Exception:  # noqa: BLE001, S110 -- not there
            pass
    return found


def save(recorder: Recorder, folder: Path, url: str, _value: int) -> None:
    """Record three large calls, and say when saving begins."""

    def ask(session: requests.Session) -> None:
        for number in range(3):
            session.send(pinned(url, pictures(1_000_000, number), f"?number={number}"))
        sys.stdout.write("saving\n")
        sys.stdout.flush()

    recorder.record(folder, url, ask)


def whole(recorder: Recorder, folder: Path, url: str, _value: int) -> bool:
    """Whether the three are there."""
    try:
        with recorder.replay(folder, url) as session:
            sent = [pinned(url, pictures(1_000_000, number), f"?number={number}") for number in range(3)]
            return all(session.send(one).ok for one in sent)
    except Exception:  # noqa: BLE001 -- whatever it is, the recording cannot be used
        return False


def threads(recorder: Recorder, folder: Path, url: str, count: int) -> None:
    """Replay a call by several threads at once, three times each; the caller counts what arrives at the server."""
    recorder.record(folder, url, lambda session: session.send(pinned(url, pictures(20_000))).raise_for_status())
    sys.stdout.write("replaying\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with recorder.replay(folder, url):
        prepared = pinned(url, pictures(20_000))

        def ask() -> None:
            for _ in range(3):
                requests.Session().send(prepared.copy())

        started = [threading.Thread(target=ask) for _ in range(count)]
        for one in started:
            one.start()
        for one in started:
            one.join()


def _post(session: requests.Session, url: str, seed: int) -> requests.Response:
    return session.post(url + PATH, files=pictures(20_000, seed))


TASKS: dict[str, Callable[[Recorder, Path, str, int], Any]] = {
    task.__name__: task
    for task in (record, replay, other_photo, boundary, secrets, several, kept, save, whole, threads)
}


def main(arguments: Sequence[str]) -> int:
    """Do one task and print what it returns as JSON."""
    recorder, task, folder, url, *value = arguments
    result = TASKS[task](RECORDERS[recorder], Path(folder), url, int(value[0]) if value else 0)
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
