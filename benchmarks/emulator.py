"""The emulator under load: ``python -m benchmarks.emulator [peers [ROUNDS] | clients [NUMBER [SECONDS]] | memory]``.

``peers`` compares it with what one would use instead, those that are installed: ``LINKFACE_BENCH_PYTHON`` is an
interpreter with moto[server] and pytest-httpserver, ``LINKFACE_BENCH_NODE_MODULES`` a folder with
@stoplight/prism-cli and wiremock. ``clients`` looks for mixed answers, ``memory`` for the most that is ever held.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence

import requests

from benchmarks._emulator_clients import asked
from benchmarks._emulator_memory import table as memory_table
from benchmarks._emulator_peers import HTTPSERVER_NAME, MOTO, OURS, PEERS, PRISM, WIREMOCK, Peer
from benchmarks._emulator_rounds import CONNECTIONS, MANY, SIZES, Measured, measured, median, remembered
from benchmarks._emulator_wire import Client, pair, portrait
from pytest_linkface.contract import MAX_BYTES
from pytest_linkface.emulator import Emulator

SMALL, LARGE = SIZES
STARTS = 20


def main(arguments: Sequence[str]) -> int:
    """Print one of the tables."""
    what, *numbers = arguments or ("peers",)
    commands: dict[str, Callable[..., str]] = {"peers": peers, "clients": clients, "memory": lambda: memory_table()}
    if what not in commands:
        sys.stderr.write(f"{__doc__}")
        return 2
    sys.stdout.write(f"{commands[what](*numbers)}\n")
    return 0


def clients(number: str = "100", seconds: str = "60") -> str:
    """Whether answers get mixed up."""
    return asked(int(number), float(seconds)).text(int(number))


def peers(rounds: str = "3") -> str:
    """All that are installed, in one run."""
    there = tuple(peer for peer in PEERS if peer.is_there())
    absent = ", ".join(peer.name for peer in PEERS if peer not in there) or "none"
    results = measured(there, rounds=int(rounds))
    rows = "\n".join(_row(name, result, results[OURS]) for name, result in results.items())
    head = f"| server | {' | '.join(f'{size}: req/s | p99, ms | CPU, ms | ours / it' for size in SIZES)} | "
    return (
        f"{CONNECTIONS} connections, {rounds} rounds; not installed: {absent}. Cold: to the first answer.\n\n"
        f"{head}cold, s | cold CPU, s | peak RSS, MB | failed |\n| --- |{' ---: |' * (4 * len(SIZES) + 4)}\n{rows}\n\n"
        f"{_goals(results)}"
    )


def _row(name: str, result: Measured, ours: Measured) -> str:
    by_size = (
        f"{median(result.rates[size]):.1f} | {1000 * result.p99(size):.0f} | {1000 * median(result.cpu[size]):.2f} | "
        f"{_ratio(ours, result, size):.2f}"
        for size in SIZES
    )
    return (
        f"| {name} | {' | '.join(by_size)} | {median(result.cold):.2f} | {median(result.cold_cpu):.2f} | "
        f"{result.peak_mb:.0f} | {result.failed} |"
    )


def _ratio(ours: Measured, other: Measured, size: str) -> float:
    """Of CPU a request."""
    return median(ours.cpu[size]) / max(1e-9, median(other.cpu[size]))


def _goals(results: dict[str, Measured]) -> str:
    ours, rows = results[OURS], list[tuple[str, str, bool]]()
    for name, most in ((HTTPSERVER_NAME, 0.6), (MOTO, 0.12), (WIREMOCK, 0.12), (PRISM, 0.05)):
        if name in results:
            ratio = _ratio(ours, results[name], SMALL)
            rows.append((f"CPU at {SMALL}, of {name}: <= {most}x", f"{ratio:.2f}x", ratio <= most))
    if HTTPSERVER_NAME in results:
        other = results[HTTPSERVER_NAME]
        ratio = _ratio(ours, other, LARGE)
        rows.append((f"CPU at {LARGE}, of {HTTPSERVER_NAME}: <= 1x", f"{ratio:.2f}x", ratio <= 1))
        own, others = (remembered(_peer(name)) for name in (OURS, HTTPSERVER_NAME))
        goal = f"memory after {MANY} calls at {LARGE}, of {HTTPSERVER_NAME}: <= 0.05x"
        rows.append((goal, f"{own:.0f} MB of {others:,.0f} MB, {own / others:.3f}x", own <= 0.05 * others))
    there = [result for name, result in results.items() if not name.startswith("ours")]
    if there:
        rows.append(_start(ours, min(there, key=lambda result: median(result.cold_cpu))))
    both = _start_and_stop()
    rows.append(("an emulator made, started and stopped: < 50 ms", f"{1000 * both:.1f} ms", both < 0.05))
    told = _largest()
    rows.append(("two pictures of 5 MiB", told, told == "OK"))
    lines = "\n".join(f"| {goal} | {value} | {'yes' if met else 'NO'} |" for goal, value, met in rows)
    return f"| goal | measured | met |\n| --- | ---: | --- |\n{lines}"


def _start(ours: Measured, fastest: Measured) -> tuple[str, str, bool]:
    """To the first answer; of CPU, for the clock counts what else the machine does."""
    own, other = median(ours.cold_cpu), median(fastest.cold_cpu)
    value = f"{own:.2f} s to {other:.2f} s, by the clock {median(ours.cold):.2f} s to {median(fastest.cold):.2f} s"
    return "CPU of a cold start: <= the fastest peer's", value, own <= other


def _peer(name: str) -> Peer:
    return next(peer for peer in PEERS if peer.name == name)


def _start_and_stop() -> float:
    """Seconds, without the answer between them."""
    spent = []
    for _ in range(STARTS):
        begin = time.perf_counter()
        emulator = Emulator()
        url = emulator.url
        started = time.perf_counter()
        requests.get(f"{url}/_emulator/health", timeout=10).close()
        answered = time.perf_counter()
        emulator.close()
        spent.append(started - begin + time.perf_counter() - answered)
    return statistics.median(spent)


def _largest() -> str:
    with Emulator() as emulator:
        client, picture = Client(emulator.url), portrait(MAX_BYTES)
        try:
            return str(client.json(pair(picture, picture))["status"])
        finally:
            client.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
