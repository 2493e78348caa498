"""Quotas and rates are counted once, however many threads and processes answer."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
import requests

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Account, Emulator, Rate
from pytest_linkface.emulator._accounts import Ledger
from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._clock import Clock, FolderClock
from pytest_linkface.emulator._counts import Count, Counts, MemoryCounts
from pytest_linkface.emulator._counts_folder import FolderCounts
from tests._canary import CANARY, CANARY_ID, spellings
from tests.emulator._asking import ask

KEPT: dict[str, Callable[[Path], Counts]] = {"memory": lambda _: MemoryCounts(), "folder": FolderCounts}


def one_more(count: Count) -> tuple[Count, str]:
    """A call that costs one."""
    return count._replace(calls=count.calls + 1), str(count.calls)


def admitted(counts: Counts, account: Account, *times: float) -> list[str]:
    """What becomes of a call at each of these times."""
    told = []
    for now in times:
        try:
            Ledger([account], clock=partial(float, now), counts=counts).admit("mine", "secret")
        except RefusalError as refusal:
            told.append(refusal.status)
        else:
            told.append("OK")
    return told


@pytest.mark.parametrize("kept", KEPT)
def test_quota_and_bucket(kept: str, tmp_path: Path) -> None:
    """Both places count alike: a burst, tokens that come back with time, a quota that rates do not cost."""
    account = Account("mine", "secret", quota=4, rate=Rate(burst=2, per_second=0.5))
    told = admitted(KEPT[kept](tmp_path), account, 10, 10, 10, 11, 12, 12, 99, 99)
    hasty, spent = "RATE_LIMIT_EXCEEDED", "OUT_OF_QUOTA"
    assert told == ["OK", "OK", hasty, hasty, "OK", hasty, "OK", spent]


@pytest.mark.parametrize("kept", KEPT)
def test_clearing(kept: str, tmp_path: Path) -> None:
    """After a reset nobody has called, and accounts are apart from one another."""
    counts = KEPT[kept](tmp_path)
    counts.clear()
    assert [counts.take("a", one_more), counts.take("a", one_more), counts.take("b", one_more)] == ["0", "1", "0"]
    counts.clear()
    assert counts.take("a", one_more) == "0"


@pytest.mark.parametrize("kept", KEPT)
def test_threads_lose_no_call(kept: str, tmp_path: Path) -> None:
    """A hundred calls of eight threads are a hundred different numbers."""
    counts = KEPT[kept](tmp_path)
    with ThreadPoolExecutor(8) as pool:
        assert {*pool.map(lambda _: counts.take("a", one_more), range(100))} == {*map(str, range(100))}


def take_some(folder: Path) -> list[str]:
    """What a process of its own is told."""
    counts = FolderCounts(folder)
    return [counts.take("a", one_more) for _ in range(50)]


def move_some(folder: Path) -> None:
    """Let time pass in a process of its own."""
    clock = FolderClock(float, folder)
    for _ in range(50):
        clock.move(0.5)


def test_processes_lose_no_call(tmp_path: Path) -> None:
    """A hundred calls of two processes are a hundred different numbers, and a hundred moves of the clock are fifty."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        told = [*pool.map(take_some, [tmp_path, tmp_path])]
        [*pool.map(move_some, [tmp_path, tmp_path])]
    assert {number for numbers in told for number in numbers} == {*map(str, range(100))}
    assert FolderClock(float, tmp_path)() == 50


DYING = """
import os, pathlib, sys
from pytest_linkface.emulator._counts_folder import FolderCounts
FolderCounts(pathlib.Path(sys.argv[1])).take("a", lambda count: os._exit(9))
"""


def test_a_process_that_dies_takes_nothing_along(tmp_path: Path) -> None:
    """Who is killed in the middle of counting a call leaves the numbers as they were, and keeps nobody waiting."""
    counts = FolderCounts(tmp_path)
    counts.take("a", one_more)
    killed = subprocess.run([sys.executable, "-c", DYING, str(tmp_path)], check=False)
    assert killed.returncode == 9
    assert counts.take("a", one_more) == "1"


