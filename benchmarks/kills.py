"""Which mutants of the emulator does Schemathesis find by openapi.json, which does our suite, and for how many calls?

``python -m benchmarks.kills --schemathesis PATH`` prints a Markdown table. Schemathesis brings a pytest plugin of its
own, so that it is best installed elsewhere: PATH is the ``st`` of that environment.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks._kills_schemathesis import EXAMPLES, SETTINGS, STOPPING, Said, Setting, draw, run
from pytest_linkface.conformance import PICTURES, Effort, Examiner, ImageHost, Target, examine, suite
from pytest_linkface.emulator import CONTROLS, MUTANTS
from pytest_linkface.selfcheck import Battery, Specimen, Stage, battery
from pytest_linkface.selfcheck._command import SHIPPED

STEP_OF_MUTANTS, STEP_OF_CONTROLS = 10, 12
RULE = f"every {STEP_OF_MUTANTS}th mutant and every {STEP_OF_CONTROLS}th control, in the order of `--list-mutants`"


@dataclass(frozen=True, slots=True)
class Tally:
    """What one way came to over the sample."""

    name: str
    killed: tuple[str, ...]
    mutants: int
    accused: tuple[str, ...]
    controls: int
    calls: int
    """Those of all runs against mutants."""

    @property
    def price(self) -> float:
        """Calls for each killed mutant; without end where none was."""
        return self.calls / len(self.killed) if self.killed else float("inf")

    def names(self, mutants: Sequence[str]) -> str:
        """Which mutants it killed, or which it did not, whoever are fewer; and which controls it accused."""
        left = [name for name in mutants if name not in self.killed]
        killed = f"all but {', '.join(left)}" if left else "all"
        if len(self.killed) < len(left):
            killed = ", ".join(self.killed) or "none"
        return f"killed {killed}; accused {', '.join(self.accused) or 'none'}"

    def row(self) -> str:
        """As the table shows it."""
        price = f"{self.price:,.0f}" if self.killed else "none killed"
        return (
            f"| {self.name} | {len(self.killed)} of {self.mutants} | {len(self.accused)} of {self.controls} "
            f"| {self.calls:,} | {price} |"
        )


def sample() -> tuple[list[str], list[str]]:
    """Mutants and controls; the first control is the plain emulator."""
    return list(MUTANTS)[::STEP_OF_MUTANTS], list(CONTROLS)[::STEP_OF_CONTROLS]


def by_schemathesis(command: str, setting: Setting, pictures: Path) -> Tally:
    """A mutant is killed by any failure that the plain emulator does not have; a control is accused by any at all."""
    mutants, controls = sample()
    found = {name: _said(command, setting, pictures, name) for name in (*controls, *mutants)}
    usual = found[controls[0]].failures
    killed = tuple(name for name in mutants if found[name].failures - usual)
    accused = tuple(name for name in controls if found[name].failures)
    calls = sum(found[name].calls for name in mutants)
    return Tally(f"Schemathesis, {setting.name}", killed, len(mutants), accused, len(controls), calls)


def _said(command: str, setting: Setting, pictures: Path, name: str) -> Said:
    known = battery(SHIPPED)
    with ExitStack() as stack:
        host = stack.enter_context(ImageHost(PICTURES))
        served = stack.enter_context(known.specimens[name].serve(Stage(urlsplit(host.url("")).netloc)))
        urls = [host.url(picture) for picture in (*PICTURES, "missing.jpg", "page.jpg", "hanging.jpg")]
        return run(command, setting, served.url, pictures, urls)


def by_the_suite(effort: Effort) -> Iterator[Tally]:
    """A mutant is killed by a finding, whatever the clause; cases come in their usual order."""
    known = battery(SHIPPED)
    mutants, controls = sample()
    found = {one: _asked(known.specimens[one], known, effort) for one in (*controls, *mutants)}
    killed = tuple(one for one in mutants if found[one][0])
    accused = tuple(one for one in controls if found[one][0])
    whole, until = sum(found[one][1] for one in mutants), sum(found[one][0] or found[one][1] for one in mutants)
    for words, calls in ((f"this suite, {effort}", whole), (f"this suite, {effort}, until it finds something", until)):
        yield Tally(words, killed, len(mutants), accused, len(controls), calls)


def _asked(specimen: Specimen, known: Battery, effort: Effort) -> tuple[int, int]:
    """The calls until something was found, none where nothing was; and those of the whole run."""
    first = 0
    with ImageHost(PICTURES) as host, specimen.serve(Stage(urlsplit(host.url("")).netloc)) as served:
        examiner = Examiner(Target(specimen.name, served.url, known.account, known.special), host)
        for case in suite(effort):
            if examine(examiner, case, time.monotonic).findings:
                first = first or examiner.calls
        examiner.close()
        return first, examiner.calls


def tallies(command: str) -> Iterator[Tally]:
    """Every way, ours last."""
    with TemporaryDirectory() as folder:
        pictures = Path(folder)
        draw(pictures)
        for setting in (*SETTINGS, STOPPING):
            yield by_schemathesis(command, setting, pictures)
    for effort in (Effort.CORE, Effort.EDGES, Effort.FULL):
        yield from by_the_suite(effort)


def main(arguments: Sequence[str]) -> int:
    """Print the table as it grows."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--schemathesis", default="st", metavar="PATH", help="its command (default: %(default)s)")
    given = parser.parse_args(arguments)
    mutants, controls = sample()
    say = sys.stdout.write
    say(f"{len(mutants)} mutants, {len(controls)} controls: {RULE}. {EXAMPLES} examples a run, seed 1.\n\n")
    say("| | mutants killed | controls accused | calls | calls per killed mutant |\n|---|---|---|---|---|\n")
    details = []
    for tally in tallies(given.schemathesis):
        say(tally.row() + "\n")
        sys.stdout.flush()
        details.append(f"\n- {tally.name}: {tally.names(mutants)}")
    say("".join(details) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
