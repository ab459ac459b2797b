"""The transaction, made up of its parts."""

from __future__ import annotations

from kiosk.store.sqlite.people import PeopleQueries
from kiosk.store.sqlite.retention import RetentionQueries
from kiosk.store.sqlite.sealing import SealQueries
from kiosk.store.sqlite.tickets import TicketQueries


class SqliteTransaction(TicketQueries, SealQueries, PeopleQueries, RetentionQueries):
    """``kiosk.store.interface.Transaction`` over one connection, used by one thread at a time."""
