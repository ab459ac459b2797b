"""A ticket that ended today without service waits again, where a supervisor says that it ended wrongly."""

from __future__ import annotations

from kiosk.contract.reasons import Reason
from kiosk.operations.people.actor import Actor, staff_of
from kiosk.operations.refusal import Refusal, illegal_move
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.operations.tickets.moving import changed_fields, find_ticket
from kiosk.queue import moves
from kiosk.queue.ticket import Ticket
from kiosk.store.interface import Transaction


def revive(point: ServicePoint, tx: Transaction, actor: Actor, ticket_id: str, why: str) -> Ticket:
    """The ticket in the queue again, at its place. Refused with ``illegal_move`` for one that did not end unserved,
    with ``revive_over`` for one of another day or of a service whose waiting tickets end now anyway.
    """
    ticket = find_ticket(point, tx, ticket_id)
    context = read_context(point, tx)
    try:
        after = moves.revive(ticket)
    except moves.IllegalMove:
        raise illegal_move(ticket) from None
    if ticket.business_date != context.business_date or context.is_over(ticket.service, ticket.business_date):
        raise Refusal(Reason.REVIVE_OVER, values={"number": ticket.number}, state=ticket.state)
    tx.reopen_day(point.id, ticket.business_date)
    tx.save_ticket(after)
    data = {"number": ticket.number, "service": after.service, "calls": 0, "before": changed_fields(ticket, after)}
    tx.append(
        "revive",
        context.recorded_at,
        point.id,
        ticket=ticket.id,
        staff=staff_of(context, actor, None),
        data={**data, "device": actor.device},
        note=why,
    )
    return after
