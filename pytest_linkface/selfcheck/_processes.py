"""Trials in several processes, each of which makes its own battery, in the order in which they were asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from pytest_linkface.selfcheck._outcome import Outcome

Task = TypeVar("Task")

USUAL = max(1, 3 * (os.cpu_count() or 1) // 2)
"""More than there are cores: half of a trial is waiting for downloads that never come."""


def in_processes(tasks: Sequence[Task], tried: Callable[[Task], Outcome], jobs: int) -> Iterator[Outcome]:
    """The outcome of each task; one process is this very one.

    Raises:
        SystemExit: a process was ended from outside, so that what it tried is unknown.
    """
    if jobs == 1:
        yield from map(tried, tasks)
        return
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=get_context("spawn"))
    try:
        yield from pool.map(tried, tasks)
    except BrokenProcessPool:
        raise SystemExit(
            "a process of the selfcheck was ended from outside, perhaps for want of memory: fewer --jobs need less"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)
