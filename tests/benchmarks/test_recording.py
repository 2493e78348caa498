"""The benchmark of recorders runs each as a pytest plugin in a project of its own, and reads its files alone."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks._recorders import RECORDERS
from benchmarks._recording_server import answering
from benchmarks.recording import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """All recorders before a server."""
    with answering() as (url, hits):
        yield Bench(tmp_path, url, hits)


@pytest.mark.parametrize("key", ["linkface", "responses", "vcrpy-body", "betamax"])
def test_a_call_is_recorded_and_replayed(bench: Bench, tmp_path: Path, key: str) -> None:
    """By the recorder's own fixtures; what is told are the costs of a call that was answered without the server."""
    plugin = RECORDERS[key].plugin.partition(".")[0]
    if plugin and importlib.util.find_spec(plugin) is None:
        pytest.skip(f"{plugin} is not installed: it comes with the extra bench")
    assert bench._run(key, "record", tmp_path / key, "record", 20_000) is None
    assert len(bench._hits) == 2
    told = bench._run(key, "replay", tmp_path / key, "replay", 20_000)
    assert len(bench._hits) == 2
    assert set(told) == {"sent", "hashing", "building", "load", "calls"}
    assert min(told.values()) > 0


def test_our_row_of_the_safety_table_holds(bench: Bench) -> None:
    """Another photo is refused, another boundary found, no secret told, nothing lost; whatever the machine does."""
    place = bench._place("linkface", "photo")
    bench._run("linkface", "record", place, "photo", 0)
    assert bench._run("linkface", "replay", place, "photo", 1) is False
    assert bench._run("linkface", "replay", place, "photo", 0) is True
    assert bench._secrets("linkface") == "none"
    assert bench._writers("linkface") == "12"
