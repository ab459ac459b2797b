"""What SQLite's errors mean for the people who read them."""

from __future__ import annotations

import sqlite3

from kiosk.store.interface import StoreError, StoreFull

_FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_TRUNCATE")
_WORDS = (
    (
        ("SQLITE_CORRUPT", "SQLITE_NOTADB"),
        "is damaged: stop the service, then `antrean restore` the newest backup",
    ),
    (("SQLITE_READONLY",), "cannot be written: check the permissions of the file and its folder"),
    (("SQLITE_BUSY", "SQLITE_LOCKED"), "is held by another program: close that; writing goes on by itself"),
    (("SQLITE_CANTOPEN",), "cannot be opened: check that its folder is there and may be written"),
    (("SQLITE_IOERR",), "is on a disk that fails: check the disk, then `antrean restore` the newest backup"),
)


def store_error(error: sqlite3.Error, where: object) -> StoreError:
    """One line: what happened to the database ``where``, and what to do. Nothing was written."""
    name: str = getattr(error, "sqlite_errorname", "")
    if name in _FULL:
        return StoreFull(f"no room to write to {where}: free disk space or raise the quota; writing goes on by itself")
    for names, words in _WORDS:
        if name.startswith(names):
            return StoreError(f"the database {where} {words} ({error})")
    return StoreError(f"the database {where} refused: {error}")
