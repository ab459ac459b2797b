"""All that one transaction can do, put together."""

from __future__ import annotations

from kiosk.store.sqlite.forget import Forgetting
from kiosk.store.sqlite.log import Log
from kiosk.store.sqlite.people import People
from kiosk.store.sqlite.tickets import Tickets


class SqliteTransaction(Tickets, Log, People, Forgetting):
    """``kiosk.store.interface.Transaction`` over one connection, used by one thread at a time."""
