"""Service days: their figures, their numbers, and closing one by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.contract.reports import LogRow
from kiosk.operations.days import audit_log, closing, report, visits
from kiosk.server.http.endpoint import Request
from kiosk.server.http.response import Response
from kiosk.store.interface import Transaction

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState


async def day_report(app: AppState, request: Request) -> Response:
    wanted = report.parse_day(request.params["day"])
    return Response(await app.read(lambda tx: report.day_report(app.point, tx, wanted)))


async def day_numbers(app: AppState, request: Request) -> Response:
    wanted = report.parse_day(request.params["day"])
    return Response(await app.look(request, lambda tx: report.number_rows(app.point, tx, wanted)))


async def day_visits(app: AppState, request: Request) -> Response:
    wanted = report.parse_day(request.params["day"])
    return Response(await app.look(request, lambda tx: visits.visit_rows(app.point, tx, wanted)))


async def close_day(app: AppState, request: Request) -> Response:
    wanted, actor = report.parse_day(request.params["day"]), request.caller.actor

    def write(tx: Transaction) -> None:
        closing.close_day(app.point, tx, actor, wanted)

    await app.act(request, write)
    return await day_report(app, request)


async def day_log(app: AppState, request: Request) -> Response:
    wanted, asked = report.parse_day(request.params["day"]), request.query
    choice = audit_log.LogFilter(asked.get("staff"), asked.get("counter"), asked.get("number"))

    def read(tx: Transaction) -> list[LogRow]:
        return audit_log.log_rows(app.point, tx, wanted, choice)

    return Response(await app.look(request, read))
