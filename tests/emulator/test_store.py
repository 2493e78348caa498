"""The store: bounded in bytes and, where one wants, in time."""

from __future__ import annotations

from pytest_linkface.emulator._store import ProcessStore


def test_least_used_is_forgotten_first() -> None:
    """When the bytes are too many, the picture that was not asked for the longest goes."""
    store = ProcessStore(seed=0, clock=lambda: 0.0, capacity=10)
    first, second = store.put(b"aaaa"), store.put(b"bbbb")
    assert store.get(first) == b"aaaa"
    third = store.put(b"cccc")
    assert [store.get(name) for name in (first, second, third)] == [b"aaaa", None, b"cccc"]


def test_same_picture_takes_its_place_once() -> None:
    """Sent again and again, a picture pushes nobody out."""
    store = ProcessStore(seed=0, clock=lambda: 0.0, capacity=10)
    other = store.put(b"bbbb")
    assert len({store.put(b"aaaa") for _ in range(10)}) == 1
    assert store.get(other) == b"bbbb"


def test_ids_expire_by_the_clock() -> None:
    """A lifetime ends at its second, and begins anew when the picture is sent again."""
    now = [0.0]
    store = ProcessStore(seed=0, clock=lambda: now[0], lifetime=60)
    name = store.put(b"a")
    now[0] = 59.9
    assert store.get(name) == b"a"
    now[0] = 60.0
    assert store.get(name) is None
    assert store.get(store.put(b"a")) == b"a"


def test_unknown_ids() -> None:
    """An id that was never given leads to nothing, whatever it is."""
    store = ProcessStore(seed=0, clock=lambda: 0.0)
    assert [store.get(name) for name in ("", "0" * 32, "../../etc/passwd")] == [None, None, None]
