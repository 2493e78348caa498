"""The subcommand ``serve --cassettes DIR``: recordings on loopback until somebody ends it."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from pytest_linkface.recording._errors import CassetteError
from pytest_linkface.recording._served import Served
from pytest_linkface.recording._shelf import Shelf


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM or SIGINT; 2 when there is nothing to serve, or no port to be had."""
    options = _options(arguments)
    try:
        shelf = Shelf(options.cassettes)
        with Served(shelf, port=options.port) as served:
            _serve(served.url, len(shelf.cassettes))
    except (CassetteError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _serve(url: str, count: int) -> None:
    end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end.set())
    sys.stdout.write(f"{count} recordings on {url}\n")
    sys.stdout.flush()
    end.wait()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pytest_linkface serve", description=__doc__)
    parser.add_argument(
        "--cassettes", type=Path, required=True, metavar="DIR", help="the folder of the recordings"
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    return parser.parse_args(arguments)
