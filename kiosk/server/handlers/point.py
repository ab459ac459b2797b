"""The point as a whole: its state, queue and board, emergencies, and visitors who ask for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.messages import EmergencyView, IncompletePapers, StartEmergency
from kiosk.operations import documents, emergency
from kiosk.operations import help as asking
from kiosk.operations.refusal import Refusal
from kiosk.server.exchange import Handler, Reply, Visit

if TYPE_CHECKING:
    from kiosk.server.house import House
    from kiosk.server.live import Live


def views_of(live: Live) -> tuple[Handler, Handler, Handler]:
    """``GET /point``, ``/board`` and ``/queue``."""

    async def point(_house: House, _visit: Visit) -> Reply:
        return Reply(live.at_this_time((await live.views(queue=False)).point))

    async def board(_house: House, _visit: Visit) -> Reply:
        return Reply((await live.views(queue=False)).board)

    async def queue(_house: House, _visit: Visit) -> Reply:
        return Reply((await live.views(queue=True)).queue)

    return point, board, queue


async def start_emergency(house: House, visit: Visit) -> Reply:
    body: StartEmergency = visit.body
    point, actor = house.point, visit.caller.actor
    if body.until is not None and body.until.tzinfo is None:
        raise Refusal("invalid_body", 400, {"error": "`until` needs an offset, such as +07:00"})
    stop = await house.write(lambda tx: emergency.start(point, tx, actor, until=body.until, reason=body.reason))
    zone = point.configuration.office.timezone
    until = stop.until.astimezone(zone) if stop.until else None
    return Reply(EmergencyView(since=stop.start.astimezone(zone), until=until, reason=stop.reason))


async def end_emergency(house: House, visit: Visit) -> Reply:
    """Ending what is not on is no fault."""
    await house.write(lambda tx: emergency.end(house.point, tx, visit.caller.actor))
    return Reply(status=204)


async def ask_for_help(house: House, visit: Visit) -> Reply:
    await house.write(lambda tx: asking.ask(house.point, tx, visit.caller.actor))
    return Reply(status=204)


async def help_came(house: House, visit: Visit) -> Reply:
    await house.write(lambda tx: asking.come(house.point, tx, visit.caller.actor))
    return Reply(status=204)


async def papers_missing(house: House, visit: Visit) -> Reply:
    body: IncompletePapers = visit.body
    await house.write(lambda tx: documents.incomplete(house.point, tx, body.checklist, body.missing))
    return Reply(status=204)
