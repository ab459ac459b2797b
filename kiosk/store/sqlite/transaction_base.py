"""What the parts of a transaction share."""

from __future__ import annotations

import sqlite3

from kiosk.store.interface import CounterSession, EmergencyStop, Event

SavepointState = tuple[int, tuple[int, str] | None]


class TransactionBase:
    """One connection, and what is known of the database without asking it again.

    The writer keeps what it knows from one transaction to the next, since nobody else writes; a reader begins afresh.
    """

    def __init__(self, connection: sqlite3.Connection, epoch: int) -> None:
        self._run = connection.execute
        self._epoch = epoch
        self._floors: dict[tuple[str, int, str], int] | None = None
        self._days: dict[str, int | None] = {}
        self._newest: dict[str, Event | None] = {}
        self._sessions: dict[str, list[CounterSession]] = {}
        self._stops: dict[str, list[EmergencyStop]] = {}
        self._sequences: dict[tuple[str, int, str], int] = {}
        """The highest number of each letter on the newest day."""
        self._head: tuple[int, str] | None = None
        self.appended: list[Event] = []

    def savepoint(self) -> SavepointState:
        """Where a savepoint begins."""
        return len(self.appended), self._head

    def roll_back_to(self, mark: SavepointState) -> None:
        """What was done since ``mark`` was rolled back: so are its events, the end of the chain and what was read."""
        del self.appended[mark[0] :]
        self._head = mark[1]
        self._days.clear()
        self._newest.clear()
        self._sessions.clear()
        self._stops.clear()
        self._sequences.clear()

    def forget_cached(self) -> None:
        """All was rolled back, or others may have written: nothing is known."""
        self.roll_back_to((0, None))
