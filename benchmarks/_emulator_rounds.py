"""Servers taking turns under the same load: what a request costs, how fast it is answered, what is held afterwards."""

from __future__ import annotations

import contextlib
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from benchmarks._emulator_peers import Peer, free_port
from benchmarks._emulator_process import Served, served
from benchmarks._emulator_wire import Client, Form, portrait

SIZES = {"20 KB": 20_000, "4.9 MB": 4_900_000}
CONNECTIONS = 8
SECONDS = 2.0
PATIENCE = 90.0
WARM = {"20 KB": 24, "4.9 MB": 2}
MANY = 300
"""Large calls, as many as a fast peer answers in five seconds at rest."""


@dataclass
class Measured:
    """One server: by size, in rounds; and once for itself."""

    rates: dict[str, list[float]] = field(default_factory=dict)
    cpu: dict[str, list[float]] = field(default_factory=dict)
    latencies: dict[str, list[float]] = field(default_factory=dict)
    failed: int = 0
    peak_mb: float = 0.0
    cold: list[float] = field(default_factory=list)
    cold_cpu: list[float] = field(default_factory=list)

    def p99(self, size: str) -> float:
        """Of all rounds, in seconds."""
        found = sorted(self.latencies.get(size, [0.0])) or [0.0]
        return found[min(len(found) - 1, int(0.99 * len(found)))]


def measured(peers: tuple[Peer, ...], *, rounds: int) -> dict[str, Measured]:
    """Start each anew a few times, then let all of them stand, and load them in turn."""
    results = {peer.name: Measured() for peer in peers}
    for _ in range(rounds):
        for peer in peers:
            with _running(peer) as (server, seconds):
                results[peer.name].cold.append(seconds)
                results[peer.name].cold_cpu.append(server.cpu_seconds())
    with ExitStack() as stack:
        servers = {peer.name: stack.enter_context(_running(peer))[0] for peer in peers}
        for size in SIZES:
            _loaded(peers, servers, results, size, rounds)
        for name, server in servers.items():
            results[name].peak_mb = server.peak_mb()
    return results


def remembered(peer: Peer) -> float:
    """The peak of one's memory, in MB, after many large calls and nothing else."""
    form = _form(peer, "4.9 MB")
    with _running(peer) as (server, _), ThreadPoolExecutor(CONNECTIONS) as pool:

        def ask(calls: int) -> None:
            client = Client(server.url)
            for _ in range(calls):
                code, content = client.ask(form)
                if code not in peer.good:
                    raise ValueError(f"{peer.name}: {code} {content[:300]!r}")
            client.close()

        share, rest = divmod(MANY, CONNECTIONS)
        list(pool.map(ask, [share + (number < rest) for number in range(CONNECTIONS)]))
        return server.peak_mb()


def _loaded(
    peers: tuple[Peer, ...], servers: Mapping[str, Served], results: dict[str, Measured], size: str, rounds: int
) -> None:
    for peer in peers:
        client, form = Client(servers[peer.name].url), _form(peer, size)
        for number in range(WARM[size]):
            with contextlib.suppress(OSError, HTTPException):
                client.ask(form.numbered(-1 - number) if peer.is_numbered else form)
        client.close()
    for _ in range(rounds):
        for peer in peers:
            _round(peer, servers[peer.name], results[peer.name], size)


def _round(peer: Peer, server: Served, result: Measured, size: str) -> None:
    sys.stderr.write(f"{size}: {peer.name}\n")
    form, latencies, before, begin = _form(peer, size), list[float](), server.cpu_seconds(), time.monotonic()
    end, lock = begin + SECONDS, threading.Lock()

    def ask(first: int) -> None:
        client, number = Client(server.url), first
        while time.monotonic() < end:
            number += CONNECTIONS
            asked, started = form.numbered(time.monotonic_ns()) if peer.is_numbered else form, time.monotonic()
            try:
                code = client.ask(asked)[0]
            except (OSError, HTTPException):
                code = 0
                client.close()
            with lock:
                latencies.append(time.monotonic() - started)
                result.failed += code not in peer.good
        client.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    count = max(1, len(latencies))
    result.rates.setdefault(size, []).append(count / (time.monotonic() - begin))
    result.cpu.setdefault(size, []).append((server.cpu_seconds() - before) / count)
    result.latencies.setdefault(size, []).extend(latencies)


def _form(peer: Peer, size: str) -> Form:
    picture = portrait(SIZES[size])
    return peer.form(picture, picture)


@contextmanager
def _running(peer: Peer) -> Iterator[tuple[Served, float]]:
    """A server that has given its first answer, and the seconds that this took."""
    port, picture = free_port(), portrait(SIZES["20 KB"])
    with tempfile.TemporaryDirectory() as folder:
        command, begin, url = peer.command(port, Path(folder)), time.monotonic(), f"http://127.0.0.1:{port}"
        with served(command, url=url) as server:
            _first_answer(peer, url, picture)
            yield server, time.monotonic() - begin


def _first_answer(peer: Peer, url: str, picture: bytes) -> None:
    form, end = peer.form(picture, picture), time.monotonic() + PATIENCE
    is_prepared = False
    while time.monotonic() < end:
        with contextlib.suppress(OSError, HTTPException):
            if not is_prepared:
                peer.prepare(url, tuple(portrait(size) for size in SIZES.values()))
                is_prepared = True
            code, content = Client(url).ask(form)
            if code in peer.good:
                return
            raise ValueError(f"{peer.name}: {code} {content[:300]!r}")
        time.sleep(0.005)
    raise TimeoutError(f"{peer.name} did not answer")


def median(values: list[float]) -> float:
    """Zero of nothing."""
    return statistics.median(values) if values else 0.0
