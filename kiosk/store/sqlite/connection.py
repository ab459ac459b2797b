"""Connections to the database file, set up so that what is committed is on the disk."""

from __future__ import annotations

import ctypes
import sqlite3
import sys
from pathlib import Path
from typing import Literal

from kiosk.store.interface import StoreError

BUSY_S = 5.0
"""How long to wait for a lock that a program outside (a database browser) holds."""
CHECKPOINT_PAGES = 2_000
"""About 8 MB of write-ahead log between checkpoints."""


def connect(path: Path, *, mode: Literal["rw", "ro"] = "rw") -> sqlite3.Connection:
    """A connection in explicit-transaction mode to a file that is there, usable by one thread at a time.

    Raises ``StoreError`` for a folder in its place, which SQLite would open for reading and take for a failing disk.
    """
    if path.is_dir():
        raise StoreError(f"the database {path} cannot be opened: it is a folder; check its path")
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        _set_up(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    for pragma in (
        "foreign_keys=ON",
        "recursive_triggers=ON",  # REPLACE must not slip past the log's triggers
        "trusted_schema=OFF",
        "temp_store=MEMORY",
        "synchronous=FULL",
        "fullfsync=ON",  # macOS: fsync alone leaves data in the disk's cache
        "checkpoint_fullfsync=ON",
        "secure_delete=ON",  # what is deleted is overwritten, in pages that become free too
        f"wal_autocheckpoint={CHECKPOINT_PAGES}",
        "journal_size_limit=67108864",  # the log shrinks again after a long reader made it grow
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def connect_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes. Makes the file, readable by its owner alone, if it is not there."""
    path.touch(mode=0o600)
    connection = connect(path)
    try:
        mode: str = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    except BaseException:
        connection.close()
        raise
    if mode != "wal":
        connection.close()
        raise StoreError(f"the folder {path.parent} cannot hold the database (no shared memory): use a local disk")
    return connection


def close_without_checkpoint(connection: sqlite3.Connection) -> None:
    """Close a connection to a file that must not be written: SQLite would move the write-ahead log into it."""
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE)
        connection.close()
    else:  # it cannot be told: the connection stays open until the process ends
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(connection))


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, nor move the write-ahead log into the file when it closes last."""
    connection = connect(path, mode="ro")
    connection.execute("PRAGMA query_only=ON").close()
    return connection
