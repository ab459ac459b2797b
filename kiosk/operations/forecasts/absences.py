"""Counters that staff say are closed: for a while, or for the rest of the day. The forecast counts on none of them.

It is kept beside the log until its time is over, its day is, or somebody signs in there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from kiosk.contract.reasons import Reason
from kiosk.operations.bounds import check_end
from kiosk.operations.people.actor import Actor, known_counter, staff_of
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import Context, ServicePoint, read_context
from kiosk.store.interface import Transaction

MARKED, CLEARED = "absent", "absent_end"
"""Kinds of events."""


class KnownAbsence(msgspec.Struct, frozen=True):
    day: date
    """The business date on which it was marked; it ends with it."""
    until: datetime | None
    """None: for the rest of the day."""


_decode: Final = msgspec.json.Decoder(dict[str, KnownAbsence]).decode


def absences(context: Context) -> Mapping[str, KnownAbsence]:
    """Those that hold now, by counter."""
    return {
        counter: found
        for counter, found in _all(context.service_point, context.tx).items()
        if found.day == context.business_date and (found.until is None or found.until > context.recorded_at)
    }


def mark(point: ServicePoint, tx: Transaction, actor: Actor, counter: str, until: datetime | None) -> KnownAbsence:
    """Nobody is at the counter until then, or for the rest of the day; it replaces what was marked before.

    Raises ``Refusal``: for an end that cannot be meant, and with ``counter_open`` while somebody is signed in there.
    """
    known_counter(point, counter)
    context = read_context(point, tx)
    check_end(context.rules, point.id, context.recorded_at, context.business_date, until)
    session = tx.counter_session(point.id, counter)
    if session is not None:
        raise Refusal(Reason.COUNTER_OPEN, {"counter": counter, "staff": session.staff})
    found = KnownAbsence(context.business_date, until)
    _put(point, tx, {**absences(context), counter: found})
    tx.append(
        MARKED,
        context.recorded_at,
        point.id,
        counter=counter,
        staff=staff_of(context, actor, None),
        data={"until": until.isoformat() if until else None},
    )
    return found


def clear(point: ServicePoint, tx: Transaction, actor: Actor, counter: str) -> bool:
    """The counter opens as usual; False where nothing was marked."""
    known_counter(point, counter)
    context = read_context(point, tx)
    return _clear(context, counter, staff_of(context, actor, None))


def clear_for_sign_in(context: Context, counter: str, staff: str) -> None:
    """Whoever signs in is there."""
    _clear(context, counter, staff)


def _clear(context: Context, counter: str, staff: str | None) -> bool:
    point, tx = context.service_point, context.tx
    held = dict(absences(context))
    if held.pop(counter, None) is None:
        return False
    _put(point, tx, held)
    tx.append(CLEARED, context.recorded_at, point.id, counter=counter, staff=staff)
    return True


def _all(point: ServicePoint, tx: Transaction) -> dict[str, KnownAbsence]:
    found = tx.fact(_fact_key(point))
    return _decode(found) if found else {}


def _put(point: ServicePoint, tx: Transaction, held: Mapping[str, KnownAbsence]) -> None:
    tx.put_fact(_fact_key(point), msgspec.json.encode(held).decode())


def _fact_key(point: ServicePoint) -> str:
    return f"absences:{point.id}"
