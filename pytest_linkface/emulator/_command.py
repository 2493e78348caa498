"""The subcommand ``serve``: the emulator until somebody ends it."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence

from pytest_linkface.contract import PATH
from pytest_linkface.emulator._accounts import DEFAULT_ACCOUNTS
from pytest_linkface.emulator._emulator import Emulator


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM or SIGINT; 2 when the port cannot be had."""
    options = _options(arguments)
    emulator = Emulator(allow_hosts=options.allow_host, host=options.host, port=options.port)
    end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end.set())
    try:
        with emulator:
            sys.stdout.write(_greeting(emulator.url))
            sys.stdout.flush()
            end.wait()
    except OSError as error:
        sys.stderr.write(f"cannot serve on {options.host}:{options.port}: {error.strerror}\n")
        return 2
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pytest_linkface serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument(
        "--allow-host", action="append", default=[], metavar="HOST[:PORT]", help="fetch pictures from it (repeatable)"
    )
    return parser.parse_args(arguments)


def _greeting(url: str) -> str:
    account = DEFAULT_ACCOUNTS[0]
    return (
        f"Linkface emulator on {url}\n"
        f'curl -X POST "{url}{PATH}?api_id={account.api_id}&api_secret={account.api_secret}" '
        "-F image_one_file=@one.jpg -F image_two_file=@two.jpg\n"
    )
