"""Recorders compared in one run: ``python -m benchmarks.recording [costs | safety] [--rounds N]``.

Needs the extra ``bench``. Every measurement is a pytest run of its own, with one recorder's plugin, fixtures and mark;
rounds go over all recorders in turn, so that a busy machine slows all of them, and medians of CPU time are shown.
"""

from __future__ import annotations

import argparse
import base64
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks._recorders import RECORDERS, Recorder
from benchmarks._recording_server import answering
from benchmarks._recording_worker import ACCOUNT
from benchmarks._rounds import quotients, taking_turns
from benchmarks._tables import behind, table

Measured = dict[tuple[str, int], list[dict[str, float]]]

SIZES = (20_000, 5_000_000)
_SIZES = ("20 KB", "5 MB")
ROUNDS = 5
KILLED_AT = (0, 1, 100, 1_000, 10_000, 100_000, 1_000_000, 3_000_000)
"""Bytes of a file."""
THREADS = 8
_RESULT = "result.json"


def main(arguments: Sequence[str]) -> int:
    """Print one of the tables."""
    parser = argparse.ArgumentParser("python -m benchmarks.recording", description=__doc__)
    parser.add_argument("what", choices=("costs", "safety"), nargs="?", default="costs")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of costs (default: %(default)s)")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, answering() as (url, hits):
        bench = Bench(Path(folder), url, hits)
        sys.stdout.write(bench.costs(given.rounds) if given.what == "costs" else bench.safety())
    return 0


def there() -> dict[str, Recorder]:
    """The recorders that are installed."""
    roots = {key: one.plugin.partition(".")[0] for key, one in RECORDERS.items()}
    return {key: one for key, one in RECORDERS.items() if not roots[key] or importlib.util.find_spec(roots[key])}


