"""The store in a folder: one of several processes, each of which may end at any moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pytest_linkface.emulator._store import ProcessStore
from pytest_linkface.emulator._store_folder import FolderStore


def store(folder: Path, *, now: float = 0.0, lifetime: float = 60.0, capacity: int = 100) -> FolderStore:
    """A store whose clock stands still."""
    return FolderStore(folder, seed=0, clock=lambda: now, lifetime=lifetime, capacity=capacity)


def test_ids_are_those_of_the_memory(tmp_path: Path) -> None:
    """An id depends on seed and content, wherever the picture is kept."""
    memory = ProcessStore(seed=0, clock=lambda: 0.0)
    assert store(tmp_path).put(b"abc") == memory.put(b"abc")


def test_least_used_is_forgotten_first(tmp_path: Path) -> None:
    """When the bytes are too many, what nobody asked for the longest goes, whoever put it there."""
    names = [store(tmp_path, now=now, capacity=10).put(content) for now, content in ((1, b"aaaa"), (2, b"bbbb"))]
    assert store(tmp_path, now=3).get(names[0]) == b"aaaa"
    names.append(store(tmp_path, now=4, capacity=10).put(b"cccc"))
    assert [store(tmp_path, now=5).get(name) for name in names] == [b"aaaa", None, b"cccc"]


def test_ids_expire_by_the_clock(tmp_path: Path) -> None:
    """A lifetime ends at its second, however often the picture was used, and begins anew when it is sent again."""
    name = store(tmp_path).put(b"a")
    assert store(tmp_path, now=59).get(name) == b"a"
    assert store(tmp_path, now=60).get(name) is None
    assert store(tmp_path, now=60).get(store(tmp_path, now=60).put(b"a")) == b"a"


@pytest.mark.parametrize("name", ["", ".", "../secret", "0" * 32, "A" * 32, "0" * 31 + "\n", "0" * 16 + "/" + "0" * 15])
def test_no_other_file_is_read(tmp_path: Path, name: str) -> None:
    """Whatever an id looks like, it leads to pictures of the store or to nothing."""
    (tmp_path / "secret").write_bytes(b"hush")
    assert store(tmp_path / "store").get(name) is None


def test_clearing_leaves_others_files(tmp_path: Path) -> None:
    """A folder that holds other things keeps them."""
    (tmp_path / "mine.txt").write_text("mine")
    name = store(tmp_path).put(b"a")
    store(tmp_path).clear()
    assert store(tmp_path).get(name) is None
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_pictures_are_whole(tmp_path: Path) -> None:
    """Many who write and read at once, with too little room, get whole pictures or none."""
    contents = [bytes([number]) * 5000 for number in range(8)]

    def work(number: int) -> set[bytes | None]:
        shared = store(tmp_path, now=number, lifetime=1e9, capacity=20_000)
        return {shared.get(shared.put(contents[(number + turn) % 8])) for turn in range(40)}

    with ThreadPoolExecutor(4) as pool:
        seen = set().union(*pool.map(work, range(4)))
    assert seen <= {*contents, None}
    assert seen & set(contents)
    assert not list(tmp_path.glob(".*"))
