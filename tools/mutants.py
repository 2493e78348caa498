"""What becomes of a package's own tests where one number, operator or condition of it is changed: a seeded sample."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import TestOutcome, WorkItem

ROOT = Path(__file__).parents[1]
PYTEST = "-m pytest -x -q -p no:cacheprovider"
LEFT_OUT = "core/ReplaceBinaryOperator_BitOr_"
"""What turns ``|`` into something else: nearly all of them stand in annotations, which nobody evaluates."""
SAMPLES = {"contract": 60, "checks": 80, "recording": 60}
"""How many mutants of each package are tried unless told otherwise."""


def mutants(package: str, size: int, seed: int) -> list[WorkItem]:
    """Some of the mutants of a package, the same for the same sources and seed; the paths are below the folder."""
    paths = sorted(Path("pytest_linkface", package).glob("*.py"))
    with tempfile.TemporaryDirectory() as folder, use_db(str(Path(folder, "all.sqlite"))) as every:
        init(paths, every, {})
        found = [one for one in every.work_items if not one.mutations[0].operator_name.startswith(LEFT_OUT)]
    found.sort(key=lambda one: (str((change := one.mutations[0]).module_path), change.operator_name, change.occurrence))
    print(f"{package}: {min(size, len(found))} of {len(found)} mutants", flush=True)
    return random.Random(seed).sample(found, min(size, len(found)))


def try_out(package: str, chosen: list[WorkItem]) -> Counter[str]:
    """Run the package's quick tests on each mutant; those that survive are printed as a diff."""
    modules = sorted(Path("tests", package).glob("test_*.py"))
    quick = [str(path) for path in modules if "_running" not in path.read_text()]  # others start whole runs of pytest
    command = f"{sys.executable} {PYTEST} {' '.join(quick)}"
    began = time.monotonic()
    subprocess.run(command.split(), check=True)
    patience = 30 + 4 * (time.monotonic() - began)
    outcomes: Counter[str] = Counter()
    for number, mutant in enumerate(chosen, 1):
        result = mutate_and_test(mutant.mutations, command, patience)
        outcome = result.test_outcome or TestOutcome.INCOMPETENT
        outcomes[outcome.value] += 1
        change = mutant.mutations[0]
        place = f"{change.module_path}:{change.start_pos[0]}"
        print(f"{number} {outcome.value}: {place} {change.operator_name}", flush=True)
        if outcome is not TestOutcome.KILLED:
            print(result.diff, flush=True)
    return outcomes


def main() -> None:
    """The command: `python -m tools.mutants [--seed N] [PACKAGE=SIZE ...]`; it works in a copy of what git knows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("samples", nargs="*", help="PACKAGE=SIZE, such as checks=20; all three packages without")
    options = parser.parse_args()
    samples = dict(one.split("=") for one in options.samples) or SAMPLES
    with tempfile.TemporaryDirectory(prefix="mutants-") as copy:
        _copy_to(Path(copy))
        os.chdir(copy)
        os.environ |= {"PYTHONPATH": copy, "PYTHONDONTWRITEBYTECODE": "1"}  # a stale .pyc would hide a quick change
        told = {name: try_out(name, mutants(name, int(size), options.seed)) for name, size in samples.items()}
        os.chdir(ROOT)
    for name, outcomes in told.items():
        print(f"{name}:", *(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())))


def _copy_to(folder: Path) -> None:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)


if __name__ == "__main__":
    main()
