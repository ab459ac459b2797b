"""Service days: their figures, their numbers, and closing one by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.contract.reports import LogRow
from kiosk.operations.days import audit_log, closing, report
from kiosk.server.api.people import check_supervises
from kiosk.server.http.endpoint import Request, Response
from kiosk.store.interface import Transaction

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState


async def figures(app: AppState, request: Request) -> Response:
    wanted = report.parse_day(request.params["day"])
    return Response(await app.read(lambda tx: report.day_report(app.point, tx, wanted)))


async def numbers(app: AppState, request: Request) -> Response:
    wanted = report.parse_day(request.params["day"])
    return Response(await app.read(lambda tx: report.number_rows(app.point, tx, wanted)))


async def close(app: AppState, request: Request) -> Response:
    wanted, actor = report.parse_day(request.params["day"]), request.caller.actor

    def write(tx: Transaction) -> None:
        check_supervises(app, request, tx)
        closing.close_day(app.point, tx, actor, wanted)

    await app.write(write)
    return await figures(app, request)


async def log(app: AppState, request: Request) -> Response:
    wanted, asked = report.parse_day(request.params["day"]), request.query
    choice = audit_log.LogFilter(asked.get("staff"), asked.get("counter"), asked.get("number"))

    def read(tx: Transaction) -> list[LogRow]:
        check_supervises(app, request, tx)
        return audit_log.log_rows(app.point, tx, wanted, choice)

    return Response(await app.read(read))
