"""What a plugin costs a run that does not use it: ``python -m benchmarks.plugin [--rounds N]``.

Each run of pytest finds no test and loads one plugin, or none: that is the limit.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks._rounds import asked, quotients, taking_turns
from benchmarks._spent import Spent, spent
from benchmarks._tables import behind, table

OURS = "pytest-linkface"
PEERS = (
    "schemathesis", "hypothesis", "pytest-recording", "betamax", "pytest-httpserver", "pytest-httpx", "requests-mock",
)  # fmt: skip
NONE = "no plugin"
INSTALLED = f"{OURS} and hypothesis, which comes with it"
ROUNDS = 15
_RUN = "import sys, pytest; pytest.main(sys.argv[1:]); print('modules', len(sys.modules))"
_HEADS = ("plugin", "modules", "more than none", "CPU, ms", "CPU / none", "least and most", "its CPU / ours")


def plugins(names: Sequence[str] = (OURS, *PEERS)) -> dict[str, tuple[str, ...]]:
    """Package, to the modules that it has pytest load; those that are not installed are left out."""
    found = {}
    for name in names:
        try:
            points = distribution(name).entry_points.select(group="pytest11")
        except PackageNotFoundError:
            continue
        found[name] = tuple(point.value for point in points)
    return found


def run(folder: Path, modules: Sequence[str]) -> Spent:
    """An empty run with these plugins and no other."""
    options = [word for module in modules for word in ("-p", module)]
    command = (sys.executable, "-c", _RUN, "-q", "-p", "no:cacheprovider", *options)
    return spent(command, cwd=folder, environment={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": ""})


def measured(ways: Mapping[str, Sequence[str]], rounds: int) -> dict[str, list[Spent]]:
    """All ways in turn, after a round that is not told: it compiles what was never imported."""
    with TemporaryDirectory() as name:
        turns = {way: partial(run, Path(name), modules) for way, modules in ways.items()}
        return {way: runs[1:] for way, runs in taking_turns(turns, rounds + 1).items()}


def text(found: Mapping[str, list[Spent]]) -> str:
    """The table, and where ours is behind, alone and as it is installed."""
    cpu = {name: [one.cpu for one in runs] for name, runs in found.items()}
    modules = {name: int(runs[0].text.split()[-1]) for name, runs in found.items()}
    peers = found.keys() - {OURS, NONE, INSTALLED}
    beside = {
        ours: {name: median(quotients(cpu[name], cpu[ours])) for name in found if name in peers}
        for ours in (OURS, INSTALLED)
        if ours in found
    }
    rows = []
    for name in sorted(found, key=lambda one: median(cpu[one])):
        of_none = quotients(cpu[name], cpu[NONE])
        rows.append((
            name, f"{modules[name]:,}", f"{modules[name] - modules[NONE]:,}", f"{1000 * median(cpu[name]):.0f}",
            f"{median(of_none):.3f}", f"{min(of_none):.2f} to {max(of_none):.2f}",
            f"{beside[OURS][name]:.2f}" if name in peers else "",
        ))  # fmt: skip
    said = [behind(f"its CPU / that of {ours}", ratios) for ours, ratios in beside.items()]
    return "\n".join([table(_HEADS, rows), *said])


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    rounds = asked("plugin", __doc__, arguments, rounds=ROUNDS)
    ways = {NONE: (), **plugins()}
    ways[INSTALLED] = ways[OURS] + ways["hypothesis"]
    sys.stdout.write(text(measured(ways, rounds)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
