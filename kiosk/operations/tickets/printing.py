"""What became of a ticket's paper, as the station's spool found out; and paper that staff want again."""

from __future__ import annotations

from collections.abc import Collection

from kiosk.contract.printing import ReprintView
from kiosk.contract.reasons import Reason
from kiosk.operations.people.actor import Actor, staff_of
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.operations.tickets import late
from kiosk.store.interface import Event, Transaction

PRINT, REPRINT = "print", "reprint"


def report_printed(point: ServicePoint, tx: Transaction, actor: Actor, ticket_id: str, state: str) -> None:
    """Into the log; the ticket itself does not depend on its paper."""
    ticket = tx.ticket(ticket_id)
    if ticket is None or ticket.point != point.id:
        raise Refusal(Reason.UNKNOWN_TICKET, {"ticket": ticket_id})
    context = read_context(point, tx)
    data = {"number": ticket.number, "state": state, "device": actor.device}
    tx.append(PRINT, context.recorded_at, point.id, ticket=ticket.id, data=data)


def reprint(
    point: ServicePoint, tx: Transaction, actor: Actor, code: str, reachable: Collection[str | None]
) -> ReprintView:
    """Into the log, from where every kiosk hears it. ``reachable``: the devices whose printers are known of.

    Refused where nobody would print it: no kiosk has had this ticket's paper, or that one is away.
    """
    context = read_context(point, tx)
    ticket = late.find_by_code(context, code)
    printed = tx.newest_event_of(ticket, (PRINT,))
    if printed is None:
        raise Refusal(Reason.NOT_PRINTED, values={"number": ticket.number})
    if printed.data["device"] not in reachable:
        raise Refusal(Reason.NO_PRINTER)
    staff = staff_of(context, actor, None)
    data = {"number": ticket.number, "device": actor.device}
    event = tx.append(REPRINT, context.recorded_at, point.id, ticket=ticket.id, staff=staff, data=data)
    return ReprintView(id=event.sequence, ticket=ticket.id, number=ticket.number)


def reprint_view(event: Event) -> ReprintView | None:
    """The reprint that an event of the log tells of; None for every other event."""
    if event.kind != REPRINT or event.ticket is None:
        return None
    return ReprintView(id=event.sequence, ticket=event.ticket, number=event.data["number"])
