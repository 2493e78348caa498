"""The command line: each subcommand is looked up here and lives in the part that it belongs to."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

COMMANDS = {
    "clauses": ("pytest_linkface.contract.__main__", "print the clauses"),
    "corpus": ("pytest_linkface.conformance._command", "write the suite's cases as files for any language"),
    "diff": ("pytest_linkface.reports._command", "say what two reports say differently"),
    "healthcheck": ("pytest_linkface.emulator._healthcheck", "ask whether an emulator answers"),
    "picture": ("pytest_linkface.images._command", "write a picture by its recipe"),
    "replay": ("pytest_linkface.session._replay", "ask a case of a report again and print every exchange"),
    "report": ("pytest_linkface.reports._report_command", "write one page from one or several report.json"),
    "selfcheck": ("pytest_linkface.selfcheck._command", "try the suite on servers with known faults"),
    "serve": ("pytest_linkface.emulator._command", "run the emulator, or with --cassettes DIR answer from recordings"),
}
"""Module and summary of each; the module is imported when asked for, and its ``main`` gives the exit code."""


def main(arguments: Sequence[str]) -> int:
    """Run a subcommand; 2 when there is none of that name, or its extra is not installed."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(_usage())
        return 0
    if not arguments or arguments[0] not in COMMANDS:
        print(_usage(), file=sys.stderr)
        return 2
    try:
        return int(_loaded(_module(arguments)).main(arguments[1:]))
    except ImportError as error:
        print(error, file=sys.stderr)
        return 2


def _loaded(name: str) -> Any:
    gc.disable()  # what is loaded stays: to look through it for garbage is in vain
    try:
        return import_module(name)
    finally:
        gc.enable()


def _module(arguments: Sequence[str]) -> str:
    """Recordings are served without what the emulator needs."""
    is_recorded = arguments[0] == "serve" and any(one.partition("=")[0] == "--cassettes" for one in arguments)
    return "pytest_linkface.recording._command" if is_recorded else COMMANDS[arguments[0]][0]


def _usage() -> str:
    lines = [f"  {name:<13}{summary}" for name, (_, summary) in COMMANDS.items()]
    return "\n".join(["usage: python -m pytest_linkface COMMAND ...", "", *lines])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
