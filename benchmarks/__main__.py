"""All benchmarks, or those that are named, one after the other, each in a process of its own.

Peers stand beside ours in one run; those of PyPI come with the extra ``bench``, those of npm from the folder that
LINKFACE_BENCH_NODE_MODULES names. Each table is written into the page that shows it, under its command and date.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date

from benchmarks._catalogue import BENCHMARKS, Benchmark
from benchmarks._page import stamp, written


def measured(benchmark: Benchmark, rounds: int | None) -> str:
    """What a benchmark prints, below what it was made by.

    Raises:
        subprocess.CalledProcessError: it failed; why stands in its own words on standard error.
    """
    environment = os.environ | {"LINKFACE_BENCH_PYTHON": sys.executable}
    done = subprocess.run(  # noqa: S603 -- commands of this folder
        benchmark.command(rounds), env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    count = benchmark.rounds and (rounds or benchmark.rounds)
    head = stamp(benchmark.shown(rounds), count, benchmark.depends_on, today=date.today())
    return f"{head}\n{done.stdout}"


def main(arguments: Sequence[str]) -> int:
    """Run and write; one that fails leaves its table as it was."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}; all by default")
    parser.add_argument("--rounds", type=int, help="instead of as many as each benchmark takes")
    parser.add_argument("--print", action="store_true", dest="only_print", help="write no page")
    given = parser.parse_args(arguments)
    if unknown := set(given.names) - BENCHMARKS.keys():
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}, only {', '.join(BENCHMARKS)}")
    failed = []
    for benchmark in (BENCHMARKS[name] for name in given.names or BENCHMARKS):
        print(f"{benchmark.name}: {' '.join(benchmark.command(given.rounds)[1:])}", file=sys.stderr)
        try:
            text = measured(benchmark, given.rounds)
        except subprocess.CalledProcessError:
            failed.append(benchmark.name)
            continue
        print(text)
        if not given.only_print:
            page = benchmark.page.read_text("utf-8")
            benchmark.page.write_text(written(page, benchmark.name, text), "utf-8")
    print(f"failed: {', '.join(failed)}" if failed else "done", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
