"""A server as a process of its own: started, measured from outside by what the system counts, and ended."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
OURS = (sys.executable, "-m", "pytest_linkface", "serve", "--port", "0")
_URL = re.compile(r"https?://[\w.\[\]:-]+:\d+")


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    url: str
    pid: int

    def cpu_seconds(self) -> float:
        """What the process has used until now, in and outside of the kernel."""
        fields = (Path("/proc") / str(self.pid) / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mb(self) -> float:
        """What it holds."""
        return self._status("VmRSS")

    def peak_mb(self) -> float:
        """The most that it ever held."""
        return self._status("VmHWM")

    def _status(self, name: str) -> float:
        text = (Path("/proc") / str(self.pid) / "status").read_text()
        found = re.search(rf"^{name}:\s*(\d+) kB", text, re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0


@contextmanager
def served(
    command: Sequence[str] = OURS, *, url: str = "", environment: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Start a server. Without a url it prints one in its first lines."""
    log = subprocess.PIPE if not url else subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 -- commands of this folder
        command, stdout=log, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        try:
            yield Served(url or _told(process), process.pid)
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


def _told(process: subprocess.Popen[str]) -> str:
    """The url in the first line that has one."""
    seen = ""
    end = time.monotonic() + 60
    while time.monotonic() < end and (line := process.stdout.readline() if process.stdout else ""):
        seen += line
        if found := _URL.search(line):
            return found[0]
    raise OSError(f"the server said no url:\n{seen}")
