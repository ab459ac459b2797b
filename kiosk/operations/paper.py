"""What became of a ticket's paper, as the station's spool found out."""

from __future__ import annotations

from kiosk.operations.actor import Actor
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint, moment
from kiosk.store.interface import Transaction


def report(point: ServicePoint, tx: Transaction, actor: Actor, ticket_id: str, state: str) -> None:
    """Into the log; the ticket itself does not depend on its paper."""
    ticket = tx.ticket(ticket_id)
    if ticket is None or ticket.point != point.id:
        raise Refusal("unknown_ticket", 404, {"ticket": ticket_id})
    now = moment(point, tx)
    data = {"number": ticket.number, "state": state, "device": actor.device}
    tx.append("print", now.at, point.id, ticket=ticket.id, data=data)
