"""Whether the data folder still holds the database that this server opened, and whether that is sound."""

from __future__ import annotations

from typing import Final, get_args

from kiosk.contract.reasons import Reason
from kiosk.server.health.conditions import Conditions, Severity
from kiosk.store.interface import Obstacle, Store

CODES: Final = tuple(f"data_{obstacle}" for obstacle in get_args(Obstacle))

EDITED: Final = "rows_edited"


def check_data(store: Store, conditions: Conditions) -> None:
    """Report or clear what stands in the way of every write. Call it every second: it costs microseconds."""
    found = store.obstacle()
    code = f"data_{found}"
    conditions.clear(*(other for other in CODES if other != code))
    if found is not None:
        conditions.report(code, Severity.STOPPED, reason=Reason.STORE_UNSAFE)


def verify_data(store: Store, conditions: Conditions) -> list[str]:
    """Walk the whole database; where it is not sound nothing more is written to it. Takes seconds on a large one.

    Where only a ticket, an account or a device is not what the log says, the queue goes on and staff are told.
    """
    faults = store.verify()
    if faults:
        store.distrust()
        return faults
    edited = store.edited_rows()
    if edited:
        conditions.report(EDITED, Severity.URGENT, reason=Reason.STORE_UNSAFE, n=len(edited))
    return edited
