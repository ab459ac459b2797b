"""Service days: their figures, their numbers, and closing one by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.operations import day, report
from kiosk.server.exchange import Reply, Visit

if TYPE_CHECKING:
    from kiosk.server.house import House


async def figures(house: House, visit: Visit) -> Reply:
    wanted = report.parse_day(visit.params["day"])
    return Reply(await house.read(lambda tx: report.day_report(house.point, tx, wanted)))


async def numbers(house: House, visit: Visit) -> Reply:
    wanted = report.parse_day(visit.params["day"])
    return Reply(await house.read(lambda tx: report.numbers(house.point, tx, wanted)))


async def close(house: House, visit: Visit) -> Reply:
    wanted, actor = report.parse_day(visit.params["day"]), visit.caller.actor
    await house.write(lambda tx: day.close(house.point, tx, actor, wanted))
    return await figures(house, visit)
