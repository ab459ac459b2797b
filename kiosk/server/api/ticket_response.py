"""A taken ticket as the answer that a kiosk gets, with its receipt."""

from __future__ import annotations

from kiosk.contract.tickets import Issued
from kiosk.operations.service_point import ServicePoint
from kiosk.operations.tickets.issue import IssuedTicket
from kiosk.receipts import receipt
from printers.document.rows import to_json


def issued_message(point: ServicePoint, public_url: str, taken: IssuedTicket, checklist: str | None) -> Issued:
    ticket, wait = taken.ticket, taken.wait
    configuration = point.configuration
    status_url = f"{public_url}/T/{taken.token}".upper()
    document = receipt(
        configuration,
        point.id,
        ticket,
        language=ticket.language,
        ahead=wait.ahead,
        estimate=wait.estimate,
        status_url=status_url,
        checklist=configuration.checklists.get(checklist) if checklist else None,
        simulated=point.clock.simulated,
        serving=taken.serving,
    )
    return Issued(
        id=ticket.id,
        number=ticket.number,
        service=ticket.service,
        business_date=ticket.business_date,
        issued_at=ticket.issued_at.astimezone(configuration.office.timezone),
        ahead=wait.ahead,
        estimate=wait.estimate,
        status_url=status_url,
        token=taken.token,
        receipt=to_json(document),
        appointment=ticket.appointment and ticket.appointment.astimezone(configuration.office.timezone),
    )