class Bench:
    """Every recorder before one server."""

    def __init__(self, folder: Path, url: str, hits: list[str]) -> None:
        self._folder = folder
        self._url = url
        self._hits = hits
        self._recorders = there()

    def costs(self, rounds: int) -> str:
        """CPU of a replayed call, size of a cassette, and time to load it."""
        for key in self._recorders:
            for size in SIZES:
                self._run(key, "record", self._place(key, size), "record", size)
        measured: Measured = taking_turns(
            {
                (key, size): partial(self._run, key, "replay", self._place(key, size), "replay", size)
                for size in SIZES
                for key in self._recorders
            },
            rounds,
        )
        limit = [f"{_median(measured['linkface', size], 'hashing'):.2f}" for size in SIZES]
        rows = [self._cost_row(key, measured) for key in self._recorders]
        rows.append(["limit: hashing both pictures", "", *limit, *[""] * 5])
        of_each = [f"{what} {size}" for what in ("call, ms:", "cassette, bytes:", "set up, ms:") for size in _SIZES]
        head = ["recorder", "matches", *of_each, "functions called: 20 KB"]
        return f"{table(head, rows)}\n{self._goals(measured)}\n{_behind(measured)}"

    def _cost_row(self, key: str, measured: Measured) -> list[str]:
        recorder = RECORDERS[key]
        sent = [f"{_median(measured[key, size], 'sent'):.2f}" for size in SIZES]
        sizes = [f"{_bytes(self._place(key, size)) // 2:,}" for size in SIZES]
        loads = [f"{_median(measured[key, size], 'load'):.1f}" for size in SIZES]
        return [recorder.name, recorder.matches, *sent, *sizes, *loads, f"{measured[key, SIZES[0]][0]['calls']:,}"]

    def _goals(self, measured: Measured) -> str:
        if "vcrpy-body" not in self._recorders:
            return "vcrpy is not there to be compared with.\n"
        small, large = SIZES
        peer = quotients(_each(measured["vcrpy-body", small], "sent"), _each(measured["linkface", small], "sent"))
        hashing = quotients(_each(measured["linkface", large], "sent"), _each(measured["linkface", large], "hashing"))
        sizes = _bytes(self._place("vcrpy-body", large)) / _bytes(self._place("linkface", large))
        building = _median(measured["linkface", large], "building")
        goals = [
            ("vcrpy with the body / ours, 20 KB, CPU of a call", *_spread(peer), ">= 2", statistics.median(peer) >= 2),
            (
                "ours / hashing alone, 5 MB, CPU of a call", *_spread(hashing), "<= 1.5",
                statistics.median(hashing) <= 1.5,
            ),
            ("vcrpy / ours, 5 MB, bytes of a cassette", f"{sizes:,.0f}", "", ">= 5,000", sizes >= 5000),
        ]  # fmt: skip
        rows = [[what, value, range_, goal, "yes" if met else "NO"] for what, value, range_, goal, met in goals]
        return (
            f"{table(['ratio', 'median of rounds', 'least and most', 'goal', 'met'], rows)}\n"
            f"Encoding the form of two 5 MB pictures by requests, which no figure holds: {building:.1f} ms.\n"
        )

    def safety(self) -> str:
        """What must not happen, and whether it does."""
        rows = []
        for key, recorder in self._recorders.items():
            _tell(f"safety: {key}")
            place = self._place(key, "photo")
            self._run(key, "record", place, "photo", 0)
            other = self._run(key, "replay", place, "photo", 1)
            same = self._run(key, "replay", place, "photo", 0)
            rows.append([
                recorder.name, recorder.matches,
                "**served**" if other else "refused", "found" if same else "**not found**",
                self._secrets(key), self._kills(key), self._writers(key), self._threads(key),
            ])  # fmt: skip
        head = [
            "recorder", "matches", "another photo", "another boundary", "secret on disk",
            f"good after {len(KILLED_AT)} kills while saving", "12 calls by 2 writers: kept",
            f"{THREADS} threads: calls that went out",
        ]  # fmt: skip
        return table(head, rows)

    def _secrets(self, key: str) -> str:
        told = []
        for in_query, where in enumerate(("form", "query")):
            place = self._place(key, f"secrets-{where}")
            self._run(key, "record", place, "secrets", in_query)
            if how := _told(place):
                told.append(f"{how} ({where})")
        return f"**{', '.join(told)}**" if told else "none"

    def _kills(self, key: str) -> str:
        place, good = self._place(key, "kills"), 0
        for most in KILLED_AT:
            self._run(key, "record", place, "save", -1)
            with self._begin(key, "record", place, "save", most) as process:
                process.communicate()
            good += bool(self._run(key, "replay", place, "whole", 0))
        told = f"{good} of {len(KILLED_AT)}"
        return told if good == len(KILLED_AT) else f"**{told}**"

    def _writers(self, key: str) -> str:
        place = self._place(key, "writers")
        writers = [self._begin(key, "add", place, "several", first) for first in (0, 6)]
        for writer in writers:
            next((line for line in writer.stdout or () if line == "ready\n"), None)
        for writer in writers:
            writer.communicate("go\n")
        count = self._run(key, "replay", place, "kept", 12)
        return "12" if count == 12 else f"**{count}**"

    def _threads(self, key: str) -> str:
        if key.startswith("betamax"):
            return "one session only"
        place = self._place(key, "threads")
        self._run(key, "record", place, "record", SIZES[0])
        self._hits.clear()
        failed = self._run(key, "replay", place, "threads", THREADS)
        told = f"**{len(self._hits)}**" if self._hits else "0"
        return f"{told}, **{failed} failed**" if failed else told

    def _place(self, key: str, what: object) -> Path:
        return self._folder / f"{key}-{what}"

    def _begin(self, key: str, mode: str, place: Path, task: str, value: int) -> subprocess.Popen[str]:
        """A pytest run of the recorder's project, with its plugin and no other."""
        recorder = RECORDERS[key]
        recorder.write(place)
        line = [sys.executable, "-m", "pytest", "-p", "benchmarks._recording_worker"]
        line += ["-p", recorder.plugin] if recorder.plugin else []
        line += [recorder.options[mode]] if mode in recorder.options else []
        line += [] if task in ("record", "replay") else ["test_calls.py::test_second"]
        if key == "linkface" and mode != "replay":
            line.append(f"--linkface-url={self._url}")
        told = {"MODE": mode, "TASK": task, "URL": recorder.host or self._url, "VALUE": str(value)}
        variables = {f"BENCHMARK_{name}": text for name, text in told.items()} | {
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "BENCHMARK_RESULT": str(place / _RESULT),
            "PYTHONPATH": str(Path(__file__).parents[1]),
        }
        (place / _RESULT).unlink(missing_ok=True)
        return subprocess.Popen(  # noqa: S603 -- our own project
            line, cwd=place, env=os.environ | dict(recorder.variables) | variables,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def _run(self, key: str, mode: str, place: Path, task: str, value: int) -> Any:
        """What the task told; None where it never got so far."""
        with self._begin(key, mode, place, task, value) as process:
            process.communicate()
        result = place / _RESULT
        return json.loads(result.read_text("utf-8")) if result.exists() else None


def _told(folder: Path) -> str:
    """How the files of a recording tell the secret; empty if they do not."""
    content = b"".join(path.read_bytes() for path in (folder / "cassettes").rglob("*") if path.is_file())
    flat = b"".join(content.split())
    secret = ACCOUNT["api_secret"].encode()
    coded = [base64.b64encode(b"\0" * shift + secret)[4:-4] for shift in range(3)]
    if secret in flat:
        return "clear"
    if secret.hex().encode() in flat:
        return "hex"
    return "base64" if any(one in flat for one in coded) else ""


def _bytes(folder: Path) -> int:
    """The size of a project's recordings; the file that keeps git away from unfinished ones is none."""
    found = (folder / "cassettes").rglob("*")
    return sum(path.stat().st_size for path in found if path.is_file() and path.name != ".gitignore")


def _behind(measured: Measured) -> str:
    """CPU of a call, at each size, of whom."""
    ratios = {}
    for (key, size), told in measured.items():
        beside = quotients(_each(told, "sent"), _each(measured["linkface", size], "sent"))
        words = f"{RECORDERS[key].name}, {RECORDERS[key].matches}, {_SIZES[SIZES.index(size)]}"
        ratios[words] = statistics.median(beside)
    return behind("CPU of a call, its / ours", ratios)


def _spread(ratios: Sequence[float]) -> tuple[str, str]:
    return f"{statistics.median(ratios):.2f}", f"{min(ratios):.2f} to {max(ratios):.2f}"


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _median(told: Sequence[dict[str, float]], name: str) -> float:
    return statistics.median(_each(told, name))


def _each(told: Sequence[dict[str, float]], name: str) -> list[float]:
    return [one[name] for one in told]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
