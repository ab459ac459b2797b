"""What the parts of a transaction share."""

from __future__ import annotations

import sqlite3

from kiosk.store.interface import Event


class Part:
    """One connection, and what was read once within this transaction's life."""

    def __init__(self, connection: sqlite3.Connection, epoch: int) -> None:
        self._run = connection.execute
        self._epoch = epoch
        self._floors: dict[tuple[str, int, str], int] | None = None
        self._days: dict[str, int | None] = {}
        self._head: tuple[int, str] | None = None
        self.appended: list[Event] = []

    def begin(self) -> None:
        """A new transaction: what another connection wrote since must be seen."""
        self.appended = []
        self._days.clear()
        self._head = None

    def take_back(self, appended: int) -> None:
        """Some of this transaction was rolled back: keep the first so many events, and believe nothing remembered."""
        del self.appended[appended:]
        self._days.clear()
        self._head = None
