"""All that one transaction can do, put together."""

from __future__ import annotations

from kiosk.store.sqlite.log import LogQueries
from kiosk.store.sqlite.people import PeopleQueries
from kiosk.store.sqlite.retention import RetentionQueries
from kiosk.store.sqlite.tickets import TicketQueries


class SqliteTransaction(TicketQueries, LogQueries, PeopleQueries, RetentionQueries):
    """``kiosk.store.interface.Transaction`` over one connection, used by one thread at a time."""
