"""What a visitor may do with a number from a phone: *I am late*, cancel, and the survey after service.

Nobody signs in for it: the token of the page is enough, and nothing but its own ticket can be reached with it.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import VisitorAct
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import LATE, Context, ServicePoint, read_context
from kiosk.operations.tickets.moving import apply_and_log, changed_fields
from kiosk.operations.visitors import survey
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.store.interface import Transaction

CANCELLED = "visitor"
"""The reason of a ticket that its visitor cancelled."""


def act(point: ServicePoint, tx: Transaction, token_hash: str, wish: VisitorAct) -> Ticket:
    """Do it and return the ticket after it. Refused with a reason of the visitor's page."""
    context = read_context(point, tx)
    ticket = tx.ticket_by_token(token_hash, context.clock_time)
    if ticket is None or ticket.point != point.id:
        raise Refusal(Reason.PAGE_UNKNOWN)
    if wish.act == "late":
        return _late(context, ticket)
    if wish.act == "cancel":
        return _cancel(context, ticket)
    return _answer(context, ticket, wish)


def _late(context: Context, ticket: Ticket) -> Ticket:
    """As many others go first as before a late visitor who came back, once."""
    if ticket.id in context.said_late:
        raise Refusal(Reason.PAGE_LATE_ONCE, state=ticket.state)
    if ticket.state is not State.WAITING or ticket.business_date not in context.days:
        raise Refusal(Reason.PAGE_NOT_NOW, state=ticket.state)
    point = context.service_point.id
    turn = context.tx.calls_made(point, ticket.business_date) + context.rules.configuration.settings.late_reentry_after
    after = replace(ticket, reentry_after=max(turn, ticket.reentry_after or 0), version=ticket.version + 1)
    context.tx.save_ticket(after)
    context.tx.append(
        LATE,
        context.recorded_at,
        point,
        ticket=ticket.id,
        data={
            "number": ticket.number,
            "service": ticket.service,
            "calls": ticket.calls,
            "by": "visitor",
            "reentry_after": after.reentry_after,
            "before": changed_fields(ticket, after),
        },
    )
    return after


def _cancel(context: Context, ticket: Ticket) -> Ticket:
    """A second tap finds it done. Who was called sees a member of staff."""
    if ticket.state is State.VOID and ticket.reason == CANCELLED:
        return ticket
    if ticket.state not in (State.WAITING, State.HELD):
        raise Refusal(Reason.PAGE_NOT_NOW, state=ticket.state)
    return apply_and_log(
        context, ticket, Move.VOID, staff=None, at_counter=None, data={"by": "visitor"}, reason=CANCELLED
    )


def _answer(context: Context, ticket: Ticket, wish: VisitorAct) -> Ticket:
    if not survey.may_answer(context, ticket):
        raise Refusal(Reason.PAGE_NOT_NOW, state=ticket.state)
    survey.count(context, ticket, wish)
    return ticket
