"""Memory that is freed goes back to the system: glibc would keep some, in an arena for each few threads."""

from __future__ import annotations

import contextlib

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
MEGABYTE = 1024 * 1024


def keep_little_freed_memory() -> None:
    """For the whole process, so that it is for commands to decide; other C libraries than glibc are left alone.

    One arena for all threads; uploads, which are below 8 MB, are reused without asking the system, decoded pictures
    are blocks of their own.
    """
    import ctypes  # after the server listens: its import takes longer than that

    with contextlib.suppress(AttributeError, OSError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_ARENA_MAX, 1)
        mallopt(_M_MMAP_THRESHOLD, 8 * MEGABYTE)
        mallopt(_M_TRIM_THRESHOLD, 16 * MEGABYTE)
