"""The database: the only room with SQL."""

from __future__ import annotations

from pathlib import Path

from kiosk.clock import Clock
from kiosk.store.interface import Store, StoreError


def open_store(data: Path, database: str | None, clock: Clock) -> Store:
    """The store of this data folder, or of the database at a URL. Raises ``StoreError``, ``StoreBusy``."""
    if database is None:
        from kiosk.store.sqlite import SqliteStore  # noqa: PLC0415  another database needs none of it

        return SqliteStore(data, clock)
    if database.startswith(("postgresql://", "postgres://")):
        raise StoreError("--database: PostgreSQL is not in this version; leave it out to use the data folder")
    raise StoreError(f"--database: {database.split(':')[0]!r} is not known; leave it out to use the data folder")
