"""The benchmarks of the plugin, the suite and the limits, each in as small a run as still measures something."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from benchmarks._emulator_peers import OURS as PLAIN
from benchmarks._emulator_peers import free_port
from benchmarks._emulator_process import served
from benchmarks._emulator_rounds import SIZES, Measured
from benchmarks._spent import Spent, spent
from benchmarks._suite_limit import sent
from benchmarks.limits import ALONE, EMPTY, SEARCHING, hashed, milliseconds, searched
from benchmarks.limits import text as limits_text
from benchmarks.plugin import NONE, OURS, measured, plugins
from benchmarks.plugin import text as plugin_text
from benchmarks.suite import PROCESSES, Gate, Limit, gate, limit
from benchmarks.suite import text as suite_text
from pytest_linkface.conformance import Effort
from pytest_linkface.exchange import Call, Upload
from pytest_linkface.images import scene

CHILD = "import time; held = b'1' * 60_000_000\nwhile time.process_time() < 0.3: sum(range(90_000))"
PARENT = f"import subprocess, sys; held = b'1' * 60_000_000; subprocess.run([sys.executable, '-c', {CHILD!r}])"


def test_what_a_command_takes_is_told_of_its_children_too(tmp_path: Path) -> None:
    """The CPU of a child that the command waited for, and what both held together."""
    used = spent([sys.executable, "-c", PARENT], cwd=tmp_path)
    assert used.code == 0
    assert used.cpu >= 0.3
    assert used.wall >= 0.3
    assert used.peak_mb > 60 + 60


def test_our_plugin_is_two_modules(tmp_path: Path) -> None:
    """An empty run with it, and one without, as the table tells them."""
    found = measured({NONE: (), OURS: plugins((OURS,))[OURS]}, rounds=1)
    rows = {line.split(" | ")[0].strip("| "): line.split(" | ")[1:] for line in plugin_text(found).splitlines()}
    assert rows[NONE][1] == "0"
    assert rows[OURS][1] == "2"
    assert float(rows[OURS][3]) > 0.5


def test_a_plugin_that_is_not_installed_is_left_out() -> None:
    """What the stamp above the table names as absent is not run."""
    assert plugins((OURS, "no-such-plugin")) == {OURS: ("pytest_linkface.plugin",)}


def test_a_gate_is_measured(tmp_path: Path) -> None:
    """Calls, time, CPU and memory of the least effort."""
    ran = gate(Effort.SMOKE, PROCESSES["serial"], tmp_path)
    assert 5 <= ran.calls <= 25
    assert ran.used.cpu > 0
    assert ran.used.peak_mb > 20
    assert list(tmp_path.iterdir()) == []


def test_the_limit_of_a_gate_is_measured(tmp_path: Path) -> None:
    """The calls of the least effort are sent again and their faces found, each in a part of what the gate takes."""
    least = limit(Effort.SMOKE, tmp_path)
    assert 0 < least.sending < least.searching


def test_a_run_that_was_no_gate_is_an_error() -> None:
    """Its seconds would look like a quick suite's."""
    with pytest.raises(ValueError, match="no tests ran"):
        Gate.of(Spent(0.1, 0.1, 20, 4, "no tests ran"))


def test_a_gate_stands_beside_its_limit_and_its_peer() -> None:
    """The quotient is one of each round, and a peer whose calls cost less is told."""
    gates = [Gate(Spent(1, cpu, 50, 0, ""), 100) for cpu in (3.0, 8.0)]
    cheap = [Gate(Spent(1, 1.0, 50, 0, ""), 100)] * 2
    limits = [Limit(0.5, 0.5), Limit(1.0, 3.0)]
    told = suite_text({
        ("core", "serial"): gates, ("core", "limit"): limits, ("Schemathesis", "out of the box"): cheap,
    })  # fmt: skip
    assert "| core, serial | 100 | 1.0 | 5.5 | 55 | 50 | 0.75 | 1.75 | 2.5 |" in told
    assert "**Behind** (CPU a call of Schemathesis / of core below 1): out of the box 0.18." in told


def test_the_limit_sends_the_calls_themselves() -> None:
    """Their bytes are counted, pictures and all."""
    picture = scene(1)
    cpu, size = sent([Call((Upload.of(picture),), (Upload.of(picture),), ())] * 3)
    assert size > 6 * len(picture.make())
    assert cpu > 0


def test_a_server_stands_beside_its_limits() -> None:
    """How many times as much ours takes: the plain one as an empty server or hashing, the searching one as a search."""
    seconds = {PLAIN: 0.004, SEARCHING: 0.02, **dict.fromkeys(EMPTY.values(), 0.001)}
    found = {name: Measured(cpu={size: [taken] for size in SIZES}) for name, taken in seconds.items()}
    rows = limits_text(found, {(name, size): 2.0 for name in ALONE for size in SIZES}).splitlines()
    times = [line.split(" | ")[2] for line in rows[2:]]
    assert times == ["1.00", "0.20", "4.00", "4.00", "2.00", "10.00"]


def test_the_limits_are_measured() -> None:
    """Hashing takes longer the more there is to hash; a search takes longer than hashing."""
    small, large = (milliseconds(hashed, size) for size in SIZES)
    assert 0 < small < large
    assert milliseconds(searched, "20 KB") > small


@pytest.mark.parametrize("way", ["wsgi", "socket"])
def test_an_empty_server_reads_everything_before_it_answers(way: str) -> None:
    """The limit is no server that answers without having read; and it answers more than once."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    with served((sys.executable, "-m", "benchmarks._empty", way, str(port)), url=url), requests.Session() as session:
        session.mount("http://", HTTPAdapter(max_retries=Retry(connect=50, backoff_factor=0.1, backoff_max=0.1)))
        for size in (10, 3_000_000):
            assert session.post(url, data=b"\0" * size, timeout=5).json() == {"status": "OK"}
        with socket.create_connection(("127.0.0.1", port), timeout=0.3) as half:
            half.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345")
            with pytest.raises(TimeoutError):
                half.recv(100)
            half.sendall(b"67890")
            half.settimeout(5)
            assert b"200 OK" in half.recv(100)


def test_the_command_names_what_there_is() -> None:
    """Whoever misspells a benchmark is told the names."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "plugins"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "no benchmark is called plugins, only plugin, suite, replay" in done.stderr
