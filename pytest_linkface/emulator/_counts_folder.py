"""The accounts' numbers in a folder, for several processes: a file of SQLite, whose transactions outlive a crash."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pytest_linkface.emulator._counts import Count, Step

NAME = "counts.sqlite3"
TABLE = "CREATE TABLE IF NOT EXISTS counts (name TEXT PRIMARY KEY, calls INTEGER, tokens REAL, since REAL)"
PATIENCE = 30.0
"""Seconds to wait for the other processes: a transaction takes less than a thousandth of one."""


class FolderCounts:
    """The numbers of all processes that know the folder. It holds digests of ids, and no secret."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def take(self, api_id: str, step: Step) -> str:
        """Replace an account's numbers, no other thread or process in between."""
        name = hashlib.sha256(api_id.encode()).hexdigest()
        with self._transaction() as database:
            row = database.execute("SELECT calls, tokens, since FROM counts WHERE name = ?", (name,)).fetchone()
            count, status = step(Count(*row) if row else Count())
            values = (name, count.calls, count.tokens, count.since)
            database.execute("INSERT OR REPLACE INTO counts VALUES (?, ?, ?, ?)", values)
        return status

    def clear(self) -> None:
        """Let nobody have called yet, in any process."""
        if self._path.exists():
            with self._transaction() as database:
                database.execute("DELETE FROM counts")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        # A connection for each, because none may be carried across a fork, and servers fork when they like.
        with closing(sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = OFF")  # what a power failure takes is no loss here
            database.execute("BEGIN IMMEDIATE")
            database.execute(TABLE)
            yield database
            database.execute("COMMIT")
