"""Snapshots for reading, on connections of their own; they never wait for the writer."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from kiosk.store.interface import StoreError
from kiosk.store.sqlite.connection import connect_reader
from kiosk.store.sqlite.errors import store_error
from kiosk.store.sqlite.transaction import SqliteTransaction


class SnapshotPool:
    """A pool: as many connections as threads read at the same time, opened when first needed."""

    def __init__(self, path: Path, epoch: int) -> None:
        self._path = path
        self._epoch = epoch
        self._free: list[tuple[sqlite3.Connection, SqliteTransaction]] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def snapshot(self) -> Generator[SqliteTransaction]:
        """One consistent state of the database, as of the first read."""
        try:
            connection, transaction = self._borrow()
            try:
                transaction.forget_cached()
                connection.execute("BEGIN")
                yield transaction
            finally:
                self._give_back(connection, transaction)
        except sqlite3.Error as error:
            raise store_error(error, self._path) from error

    def close(self) -> None:
        """Close what is free; what is still read is closed when its reader is done."""
        with self._lock:
            self._closed = True
            free, self._free = self._free, []
        for connection, _ in free:
            connection.close()

    def _borrow(self) -> tuple[sqlite3.Connection, SqliteTransaction]:
        with self._lock:
            if self._closed:
                raise StoreError("the store is closed")
            if self._free:
                return self._free.pop()
        connection = connect_reader(self._path)
        return connection, SqliteTransaction(connection, self._epoch)

    def _give_back(self, connection: sqlite3.Connection, transaction: SqliteTransaction) -> None:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        with self._lock:
            if not self._closed:
                self._free.append((connection, transaction))
                return
        connection.close()
