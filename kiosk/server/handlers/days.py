"""Service days: their figures, their numbers, and closing one by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.messages import LogRow
from kiosk.operations import day, journal, report
from kiosk.server.exchange import Reply, Visit
from kiosk.server.handlers.people import check_supervises
from kiosk.store.interface import Transaction

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

    def write(tx: Transaction) -> None:
        check_supervises(house, visit, tx)
        day.close(house.point, tx, actor, wanted)

    await house.write(write)
    return await figures(house, visit)


async def log(house: House, visit: Visit) -> Reply:
    wanted, asked = report.parse_day(visit.params["day"]), visit.query
    choice = journal.Choice(asked.get("staff"), asked.get("counter"), asked.get("number"))

    def read(tx: Transaction) -> list[LogRow]:
        check_supervises(house, visit, tx)
        return journal.rows(house.point, tx, wanted, choice)

    return Reply(await house.read(read))
