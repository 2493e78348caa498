"""Many nearly right requests: ``python -m tests.emulator.fuzzing 100000 [SEED]``; 1 when one is not answered well.

Most go through the WSGI door, which costs least; each twentieth goes over a socket, several on a connection. Pictures
are decoded for real; only the search for faces is left out, for it sees nothing but pixels.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import socket
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pytest_linkface.contract import STATUSES
from pytest_linkface.emulator import Emulator, Face
from pytest_linkface.emulator._limits import Limits
from pytest_linkface.emulator._server import Server
from tests.emulator._asking import compare, send
from tests.emulator._mutations import Call, drawn, pictures

if TYPE_CHECKING:
    from PIL import Image

A_CONNECTION = 5
SOCKET_SHARE = 20
SLOW_SECONDS = 5.0
FIRST_LINE = re.compile(rb"^HTTP/1\.1 (\d{3}) ", re.MULTILINE)
HURRIED = Limits(idle_seconds=1, head_seconds=1, body_seconds=1, drain_seconds=1)


class Somebody:
    """Sees one face in every picture."""

    def find(self, picture: Image.Image, *, turns: Sequence[int]) -> tuple[Face, ...]:
        """The picture's colours are its face."""
        return (Face(0, 0, *picture.size, turns[0], sha256(picture.resize((4, 4)).tobytes()).digest()),)

    def confidence(self, one: Face, two: Face) -> float:
        """All or little."""
        return 1.0 if one.features == two.features else 0.25


@dataclass
class Findings:
    """What came back, and what ought not to have happened."""

    answers: Counter[str] = field(default_factory=Counter)
    unhandled: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def note(self, code: int, content: object) -> None:
        """Judge one answer of the endpoint."""
        told = content if isinstance(content, dict) else {}
        status = told.get("status")
        known = STATUSES.get(str(status))
        self.answers[str(status)] += 1
        if known is None or known.http_code != code or code == 500:
            self.unhandled.append(f"{code} {content!r:.300}")
        elif known.names_image and told.get("image") not in ("image_one", "image_two"):
            self.unhandled.append(f"{code} without a side: {content!r:.300}")


class Fuzz:
    """One run. The same seed asks the same."""

    def __init__(self, seed: int) -> None:
        self.findings = Findings()
        self._random = Random(seed)
        self._emulator = Emulator(engine=Somebody())
        self._watch()

    def run(self, count: int) -> Findings:
        """Send so many requests, and then a good one at each door."""
        server = Server(self._emulator._front, limits=HURRIED)
        with server:
            left = count
            while left > 0:
                if self._random.randrange(SOCKET_SHARE * A_CONNECTION) < A_CONNECTION:
                    left -= self._connect(server.url, min(left, A_CONNECTION))
                else:
                    left -= self._call()
            self._is_well(server.url)
        return self.findings

    def _call(self) -> int:
        call = drawn(self._random)
        fields = {f"HTTP_{_latin(name).upper().replace('-', '_')}": _latin(value) for name, value in call.headers}
        begin = time.perf_counter()
        try:
            reply = send(
                self._emulator.wsgi, call.body, _latin(call.content_type), path=_latin(call.path),
                query=_latin(call.query), method=_latin(call.method), **fields,
            )  # fmt: skip
            self._judge(reply.code, reply.json)
        except Exception:  # noqa: BLE001 -- whatever it is, it is what is looked for
            if call.method != b"HEAD":
                self.findings.unhandled.append(traceback.format_exc())
        self.findings.slowest = max(self.findings.slowest, time.perf_counter() - begin)
        return 1

    def _judge(self, code: int, content: object) -> None:
        is_refused_at_the_front = isinstance(content, dict) and code in (400, 403, 404, 405) and "error" in content
        if is_refused_at_the_front:
            self.findings.answers["(control)"] += 1
        else:
            self.findings.note(code, content)

    def _connect(self, url: str, count: int) -> int:
        parts = urlsplit(url)
        wire = b"".join(_written(self._random, drawn(self._random)) for _ in range(count))
        begin = time.perf_counter()
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=SLOW_SECONDS) as sock:
            try:
                sock.sendall(wire)
                sock.shutdown(socket.SHUT_WR)
                answers = b"".join(iter(lambda: sock.recv(65536), b""))
            except TimeoutError:
                self.findings.unhandled.append(f"no end of the connection after {SLOW_SECONDS} s")
                return count
            except OSError:  # the end came while we were writing
                answers = b""
        for code in map(int, FIRST_LINE.findall(answers)):
            self.findings.answers[f"socket {code}"] += 1
            if code not in {100, 405, *(status.http_code for status in STATUSES.values())} - {500}:
                self.findings.unhandled.append(f"socket: {answers[:300]!r}")
        self.findings.slowest = max(self.findings.slowest, time.perf_counter() - begin)
        return count

    def _is_well(self, url: str) -> None:
        one = pictures()[0]
        good = compare(self._emulator, one, one)
        if good.json.get("confidences") != [[1.0]]:
            self.findings.unhandled.append(f"afterwards: {good.json!r}")
        parts = urlsplit(url)
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=SLOW_SECONDS) as sock:
            sock.sendall(b"GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = b"".join(iter(lambda: sock.recv(65536), b""))
        if json.loads(answer.partition(b"\r\n\r\n")[2])["status"] != "NOT_FOUND":
            self.findings.unhandled.append(f"afterwards: {answer!r}")

    def _watch(self) -> None:
        """What is only logged, or ends a thread, counts too."""
        unhandled = self.findings.unhandled

        class Listening(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                unhandled.append(self.format(record))

        logging.getLogger("pytest_linkface").addHandler(Listening(logging.ERROR))
        threading.excepthook = lambda told: unhandled.append(f"{told.thread}: {told.exc_value!r}")


def _latin(text: bytes) -> str:
    return text.decode("latin-1")


def _written(random: Random, call: Call) -> bytes:
    """On the wire, mostly with a length that is right."""
    body = call.body
    target = call.path + (b"?" + call.query if call.query else b"")
    length = len(body) if random.random() < 0.9 else random.choice((0, 1, len(body) + 100, 1 << 40))
    lines = [b"%s %s HTTP/1.1" % (call.method, target), b"Host: x", b"Content-Type: " + call.content_type]
    lines += [name + b": " + value for name, value in call.headers]
    return b"\r\n".join([*lines, b"Content-Length: %d" % length, b"", b""]) + body


def main(arguments: Sequence[str]) -> int:
    """Run, and tell figures."""
    count, seed = int(arguments[0]) if arguments else 100_000, int(arguments[1]) if arguments[1:] else 0
    begin = time.perf_counter()
    findings = Fuzz(seed).run(count)
    seconds, peak = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = ", ".join(f"{status} {number:,}" for status, number in findings.answers.most_common())
    sys.stdout.write(f"{count:,} requests in {seconds:.0f} s, slowest {findings.slowest:.2f} s: {told}\n")
    sys.stdout.write(f"{len(findings.unhandled)} unhandled; peak RSS {peak:.0f} MB\n")
    sys.stdout.writelines(f"{text}\n" for text in findings.unhandled[:10])
    return 1 if findings.unhandled else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