def test_a_shared_clock(tmp_path: Path) -> None:
    """Who moves a folder's clock moves it for all; a half-written move does not count yet, and a reset is for all."""
    mine, yours = FolderClock(lambda: 100.0, tmp_path), FolderClock(lambda: 100.0, tmp_path)
    mine.move(3600)
    yours.move(0.5)
    assert mine() == yours() == 3700.5
    with (tmp_path / "moves").open("a") as file:
        file.write("12")
    assert mine() == 3700.5
    yours.reset()
    assert mine() == 100.0
    assert repr(mine) == "Clock(moved=0)"
    with pytest.raises(ValueError, match="expected seconds, 0 or more, not -1"):
        mine.move(-1)


def test_two_emulators_of_one_folder(tmp_path: Path) -> None:
    """Emulators that share a folder share quota, rate, clock and ids, and one's reset is everybody's."""
    accounts = [
        Account("counted", "secret", quota=3),
        Account("hasty", "secret", rate=Rate(burst=2, per_second=0.001)),
        Account("mortal", "secret", expires=1000.0),
    ]
    pair = [Emulator(accounts, store=tmp_path, clock=lambda: 0.0) for _ in range(2)]

    def told(name: str) -> list[str]:
        return [ask(each, {"api_id": name, "api_secret": "secret"}).json["status"] for each in (*pair, *pair)]

    assert told("counted") == ["INVALID_ARGUMENT"] * 3 + ["OUT_OF_QUOTA"]
    assert told("hasty") == ["INVALID_ARGUMENT"] * 2 + ["RATE_LIMIT_EXCEEDED"] * 2
    assert set(told("mortal")) == {"INVALID_ARGUMENT"}
    pair[0].clock.move(1000)
    assert set(told("mortal")) == {"KEY_EXPIRED"}
    assert told("hasty")[0] == "INVALID_ARGUMENT"
    pair[1].reset()
    assert set(told("mortal")) == {"INVALID_ARGUMENT"}
    assert Counter(told("counted"))["OUT_OF_QUOTA"] == 1


def asked_both(urls: list[str], calls: int, **account: str) -> Counter[str]:
    """What so many calls are answered that come to several servers at once."""

    def one(number: int) -> str:
        answer = requests.post(urls[number % len(urls)] + PATH, data=account, timeout=30)
        return str(answer.json()["status"])

    with ThreadPoolExecutor(8) as pool:
        return Counter(pool.map(one, range(calls)))


ACCOUNTS = """
[[account]]
api_id = "counted"
api_secret = "secret"
quota = 25

[[account]]
api_id = "hasty"
api_secret = "secret"
rate = { burst = 7, per_second = 0 }
"""


def test_two_servers_of_one_folder(tmp_path: Path) -> None:
    """Two served processes let together just as many calls pass as the quota and the burst allow."""
    (tmp_path / "accounts.toml").write_text(ACCOUNTS)
    options = ["--store", str(tmp_path / "store"), "--accounts", str(tmp_path / "accounts.toml")]
    command = [sys.executable, "-m", "pytest_linkface", "serve", *options]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first,
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as second,
    ):
        assert first.stdout
        assert second.stdout
        urls = [process.stdout.readline().split()[-1] for process in (first, second) if process.stdout]
        counted = asked_both(urls, 40, api_id="counted", api_secret="secret")
        hasty = asked_both(urls, 20, api_id="hasty", api_secret="secret")
        first.terminate()
        second.terminate()
    assert counted == {"INVALID_ARGUMENT": 25, "OUT_OF_QUOTA": 15}
    assert hasty == {"INVALID_ARGUMENT": 7, "RATE_LIMIT_EXCEEDED": 13}


def test_the_folder_holds_no_credentials(tmp_path: Path) -> None:
    """Neither an account's secret nor its id can be read from the folder."""
    emulator = Emulator([Account(CANARY_ID, CANARY, quota=5)], store=tmp_path)
    assert ask(emulator, {"api_id": CANARY_ID, "api_secret": CANARY}).json["status"] == "INVALID_ARGUMENT"
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in written] == ["counts.sqlite3"]
    held = written[0].read_bytes()
    planted = {*spellings(CANARY).values(), *spellings(CANARY_ID).values()}
    assert not [spelled for spelled in planted if spelled.encode() in held]


def test_accounts_without_limits_wait_for_nobody(tmp_path: Path) -> None:
    """An account that is not counted costs no transaction."""
    emulator = Emulator([Account("mine", "secret")], store=tmp_path)
    assert ask(emulator, {"api_id": "mine", "api_secret": "secret"}).json["status"] == "INVALID_ARGUMENT"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert type(Emulator().clock) is Clock
