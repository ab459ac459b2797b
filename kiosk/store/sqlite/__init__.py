"""The store on SQLite."""

from kiosk.store.sqlite.store import DATABASE, SqliteStore

__all__ = ["DATABASE", "SqliteStore"]
