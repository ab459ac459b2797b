"""What tests of the file itself share: they go behind the store's back, with SQLite's own connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.store.sqlite import DATABASE


@contextmanager
def behind(data: Path, *, guarded: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection that commits at the end; without the log's triggers unless ``guarded``."""
    connection = sqlite3.connect(data / DATABASE)
    try:
        if not guarded:
            connection.executescript("DROP TRIGGER IF EXISTS event_stays; DROP TRIGGER IF EXISTS event_kept")
        yield connection
        connection.commit()
    finally:
        connection.close()
