"""Is a database fit to be written to? Asked before it is opened for writing, without touching it.

A write-ahead log that belongs to another copy of the file (an old database put back by hand, say) makes pages of two
times into one. Once that has been written to the file, nothing brings it back.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Final

from kiosk.store.chain import ChainLink, link_hash
from kiosk.store.sqlite.connection import connect_reader
from kiosk.store.sqlite.errors import store_error
from kiosk.store.sqlite.upgrade import version

TAIL: Final = 500
"""Events at the end of the log whose chain is verified."""
_WHOLE_BYTES: Final = 32_000_000
"""The structure of a file up to this size is checked at every start: about 0.1 s."""
_LAST = """SELECT sequence, epoch, at, kind, point, day, ticket, counter, staff, data, hash FROM event
    ORDER BY sequence DESC LIMIT ?"""


def has_faults(path: Path) -> bool:
    """Whether the file is damaged, or the end of its log is not as it was written; False for a new one.

    A file that is larger is checked whole only where a write-ahead log stands beside it, which a clean stop leaves
    none of. Raises ``StoreError`` for what is no database at all.
    """
    if not path.exists() or path.stat().st_size == 0:
        return False
    log = path.with_name(f"{path.name}-wal")
    unclean = log.exists() and log.stat().st_size > 0
    try:
        with closing(connect_reader(path)) as reader:
            if version(reader, path) == 0:
                return False
            if (unclean or path.stat().st_size <= _WHOLE_BYTES) and _is_damaged(reader):
                return True
            return _has_wrong_tail(reader)
    except sqlite3.Error as error:
        raise store_error(error, path) from error


def _is_damaged(reader: sqlite3.Connection) -> bool:
    return reader.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok"


def _has_wrong_tail(reader: sqlite3.Connection) -> bool:
    end, head = reader.execute("SELECT sequence, hash FROM chain").fetchone()
    rows = reader.execute(_LAST, (TAIL,)).fetchall()
    if not rows:
        return bool(end)
    if (rows[0][0], rows[0][-1].hex()) != (end, head):
        return True
    return any(
        newer[0] != older[0] + 1 or link_hash(older[-1].hex(), ChainLink(*newer[:-1])) != newer[-1].hex()
        for newer, older in pairwise(rows)
    )
