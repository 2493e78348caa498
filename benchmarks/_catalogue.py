"""Every benchmark: its command, how many rounds it takes unless told otherwise, and what its figures depend on."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks._peers import schemathesis

DOCS = Path(__file__).parents[1] / "docs"
_ROUNDS = "{rounds}"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One table, or several that one run gives."""

    name: str
    module: str
    """Below ``benchmarks``."""
    arguments: tuple[str, ...]
    rounds: int | None
    """None where a count is not a matter of rounds."""
    depends_on: tuple[str, ...]
    """Packages whose versions are told, peers among them; those that are absent are named."""
    page: Path = DOCS / "speed.md"

    def command(self, rounds: int | None) -> list[str]:
        """What is run, in a process of its own."""
        arguments = (str(rounds or self.rounds) if one == _ROUNDS else one for one in self.arguments)
        return [sys.executable, "-m", f"benchmarks.{self.module}", *arguments]

    def shown(self, rounds: int | None) -> str:
        """What a reader types."""
        asked = f" --rounds {rounds}" if rounds and rounds != self.rounds else ""
        return f"python -m benchmarks {self.name}{asked}"


_EACH = ("--rounds", _ROUNDS)
_KIT = ("pytest-linkface", "requests", "pillow")
BENCHMARKS = {
    one.name: one
    for one in (
        Benchmark(
            "plugin", "plugin", _EACH, 15,
            (
                "pytest-linkface", "pytest", "schemathesis", "hypothesis", "pytest-recording", "betamax",
                "pytest-httpserver", "pytest-httpx", "requests-mock",
            ),
        ),
        Benchmark(
            "suite", "suite", _EACH, 3,
            (*_KIT, "pytest", "pytest-xdist", "opencv-python-headless", "hypothesis", "schemathesis"),
        ),
        Benchmark(
            "replay", "recording", ("costs", *_EACH), 5,
            ("pytest-linkface", "requests", "pytest-recording", "vcrpy", "betamax", "responses"),
        ),
        Benchmark(
            "safety", "recording", ("safety",), None,
            ("pytest-linkface", "requests", "pytest-recording", "vcrpy", "betamax", "responses"),
            DOCS / "recording.md",
        ),
        Benchmark("pictures", "images", _EACH, 3, ("pytest-linkface", "pillow", "hypothesis", "numpy")),
        Benchmark(
            "emulator", "emulator", ("peers", _ROUNDS), 3,
            (*_KIT, "httptools", "moto", "pytest-httpserver", "npm:wiremock", "npm:@stoplight/prism-cli"),
        ),
        Benchmark("limits", "limits", _EACH, 3, (*_KIT, "httptools", "opencv-python-headless")),
        Benchmark(
            "kills", "kills", ("--schemathesis", schemathesis() or "st"), None,
            ("pytest-linkface", "schemathesis", "hypothesis"),
        ),
    )
}  # fmt: skip
