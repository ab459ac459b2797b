"""The base of the classes that make up a transaction: its connection and its cache."""

from __future__ import annotations

import sqlite3

from kiosk.store.interface import CounterSession, EmergencyStop, Event

SavepointState = tuple[int, tuple[int, str] | None, dict[str, str]]


class TransactionBase:
    """One connection, and values of the database that need not be read again.

    The writer keeps them from one transaction to the next, since nobody else writes; a reader starts without.
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
        self._unlogged: dict[str, str] = {}
        """Fingerprints of rows that were changed, until an event holds them: ``ticket:ID``, ``staff:``, ``device:``."""
        self.appended: list[Event] = []
        self.signature: tuple[str, str | None] | None = None
        """Device and member of staff of the present write."""

    def sign(self, device: str, staff: str | None) -> None:
        self.signature = (device, staff)

    def savepoint(self) -> SavepointState:
        """The state to which ``roll_back_to`` returns."""
        return len(self.appended), self._head, self._unlogged.copy()

    def roll_back_to(self, mark: SavepointState) -> None:
        """After the database rolled back to a savepoint: drop its events, the end of the chain and cached values."""
        del self.appended[mark[0] :]
        self._head, self._unlogged = mark[1], mark[2]
        self._days.clear()
        self._newest.clear()
        self._sessions.clear()
        self._stops.clear()
        self._sequences.clear()

    def forget_cached(self) -> None:
        """After a full rollback, or when others may have written: drop everything that is cached."""
        self.roll_back_to((0, None, {}))
