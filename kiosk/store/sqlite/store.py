"""The store on SQLite: one file in the data folder, one process, one writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

from kiosk.clock import Clock
from kiosk.store.interface import Obstacle, StoreError, Transaction
from kiosk.store.sqlite import schema, start_check
from kiosk.store.sqlite.backup import back_up
from kiosk.store.sqlite.connection import close_without_checkpoint, connect_reader, connect_writer
from kiosk.store.sqlite.errors import store_error, unsafe
from kiosk.store.sqlite.file_watch import FileWatch
from kiosk.store.sqlite.folder_lock import DataFolderLock
from kiosk.store.sqlite.reader import SnapshotPool
from kiosk.store.sqlite.upgrade import upgrade, version
from kiosk.store.sqlite.verify import find_edited_rows, find_faults
from kiosk.store.sqlite.writer import CommitListener, Writer

T = TypeVar("T")

DATABASE = "antrean.db"
"""The file's name in the data folder."""


class SqliteStore:
    """``kiosk.store.interface.Store``."""

    def __init__(self, data: Path, clock: Clock) -> None:
        self._path = data / DATABASE
        self._owner = DataFolderLock(data)
        self._owner.acquire()
        try:
            self._damaged = start_check.has_faults(self._path)
            self._connection = self._open(int(clock.now().timestamp()))
            self._epoch = read_epoch(self._connection)
            self._readers = SnapshotPool(self._path, self._epoch)
            self._watch = FileWatch(self._path)
            self._writer = Writer(self._connection, self._epoch, self._path, self._obstacle, self._watch.note_own_write)
        except BaseException:
            self._owner.release()
            raise

    def _open(self, epoch: int) -> sqlite3.Connection:
        """For writing; a damaged database for reading alone, and only one of this version."""
        if not self._damaged:
            return open_database(self._path, epoch)
        connection = connect_reader(self._path)
        if version(connection, self._path) == len(schema.VERSIONS):
            return connection
        connection.close()
        raise unsafe("damaged", self._path)

    def obstacle(self) -> Obstacle | None:
        found = self._obstacle()
        return "read_only" if found is None and self._watch.is_on_read_only_disk() else found

    def _obstacle(self) -> Obstacle | None:
        return "damaged" if self._damaged else self._watch.obstacle()

    def distrust(self) -> None:
        self._damaged = True

    @property
    def epoch(self) -> int:
        return self._epoch

    def submit(self, write: Callable[[Transaction], T]) -> Future[T]:
        return self._writer.submit(write)

    def write(self, write: Callable[[Transaction], T]) -> T:
        return self._writer.write(write)

    def read(self) -> AbstractContextManager[Transaction]:
        return self._readers.snapshot()

    def on_commit(self, listener: CommitListener) -> None:
        self._writer.on_commit(listener)

    def backup(self, target: Path, progress: Callable[[float], None] | None = None, *, force: bool = False) -> None:
        back_up(self._path, target, progress, force=force)

    def scrub(self) -> Future[bool]:
        return self._writer.scrub()

    def verify(self) -> list[str]:
        return find_faults(self._path)

    def edited_rows(self) -> list[str]:
        return find_edited_rows(self._path)

    def close(self) -> None:
        """Finish waiting writes, then release the folder. A second call does nothing."""
        self._writer.stop()
        self._readers.close()
        if self._obstacle() in (None, "read_only"):
            self._connection.close()
        else:
            close_without_checkpoint(self._connection)
        self._owner.release()


def open_database(path: Path, epoch: int) -> sqlite3.Connection:
    """The writing connection to a database of this version. Raises ``StoreError``."""
    try:
        connection = connect_writer(path)
        try:
            upgrade(connection, path, epoch)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise store_error(error, path) from error
    except OSError as error:
        raise StoreError(f"the database {path} cannot be opened: {error.strerror or error}") from error
    return connection


def read_epoch(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT value FROM meta WHERE key = 'epoch'").fetchone()[0])
