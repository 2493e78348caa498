"""Many clients at once, each with pictures that no other has, so that whose answer came back can be told."""

from __future__ import annotations

import hashlib
import json
import threading
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException

from benchmarks._emulator_process import OURS, served
from benchmarks._emulator_wire import Client, Form, marked, pair, portrait

CLIENTS = 100
SECONDS = 60.0
_SIZE = 24_000


@dataclass
class Tally:
    """What came back, of all clients."""

    answers: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    peak_mb: float = 0.0
    cpu_seconds: float = 0.0
    fewest: int = 0
    request_ids: int = 0

    def text(self, clients: int) -> str:
        """A sentence."""
        return (
            f"{clients} clients for {self.seconds:.0f} s: {self.answers:,} answers with {self.request_ids:,} request "
            f"ids, {sum(self.wrong.values())} wrong or mixed up, {sum(self.lost.values())} lost; no client had fewer "
            f"than {self.fewest}; peak RSS {self.peak_mb:.0f} MB, "
            f"{1000 * self.cpu_seconds / max(1, self.answers):.2f} ms of CPU an answer"
            + "".join(f"\n{count} x {what}" for what, count in (self.wrong + self.lost).most_common(5))
        )


class Person:
    """One client: faces in numbers, and ids of pictures, that belong to nobody else."""

    def __init__(self, url: str, number: int) -> None:
        self._url = url
        self._sides = [marked(portrait(_SIZE), 2 * number + side) for side in range(2)]
        self._rows, self._columns = 1 + number % 4, 1 + number // 4 % 4
        self._names = [[f"{number}"] + [f"{number}-{side}-{place}" for place in range(3)] for side in range(2)]
        self._ids: tuple[str, str] | None = None
        self.form: Form = pair(*self._sides)
        self.client = Client(url)

    def state(self) -> None:
        """Tell the emulator who is on the pictures."""
        for picture, names, count in zip(self._sides, self._names, (self._rows, self._columns), strict=True):
            asked = {"sha256": hashlib.sha256(picture).hexdigest(), "faces": names[:count]}
            urllib.request.urlopen(  # noqa: S310 -- our own server
                f"{self._url}/_emulator/recognise", json.dumps(asked).encode(), timeout=30
            ).close()

    def complaint(self, code: int, content: bytes) -> str:
        """What is wrong with an answer; empty when it is this client's."""
        told = json.loads(content)
        if code != 200 or told["status"] != "OK":
            return f"{code} {told.get('status')} {told.get('reason', '')}"
        matrix = told["confidences"]
        ids = told["image_one"]["image_one_id"], told["image_two"]["image_two_id"]
        self._ids = self._ids or ids
        if ids != self._ids:
            return "ids of other pictures"
        if len(matrix) != self._rows or {len(row) for row in matrix} != {self._columns}:
            return "a matrix of another shape"
        cells = [cell for row in matrix for cell in row]
        if not matrix[0][0] > 0.9 or not all(cell < 0.5 for cell in cells[1:]) or told["max_confidence"] != max(cells):
            return "scores of other people"
        return ""


def asked(clients: int = CLIENTS, seconds: float = SECONDS, *, url: str = "") -> Tally:
    """Let them all ask, as fast as they are answered; of a server that runs already, or of one of its own."""
    if url:
        return _asked(url, clients, seconds)
    with served(OURS) as server:
        tally = _asked(server.url, clients, seconds)
        tally.peak_mb, tally.cpu_seconds = server.peak_mb(), server.cpu_seconds()
        return tally


def _asked(url: str, clients: int, seconds: float) -> Tally:
    people = [Person(url, number) for number in range(clients)]
    for person in people:
        person.state()
    tally, counts, seen = Tally(), [0] * clients, set[str]()
    start, lock = threading.Barrier(clients), threading.Lock()

    def ask(number: int) -> None:
        person = people[number]
        start.wait()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                code, content = person.client.ask(person.form)
            except (OSError, HTTPException) as error:
                person.client.close()
                with lock:
                    tally.lost[repr(error)[:200]] += 1
                continue
            complaint = person.complaint(code, content)
            with lock:
                counts[number] += 1
                seen.add(json.loads(content)["request_id"])
                tally.wrong.update([complaint] if complaint else [])
        person.client.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.seconds, tally.answers, tally.fewest = time.monotonic() - begin, sum(counts), min(counts)
    tally.request_ids = len(seen)
    return tally
