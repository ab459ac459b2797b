"""The store on SQLite."""

from kiosk.store.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
