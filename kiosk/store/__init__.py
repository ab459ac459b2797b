"""The database: the only room with SQL."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiosk.clock import Clock
from kiosk.store.interface import Content, RestoreResult, Store, StoreError


def open_store(data: Path, database: str | None, clock: Clock) -> Store:
    """The store of this data folder, or of the database at a URL. Raises ``StoreError``, ``StoreBusy``."""
    _only_sqlite(database)
    from kiosk.store.sqlite import SqliteStore  # noqa: PLC0415  another database needs none of it

    return SqliteStore(data, clock)


def restore(
    backup: Path, data: Path, database: str | None, clock: Clock, *, day: date, last_number: int = 0
) -> RestoreResult:
    """Replace a database that no process uses by a backup. Raises ``StoreError``; then nothing has changed.

    ``day``: the office's business date now; its numbers go on above all that were printed. ``last_number``: the highest
    one seen on paper, where the old database cannot tell.
    """
    _only_sqlite(database)
    from kiosk.store.sqlite.restore import restore as restore_file  # noqa: PLC0415  another database needs none of it

    return restore_file(backup, data, day=day, at=clock.now(), last_number=last_number)


def verify(data: Path, database: str | None) -> list[str] | None:
    """A line per fault of the stored data, empty when sound; None when there is none. May run beside the service."""
    _only_sqlite(database)
    from kiosk.store.sqlite import DATABASE  # noqa: PLC0415  another database needs none of it
    from kiosk.store.sqlite.verify import find_edited_rows, find_faults  # noqa: PLC0415  as above

    path = data / DATABASE
    return (find_faults(path) or find_edited_rows(path)) if path.exists() else None


def knows_head(data: Path, database: str | None, head: str) -> bool:
    """Whether the event log ended with this hash (16 hex digits of it or more) at some time. Raises ``StoreError``."""
    _only_sqlite(database)
    from kiosk.store.sqlite import DATABASE  # noqa: PLC0415  as above
    from kiosk.store.sqlite.verify import knows_head as is_known  # noqa: PLC0415  as above

    return is_known(data / DATABASE, head)


def content(data: Path, database: str | None) -> Content:
    """Whether real or simulated tickets are stored. May run beside the service. Raises ``StoreError``."""
    _only_sqlite(database)
    from kiosk.store.sqlite import DATABASE  # noqa: PLC0415  another database needs none of it
    from kiosk.store.sqlite.simulation import content as content_of  # noqa: PLC0415  likewise

    return content_of(data / DATABASE)


def _only_sqlite(database: str | None) -> None:
    if database is None:
        return
    if database.startswith(("postgresql://", "postgres://")):
        raise StoreError("--database: PostgreSQL is not in this version; leave it out to use the data folder")
    raise StoreError(f"--database: {database.split(':')[0]!r} is not known; leave it out to use the data folder")
