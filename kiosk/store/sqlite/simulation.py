"""Does a database hold real tickets or simulated ones? Asked before it is opened, and beside a running service."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk.queue.ticket import Move
from kiosk.store.interface import SIMULATED_FACT, Content
from kiosk.store.sqlite.connection import connect_reader


def content(path: Path) -> Content:
    """``empty`` for a database that does not exist, has no ticket yet, or cannot be read."""
    if not path.is_file():
        return "empty"
    try:
        with closing(connect_reader(path)) as reader:
            if reader.execute("SELECT 1 FROM fact WHERE key = ?", (SIMULATED_FACT,)).fetchone():
                return "simulated"
            issued = reader.execute("SELECT 1 FROM event WHERE kind = ? LIMIT 1", (Move.ISSUE,)).fetchone()
            return "real" if issued else "empty"
    except sqlite3.Error:
        return "empty"
