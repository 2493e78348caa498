"""Schemathesis against the emulator, as one command that can be measured: ``_suite_peer COMMAND NUMBER``.

NUMBER is that of a setting in ``_kills_schemathesis``. The emulator is a process of its own, since Schemathesis is.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks._emulator_process import OURS, served
from benchmarks._kills_schemathesis import SETTINGS, draw, run
from pytest_linkface.conformance import PICTURES, ImageHost


def main(arguments: Sequence[str]) -> int:
    """Print how many calls were sent, in the words of a gate."""
    command, number = arguments
    with ImageHost(PICTURES) as host, TemporaryDirectory() as folder:
        pictures, urls = Path(folder), [host.url(name) for name in PICTURES]
        draw(pictures)
        with served((*OURS, "--allow-host", urlsplit(host.url("")).netloc)) as server:
            said = run(command, SETTINGS[int(number)], server.url, pictures, urls)
    sys.stdout.write(f"{said.calls} calls were sent.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
