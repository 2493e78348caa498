"""What a command took with all its processes: seconds, seconds of CPU, and the most memory that they held together."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.05
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass(frozen=True, slots=True)
class Spent:
    """One run of a command."""

    wall: float
    cpu: float
    """In and outside of the kernel, of every process that was waited for."""
    peak_mb: float
    """Resident, of all processes at a time, by twenty looks a second; pages that two share count twice."""
    code: int
    text: str


def spent(command: Sequence[str], *, cwd: Path, environment: Mapping[str, str] | None = None) -> Spent:
    """Run a command to its end, in a session of its own so that its processes can be told."""
    held, is_over = [0.0], threading.Event()
    started = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 -- commands of this folder
        command, cwd=cwd, env=dict(os.environ) | dict(environment or {}), text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        watching = threading.Thread(target=_watch, args=(process.pid, held, is_over))
        watching.start()
        text = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        is_over.set()
        watching.join()
    peak = max(held[0], used.ru_maxrss / 1024)
    return Spent(wall, used.ru_utime + used.ru_stime, peak, process.returncode, text)


def _watch(session: int, held: list[float], is_over: threading.Event) -> None:
    while not is_over.wait(_PAUSE):
        held[0] = max(held[0], sum(_resident(path, session) for path in Path("/proc").glob("[0-9]*")))


def _resident(process: Path, session: int) -> float:
    """What a process of the session holds; nothing where it is another's, or gone."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return int(fields[21]) * _PAGE_MB if int(fields[3]) == session else 0.0
