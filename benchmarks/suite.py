"""What a run of the suite takes, emulator included: ``python -m benchmarks.suite [--rounds N]``.

Each effort is asked of the embedded emulator in one process and in two workers of xdist. Beside it stand the limit,
which is to send the same bytes to a server that looks at nothing and to find the faces, and Schemathesis, where it is
installed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks._kills_schemathesis import EXAMPLES, SETTINGS
from benchmarks._peers import schemathesis
from benchmarks._rounds import asked, quotients, taking_turns
from benchmarks._spent import Spent, spent
from benchmarks._tables import Row, behind, table
from pytest_linkface.conformance import Effort

ROOT = Path(__file__).parents[1]
ROUNDS = 3
EFFORTS = tuple(Effort)
PROCESSES = {"serial": (), "-n 2": ("-p", "xdist", "-n", "2")}
_SENT = re.compile(r"^(\d+) calls were sent\.$", re.MULTILINE)
_HEADS = (
    "run", "calls", "wall, s", "CPU, s", "CPU a call, ms", "peak, MB", "limit: sending", "limit: detector",
    "CPU / limit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limit:
    """Seconds of CPU that no gate of these calls can do without."""

    sending: float
    searching: float

    @property
    def cpu(self) -> float:
        """Both."""
        return self.sending + self.searching


@dataclass(frozen=True, slots=True)
class Gate:
    """A run of the suite and how many calls it sent."""

    used: Spent
    calls: int

    @classmethod
    def of(cls, used: Spent) -> Gate:
        """What a run says at its end.

        Raises:
            ValueError: it never got there.
        """
        found = _SENT.search(used.text)
        if found is None:
            raise ValueError(f"no gate: {used.text[-2000:]}")
        return cls(used, int(found[1]))

    @property
    def of_a_call(self) -> float:
        """Milliseconds of CPU."""
        return 1000 * self.used.cpu / max(1, self.calls)


def gate(effort: Effort, options: Sequence[str], folder: Path) -> Gate:
    """The suite in an empty folder, with our plugin and no other but xdist."""
    command = (
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "pytest_linkface.plugin", *options,
        "--linkface-contract", "--linkface-only", f"--linkface-effort={effort}",
    )  # fmt: skip
    environment = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}
    return Gate.of(spent(command, cwd=folder, environment=environment))


def peer(command: str, number: int, folder: Path) -> Gate:
    """Schemathesis in one of its settings."""
    words = (sys.executable, "-m", "benchmarks._suite_peer", command, str(number))
    return Gate.of(spent(words, cwd=folder, environment={"PYTHONPATH": str(ROOT)}))


def limit(effort: Effort, folder: Path) -> Limit:
    """The same calls, without a suite."""
    words = (sys.executable, "-m", "benchmarks._suite_limit", effort)
    told = json.loads(spent(words, cwd=folder, environment={"PYTHONPATH": str(ROOT)}).text)
    return Limit(told["sending"], told["searching"])


def row(name: str, gates: Sequence[Gate], limits: Sequence[Limit] = ()) -> Row:
    """Medians of the rounds; the quotient is one of each round."""
    used = [one.used for one in gates]
    cells = (
        name, f"{median(one.calls for one in gates):,.0f}", f"{median(one.wall for one in used):.1f}",
        f"{median(one.cpu for one in used):.1f}", f"{median(one.of_a_call for one in gates):.0f}",
        f"{median(one.peak_mb for one in used):.0f}",
    )  # fmt: skip
    if not limits:
        return (*cells, "", "", "")
    over = median(quotients([one.cpu for one in used], [one.cpu for one in limits]))
    sending, searching = (median(getattr(one, part) for one in limits) for part in ("sending", "searching"))
    return (*cells, f"{sending:.2f}", f"{searching:.2f}", f"{over:.1f}")


def measured(folder: Path, rounds: int, efforts: Iterable[Effort] = EFFORTS) -> str:
    """The table, and where ours is behind."""
    efforts, command = tuple(efforts), schemathesis()
    ways: dict[tuple[str, str], Callable[[], Gate | Limit]] = {}
    for effort in efforts:
        ways |= {(effort, name): partial(gate, effort, options, folder) for name, options in PROCESSES.items()}
        ways[effort, "limit"] = partial(limit, effort, folder)
    if command:
        ways |= {("Schemathesis", one.name): partial(peer, command, at, folder) for at, one in enumerate(SETTINGS)}
    return text(taking_turns(ways, rounds))


def text(found: Mapping[tuple[str, str], Sequence[Gate | Limit]]) -> str:
    """What the rounds came to."""
    gates = {way: [one for one in told if isinstance(one, Gate)] for way, told in found.items()}
    limits = {way[0]: [one for one in told if isinstance(one, Limit)] for way, told in found.items()}
    lines = [row(", ".join(way), told, limits.get(way[0], ())) for way, told in gates.items() if told]
    core = median(one.of_a_call for one in gates[Effort.CORE, "serial"])
    calls = {way[1]: median(one.of_a_call for one in told) / core for way, told in gates.items() if "Sch" in way[0]}
    said = f"Schemathesis draws {EXAMPLES} examples; its CPU holds the emulator's, too.\n\n" if calls else ""
    return f"{table(_HEADS, lines)}\n{said}" + behind("CPU a call of Schemathesis / of core", calls)


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    rounds = asked("suite", __doc__, arguments, rounds=ROUNDS)
    with TemporaryDirectory() as folder:
        sys.stdout.write(measured(Path(folder), rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
