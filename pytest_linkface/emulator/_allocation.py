"""Large blocks go back to the system when they are freed: glibc would keep them, in an arena for each few threads."""

from __future__ import annotations

import contextlib

_M_MMAP_THRESHOLD = -3
LARGE = 256 * 1024


def give_large_blocks_back() -> None:
    """For the whole process, so that it is for commands to decide; other C libraries than glibc are left alone."""
    import ctypes  # after the server listens: its import takes longer than that

    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE)
