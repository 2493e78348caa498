"""Memory that is bounded: what comes in is spooled, what is large is answered by a few, what is kept is in a file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from benchmarks import _emulator_memory as attack
from benchmarks._emulator_process import served
from pytest_linkface.emulator._blocks import BLOCK, Blocks
from pytest_linkface.emulator._content import sha256
from pytest_linkface.emulator._desk import LARGE, Desk
from pytest_linkface.emulator._room import Room
from pytest_linkface.emulator._spool import CALLS, MEMORY, Spool


def test_many_large_uploads_at_once() -> None:
    """Twenty clients that hold back the last byte of two pictures of 5 MiB cost some of their 200 MB, and get OK."""
    with served() as server:
        before = server.peak_mb()
        assert attack._held(server, 20) == {"OK": 20}
        assert server.peak_mb() - before < 130


def test_spools_beyond_the_room_are_files() -> None:
    """When the room for uploads is taken, what comes in goes to a file, and comes out as it went in."""
    MEMORY.wait(CALLS)
    try:
        spool = Spool()
        for number in range(64):
            spool.add(bytes([number]) * 10_000)
        assert spool._file is not None
        assert bytes(spool.content()) == b"".join(bytes([number]) * 10_000 for number in range(64))
        spool.drop()
        assert spool._file is None
    finally:
        MEMORY.give_back(CALLS)


def test_spool_of_single_bytes_is_no_larger() -> None:
    """A client that sends byte by byte costs no more objects than one that sends pieces."""
    spool = Spool()
    for number in range(100_000):
        spool.add(bytes([number % 251]))
    assert len(spool._kept) < 10
    content = spool.content()
    assert bytes(content) == bytes(number % 251 for number in range(100_000))
    assert sha256(content) == sha256(bytes(content))


def test_calls_take_turns_for_memory() -> None:
    """A large call waits a moment for a place in memory that another gives back, instead of writing a file at once."""
    MEMORY.wait(CALLS - 1)
    try:
        held, late = [Spool()], Spool()
        held[0].add(bytes(LARGE + 1))
        threading.Timer(0.02, held.clear).start()
        late.add(bytes(LARGE + 1))
        assert late._file is None
    finally:
        MEMORY.give_back(CALLS - 1)


def test_spools_give_back_what_they_took() -> None:
    """A spool that is read, dropped or forgotten leaves the room as it found it."""
    for end in (Spool.content, Spool.drop, lambda _: None):
        for _ in range(40):
            spool = Spool()
            spool.add(bytes(1_000_000))
            end(spool)
            del spool
    assert MEMORY.take(CALLS)
    MEMORY.give_back(CALLS)


def test_few_sit_at_the_desk() -> None:
    """Of calls with large pictures two are answered at a time; small ones, and the same call again, never wait."""
    desk, sitting, most = Desk(2), [0], [0]
    lock, taken, free = threading.Lock(), threading.Barrier(3), threading.Event()

    def call() -> None:
        desk.sit(LARGE + 1)
        desk.sit(LARGE + 1)
        with lock:
            sitting[0] += 1
            most[0] = max(most[0], sitting[0])
        if not free.is_set():
            taken.wait(20)
        assert free.wait(20)
        time.sleep(0.02)
        with lock:
            sitting[0] -= 1
        desk.leave()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    taken.wait(20)
    desk.sit(LARGE)  # waits for nobody: both seats are taken until the next line
    free.set()
    for thread in threads:
        thread.join()
    assert most == [2]


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_room_serves_in_the_order_of_asking() -> None:
    """Who needs all of a room is not passed by those that need little."""
    room, order = Room(4), list[str]()

    def hold(name: str, units: int) -> None:
        with room.held(units):
            order.append(name)

    room.wait(1)
    threads = []
    for name, units in (("all", 9), ("one", 1)):
        threads.append(threading.Thread(target=hold, args=(name, units)))
        threads[-1].start()
        _until(lambda: len(room._queue) == len(threads))
    assert order == []
    room.give_back(1)
    for thread in threads:
        thread.join()
    assert order == ["all", "one"]


def test_blocks_of_what_went_are_used_again() -> None:
    """A file of blocks does not grow while as much goes as comes, and mixes nothing up."""
    blocks, sizes = Blocks(), (0, 1, BLOCK, BLOCK + 1, 5 * BLOCK - 1)
    kept = {size: blocks.write(bytes([size % 251]) * size) for size in sizes}
    assert {size: blocks.read(numbers, size) for size, numbers in kept.items()} == {
        size: bytes([size % 251]) * size for size in sizes
    }
    highest = max(max(numbers) for numbers in kept.values() if numbers)
    for _ in range(10):
        blocks.release(kept[5 * BLOCK - 1])
        kept[5 * BLOCK - 1] = blocks.write(b"z" * (5 * BLOCK - 1))
    assert max(kept[5 * BLOCK - 1]) <= highest
    assert blocks.read(kept[BLOCK + 1], BLOCK + 1) == bytes([(BLOCK + 1) % 251]) * (BLOCK + 1)
