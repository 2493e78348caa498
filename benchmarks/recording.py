"""Recorders compared in one run: ``python -m benchmarks.recording`` prints the tables of docs/recording.md.

Needs the extra ``bench``. Every measurement is a process of its own; rounds go over all recorders in turn, so that a
busy machine slows all of them, and medians of CPU time are shown.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from benchmarks._recorders import RECORDERS
from benchmarks._recording_worker import ACCOUNT

SIZES = (20_000, 5_000_000)
_SIZES = ("20 KB", "5 MB")
ROUNDS = 5
KILLS = 8
THREADS = 8


def main(arguments: Sequence[str]) -> int:
    """Print the tables; the number of rounds may be given."""
    rounds = int(arguments[0]) if arguments else ROUNDS
    with tempfile.TemporaryDirectory() as folder, answering() as (url, hits):
        bench = Bench(Path(folder), url, hits)
        for table in (bench.costs(rounds), bench.safety()):
            sys.stdout.write(f"{table}\n\n")
    return 0


class Bench:
    """Every recorder before one server."""

    def __init__(self, folder: Path, url: str, hits: list[str]) -> None:
        self._folder = folder
        self._url = url
        self._hits = hits

    def costs(self, rounds: int) -> str:
        """CPU of a replayed call, size of a cassette, and time to load it."""
        measured: dict[tuple[str, int], list[dict[str, float]]] = {}
        for key in RECORDERS:
            for size in SIZES:
                self._run(key, "record", self._place(key, size), size)
        for _ in range(rounds):
            for key in RECORDERS:
                for size in SIZES:
                    told = self._run(key, "replay", self._place(key, size), size)
                    measured.setdefault((key, size), []).append(told)
        every = [told for (_, size), rounds_ in measured.items() if size == SIZES[1] for told in rounds_]
        rows = [self._cost_row(key, measured) for key in RECORDERS]
        of_each = [f"{what} {size}" for what in ("call, ms:", "cassette, bytes:", "load, ms:") for size in _SIZES]
        head = ["recorder", "matches", *of_each]
        floor = _median(every, "hashing")
        building = _median(every, "building")
        own = _median(measured["linkface", SIZES[1]], "sent")
        peer = _median(measured["vcrpy-body", SIZES[0]], "sent")
        small = _median(measured["linkface", SIZES[0]], "sent")
        return (
            f"{_table(head, rows)}\n\n"
            f"Hashing two 5 MB pictures alone: {floor:.1f} ms; ours is {own / floor:.2f} times that. "
            f"Encoding their form by requests, which no recorder can avoid and no figure holds: {building:.1f} ms. "
            f"At 20 KB vcrpy with the body takes {peer / small:.1f} times as long as ours."
        )

    def _cost_row(self, key: str, measured: dict[tuple[str, int], list[dict[str, float]]]) -> list[str]:
        recorder = RECORDERS[key]
        sent = [f"{_median(measured[key, size], 'sent'):.2f}" for size in SIZES]
        sizes = [f"{_bytes(self._place(key, size)):,}" for size in SIZES]
        loads = [f"{_median(measured[key, size], 'load'):.1f}" for size in SIZES]
        return [recorder.name, recorder.matches, *sent, *sizes, *loads]

    def safety(self) -> str:
        """What must not happen, and whether it does."""
        rows = []
        for key, recorder in RECORDERS.items():
            sys.stderr.write(f"safety: {key}\n")
            rows.append([
                recorder.name, recorder.matches,
                self._run(key, "other_photo", self._place(key, "other"), 0),
                self._run(key, "boundary", self._place(key, "boundary"), 0),
                self._secrets(key), self._kills(key), self._writers(key), self._threads(key),
            ])  # fmt: skip
        head = [
            "recorder", "matches", "another photo", "another boundary", "secret on disk",
            f"good after {KILLS} kills while saving", "12 calls by 2 writers: kept",
            f"{THREADS} threads: calls that went out",
        ]  # fmt: skip
        return _table(head, rows)

    def _secrets(self, key: str) -> str:
        place = self._place(key, "secrets")
        self._run(key, "secrets", place, 0)
        told = [f"{how} ({where})" for where in ("query", "form") if (how := _told(place / where))]
        return f"**{', '.join(told)}**" if told else "none"

    def _kills(self, key: str) -> str:
        place, good = self._place(key, "kills"), 0
        self._run(key, "save", place, 0)
        for _ in range(KILLS):
            with self._begin(key, "save", place) as process:
                assert process.stdout is not None  # noqa: S101 -- for the type checker
                process.stdout.readline()
                _wait_for_change(place, process)
                process.kill()
            if self._run(key, "whole", place, 0):
                good += 1
            else:
                self._run(key, "save", place, 0)
        return f"{good} of {KILLS}" if good == KILLS else f"**{good} of {KILLS}**"

    def _writers(self, key: str) -> str:
        place = self._place(key, "writers")
        writers = [self._begin(key, "several", place, first) for first in (0, 6)]
        for writer in writers:
            writer.communicate()
        count = self._run(key, "kept", place, 12)
        return "12" if count == 12 else f"**{count}**"

    def _threads(self, key: str) -> str:
        if key.startswith("betamax"):
            return "one session only"
        with self._begin(key, "threads", self._place(key, "threads"), THREADS) as process:
            assert process.stdout is not None  # noqa: S101 -- for the type checker
            process.stdout.readline()
            self._hits.clear()
            process.communicate("\n")
        return f"**{len(self._hits)}**" if self._hits else "0"

    def _place(self, key: str, what: object) -> Path:
        return self._folder / f"{key}-{what}"

    def _begin(self, key: str, task: str, place: Path, value: int = 0) -> subprocess.Popen[str]:
        line = [sys.executable, "-m", "benchmarks._recording_worker", key, task, str(place), self._url, str(value)]
        return subprocess.Popen(  # noqa: S603 -- our own module
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def _run(self, key: str, task: str, place: Path, value: int) -> Any:
        with self._begin(key, task, place, value) as process:
            out, _ = process.communicate()
        return json.loads(out.splitlines()[-1]) if out and process.returncode == 0 else None


@contextmanager
def answering() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback whose answer depends on the pictures; and every path that was asked."""
    hits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Answer with a comparison."""
            hits.append(self.path)
            content = self.rfile.read(int(self.headers["Content-Length"]))
            score = int(hashlib.sha256(content).hexdigest()[:4], 16) / 65536
            body = json.dumps({
                "request_id": f"TID{len(hits):032}", "status": "OK", "confidences": [[score]], "max_confidence": score,
                "image_one": {"image_one_id": "0" * 32}, "image_two": {"image_two_id": "1" * 32},
            }).encode()  # fmt: skip
            self.send_response(200)
            self.send_header("Content-Type", "application/json;charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", hits
    server.shutdown()
    server.server_close()


def _wait_for_change(folder: Path, process: subprocess.Popen[str]) -> None:
    """Until something in the folder is another file than before, or has another size: saving has begun."""
    before = _state(folder)
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline and _state(folder) == before:
        time.sleep(0.0005)


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            found[str(path)] = (path.stat().st_size, path.stat().st_ino)
    return found


def _told(folder: Path) -> str:
    """How the files of a recording tell the secret; empty if they do not."""
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    flat = b"".join(content.split())
    secret = ACCOUNT["api_secret"].encode()
    coded = [base64.b64encode(b"\0" * shift + secret)[4:-4] for shift in range(3)]
    if secret in flat:
        return "clear"
    if secret.hex().encode() in flat:
        return "hex"
    return "base64" if any(one in flat for one in coded) else ""


def _bytes(folder: Path) -> int:
    """The size of a recording; the file that keeps git away from unfinished ones is none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.name != ".gitignore")


def _median(told: Sequence[dict[str, float]], name: str) -> float:
    return statistics.median(one[name] for one in told)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
