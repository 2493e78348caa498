"""The subcommand ``serve``: the emulator until somebody ends it."""

from __future__ import annotations

import argparse
import gc
import math
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_linkface.contract import PATH
from pytest_linkface.emulator._accounts import DEFAULT_ACCOUNTS, Account
from pytest_linkface.emulator._allocation import keep_little_freed_memory
from pytest_linkface.emulator._emulator import Emulator
from pytest_linkface.emulator._flags import Flags

if TYPE_CHECKING:
    import ssl

    from pytest_linkface.emulator._variant import Variant

LAST_PORT = 65535


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM or SIGINT; 2 when the port cannot be had."""
    options = _options(arguments)
    if options.list_mutants:
        sys.stdout.write(_mutants())
        return 0
    try:
        emulator = _emulator(options)
    except OSError as error:
        sys.stderr.write(f"cannot write {error.filename}: {error.strerror}\n" if error.filename else f"{error}\n")
        return 2
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end.set())
    try:
        with emulator:
            sys.stdout.write(_greeting(emulator, options.tls))
            sys.stdout.flush()
            keep_little_freed_memory()
            gc.freeze()  # what is loaded stays: looking through it for garbage took a tenth of each call
            end.wait()
    except OSError as error:
        sys.stderr.write(f"cannot serve on {options.host}:{options.port}: {error.strerror}\n")
        return 2
    return 0


def _emulator(options: argparse.Namespace) -> Emulator:
    return Emulator(
        _accounts(options),
        allow_hosts=options.allow_host,
        seed=options.seed,
        host=options.host,
        port=options.port,
        store=options.store,
        id_lifetime=options.id_lifetime,
        control=not options.no_control,
        explain=options.explain,
        tls=None if options.tls is None else _throwaway(options.host, Path(options.tls)),
        variant=options.mutant,
    )


def _throwaway(host: str, path: Path) -> ssl.SSLContext:
    from pytest_linkface.emulator._tls import throwaway  # only where https is wanted

    return throwaway(host, path)


def _accounts(options: argparse.Namespace) -> tuple[Account, ...]:
    """The file's accounts in place of the default ones, and those of the command line beside them."""
    if options.accounts is None and not options.account:
        return DEFAULT_ACCOUNTS
    from pytest_linkface.emulator._accounts_file import account_of, read_accounts  # with a reader of TOML

    told = DEFAULT_ACCOUNTS if options.accounts is None else read_accounts(Path(options.accounts))
    return (*told, *map(account_of, options.account))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = Flags(
        prog="python -m pytest_linkface serve",
        description=__doc__,
        epilog="Each flag is an environment variable too: --allow-host is LINKFACE_EMULATOR_ALLOW_HOST.",
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    add("--port", type=_port, default=0, help="port to listen on (default: a free one)")
    add("--allow-host", action="append", default=[], metavar="HOST[:PORT]", help="fetch pictures from it (repeatable)")
    add("--accounts", metavar="FILE", help="accounts in TOML, in place of the default ones")
    add("--account", action="append", default=[], metavar="ID:SECRET", help="another good account (repeatable)")
    add("--seed", type=int, default=0, help="goes into the ids of pictures (default: %(default)s)")
    add("--store", metavar="DIR", help="keep pictures, quotas and rates here, for several processes")
    add(
        "--id-lifetime", type=_seconds, default=math.inf, metavar="SECONDS",
        help="how long the id of a picture lives (default: as long as there is room)",
    )  # fmt: skip
    add("--no-control", action="store_true", help="answer nothing under /_emulator/")
    add("--explain", action="store_true", help="name the clause that decided an answer in the header field "
        "Linkface-Emulator-Why")  # fmt: skip
    add("--mutant", type=_mutant, metavar="NAME", help="break one promise, to see a gate turn red")
    add("--list-mutants", action="store_true", help="print the mutants with the clauses that they break, and end")
    add("--tls", metavar="FILE", help="serve https with a certificate made for this run, and write the authority that "
        "clients have to trust into this PEM file; needs trustme")  # fmt: skip
    return parser.parse_args(arguments)


def _mutant(name: str) -> Variant:
    from pytest_linkface.emulator._mutants import mutant  # only where one is wanted: the tables take time to load

    return mutant(name)


def _mutants() -> str:
    from pytest_linkface.emulator._mutants import listing  # likewise

    return listing()


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to {LAST_PORT}, not {text}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not seconds > 0:
        raise argparse.ArgumentTypeError(f"expected a number above 0, not {text}")
    return seconds


def _greeting(emulator: Emulator, authority: str | None) -> str:
    """Where it is, and a line to try it; no secret but our own is printed."""
    account = emulator.accounts[0] if emulator.accounts[0] in DEFAULT_ACCOUNTS else Account("ID", "SECRET")
    url, trust = emulator.url, f"--cacert {authority} " if authority else ""
    return (
        f"Linkface emulator on {url}\n"
        f'curl {trust}-X POST "{url}{PATH}?api_id={account.api_id}&api_secret={account.api_secret}" '
        "-F image_one_file=@one.jpg -F image_two_file=@two.jpg\n"
    )
