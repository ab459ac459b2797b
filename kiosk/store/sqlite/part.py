"""What the parts of a transaction share."""

from __future__ import annotations

import sqlite3

from kiosk.store.interface import Event

Mark = tuple[int, tuple[int, str] | None]


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

    def mark(self) -> Mark:
        """Where a savepoint begins."""
        return len(self.appended), self._head

    def take_back(self, mark: Mark) -> None:
        """What was done since ``mark`` was rolled back: so are its events, the end of the chain and what was read."""
        del self.appended[mark[0] :]
        self._head = mark[1]
        self._days.clear()
