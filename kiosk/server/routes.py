"""The contract's calls as one table. The router, the role checks and the OpenAPI document are made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk import messages as m
from kiosk.operations.refusal import Refusal
from kiosk.queue.ticket import Move
from kiosk.server.callers import ANY, Role
from kiosk.server.exchange import Call, Handler, Reply, Visit
from kiosk.server.handlers import backup, counters, days, pairing, people, point, probes, tickets
from kiosk.server.openapi import document
from kiosk.server.problems import RULES

if TYPE_CHECKING:
    from kiosk.server.house import House
    from kiosk.server.live import Live

API: Final = "/api/v1"
_COUNTER = frozenset({Role.COUNTER, Role.LOCAL})
_ISSUERS = frozenset({Role.KIOSK, Role.COUNTER, Role.LOCAL})
_STAFF = frozenset({Role.COUNTER, Role.SUPERVISOR, Role.LOCAL})
_SUPERVISOR = frozenset({Role.SUPERVISOR, Role.LOCAL})
_SUPERVISING = _STAFF
"""A counter only while a supervisor is signed in there: what these calls do asks for it."""
_AT_COUNTER = ("unknown_counter", "not_signed_in", "signed_in_elsewhere")


def calls(live: Live) -> list[Call]:
    """Every call but the visitor's page."""
    table = [*_point(live), *_tickets(), *_counters(), *_days(), *_people(), *_backup(), *_probes()]
    described = probes.document(lambda: document([*table, EVENTS, openapi]))
    openapi = Call("GET", f"{API}/openapi.json", described, "This document", None, answer=dict, headers=())
    return [*table, openapi]


def _point(live: Live) -> list[Call]:
    show_point, board, queue = point.views_of(live)
    stop = f"{API}/point/emergency"
    help_ = f"{API}/point/help"
    return [
        Call("GET", f"{API}/point", show_point, "The point and its services", answer=m.PointView),
        Call("GET", f"{API}/board", board, "What is called now", answer=m.BoardView),
        Call("GET", f"{API}/queue", queue, "Waiting tickets in the order of calling", _STAFF, answer=m.QueueView),
        Call(
            "POST",
            stop,
            point.start_emergency,
            "Stop issuing and calling",
            _STAFF,
            m.StartEmergency,
            body_optional=True,
            answer=m.EmergencyView,
            reasons=("until_past",),
        ),
        Call("DELETE", stop, point.end_emergency, "Go on", _STAFF, statuses=(204,)),
        Call(
            "POST",
            f"{API}/point/documents",
            point.papers_missing,
            "Papers that a visitor lacked, counted without the visitor",
            _COUNTER,
            m.IncompletePapers,
            statuses=(204,),
            reasons=("unknown_papers",),
        ),
        Call("POST", help_, point.ask_for_help, "A visitor asks for staff", _ISSUERS, statuses=(204,)),
        Call("DELETE", help_, point.help_came, "Staff have come", _STAFF, statuses=(204,)),
    ]


def _tickets() -> list[Call]:
    where = f"{API}/tickets/{{id}}"
    moved = ("unknown_ticket", "illegal_move", "other_counter")

    def move(
        path: str,
        handler: Handler,
        summary: str,
        body: type[m.Message] | None = None,
        *reasons: str,
    ) -> Call:
        return Call(
            "POST",
            f"{where}/{path}",
            handler,
            summary,
            _COUNTER,
            body,
            body_optional=body in (m.HoldTicket, m.TransferTicket),
            answer=m.TicketView,
            reasons=(*moved, *reasons),
        )

    return [
        Call(
            "POST",
            f"{API}/tickets",
            tickets.take,
            "Take a number",
            _ISSUERS,
            m.TakeTicket,
            answer=m.Issued,
            statuses=(201, 200),
            headers=("Idempotency-Key",),
            reasons=(
                *RULES,
                "key_missing",
                "key_reused",
                "unknown_checklist",
                "ticket_forgotten",
                "no_appointments",
                "appointment_not_today",
            ),
        ),
        move("recall", tickets.mover(Move.RECALL), "Call again", None, "emergency"),
        move("serve", tickets.mover(Move.SERVE), "The visitor is here"),
        move("finish", tickets.mover(Move.FINISH), "The visitor was served"),
        move("no-show", tickets.mover(Move.NO_SHOW), "The visitor did not come"),
        move("hold", tickets.mover(Move.HOLD), "Set aside until a time or a sign", m.HoldTicket, "until_past"),
        move("return", tickets.mover(Move.RETURN), "Back into the queue", None, "return_over"),
        move(
            "transfer",
            tickets.transfer_on,
            "Send on to a service, a step or a counter",
            m.TransferTicket,
            "unknown_service",
            "unknown_stage",
            "unknown_counter",
            "not_served_there",
            "not_signed_in",
        ),
        move("void", tickets.mover(Move.VOID), "Take the ticket out of the queue", m.VoidTicket),
        move("undo", tickets.undo, "Take the newest move back", None, "undo_over", "ticket_in_hand", "not_signed_in"),
        Call(
            "POST",
            f"{API}/returns",
            tickets.late_visitor,
            "Back into the queue, by what stands on the paper",
            _COUNTER,
            m.LateVisitor,
            answer=m.TicketView,
            reasons=(*moved, "return_over"),
        ),
        Call(
            "POST",
            f"{where}/paper",
            tickets.paper_outcome,
            "What became of the paper",
            _ISSUERS,
            m.PrintOutcome,
            statuses=(204,),
            reasons=("unknown_ticket",),
        ),
        Call(
            "POST",
            f"{API}/reprints",
            tickets.print_again,
            "A marked copy of a ticket, by what stands on its paper or the screen",
            _COUNTER,
            m.PrintAgain,
            answer=m.ReprintView,
            statuses=(202,),
            reasons=("unknown_ticket", "no_printer", "not_printed"),
        ),
        Call(
            "POST",
            f"{API}/printer",
            tickets.printer_state,
            "How a kiosk's printer is",
            _ISSUERS,
            m.PrinterReport,
            statuses=(204,),
        ),
    ]


def _counters() -> list[Call]:
    where = f"{API}/counters/{{id}}"
    return [
        Call(
            "POST",
            f"{where}/sign-in",
            counters.sign_in,
            "Sit down",
            _COUNTER,
            m.SignIn,
            answer=m.CounterView,
            reasons=("unknown_counter", "wrong_pin", "locked"),
        ),
        Call(
            "POST",
            f"{where}/sign-out",
            counters.sign_out,
            "Leave",
            _COUNTER,
            answer=m.CounterView,
            reasons=(*_AT_COUNTER, "ticket_in_hand"),
        ),
        Call(
            "POST",
            f"{where}/pause",
            counters.pause,
            "Call nobody for a while",
            _COUNTER,
            m.Pause,
            body_optional=True,
            answer=m.CounterView,
            reasons=_AT_COUNTER,
        ),
        Call("POST", f"{where}/resume", counters.resume, "Go on", _COUNTER, answer=m.CounterView, reasons=_AT_COUNTER),
        Call(
            "POST",
            f"{where}/next",
            counters.next_visitor,
            "Call the next visitor",
            _COUNTER,
            m.CallNext,
            body_optional=True,
            answer=m.TicketView,
            statuses=(200, 204),
            reasons=(*_AT_COUNTER, "paused", "illegal_move", *RULES),
        ),
    ]


def _days() -> list[Call]:
    where = f"{API}/days/{{day}}"
    return [
        Call(
            "GET", f"{where}/report", days.figures, "A day in figures", _STAFF, answer=m.DayReport, reasons=("no_date",)
        ),
        Call(
            "GET",
            f"{where}/numbers",
            days.numbers,
            "What became of every number of a day",
            _SUPERVISOR,
            answer=list[m.NumberRow],
            reasons=("no_date",),
        ),
        Call(
            "POST",
            f"{where}/close",
            days.close,
            "Close a day by hand",
            _SUPERVISING,
            answer=m.DayReport,
            reasons=("no_date", "unknown_day", "still_open", "ticket_in_hand", "clock_suspect"),
        ),
        Call(
            "GET",
            f"{where}/log",
            days.log,
            "Who did what when, from the event log",
            _SUPERVISING,
            answer=list[m.LogRow],
            reasons=("no_date",),
            query=("staff", "counter", "number"),
        ),
    ]


def _people() -> list[Call]:
    return [
        Call("GET", f"{API}/staff/names", people.staff_names, "Who may sign in", _STAFF, answer=m.StaffNames),
        Call("GET", f"{API}/staff", people.list_staff, "Accounts", _SUPERVISING, answer=list[m.StaffView]),
        Call(
            "POST",
            f"{API}/staff",
            people.add_staff,
            "Make an account; a counter without a supervisor may make the first",
            _SUPERVISING,
            m.NewStaff,
            answer=m.StaffView,
            statuses=(201,),
            reasons=("staff_exists",),
        ),
        Call(
            "DELETE",
            f"{API}/staff/{{name}}",
            people.remove_staff,
            "Remove an account",
            _SUPERVISING,
            statuses=(204,),
            reasons=("unknown_staff",),
        ),
        Call(
            "POST",
            f"{API}/staff/{{name}}/pin",
            people.change_pin,
            "A new PIN, by its owner or a supervisor",
            _STAFF,
            m.NewPin,
            answer=m.StaffView,
            reasons=("unknown_staff", "wrong_pin", "locked"),
        ),
        Call("GET", f"{API}/devices", people.list_devices, "Devices", _SUPERVISOR, answer=list[m.DeviceView]),
        Call(
            "POST",
            f"{API}/devices",
            people.add_device,
            "Enrol a device",
            _SUPERVISOR,
            m.NewDevice,
            answer=m.EnrolledDevice,
            statuses=(201,),
            reasons=("device_exists",),
        ),
        Call(
            "DELETE",
            f"{API}/devices/{{id}}",
            people.revoke_device,
            "Revoke a device, by id or name",
            _SUPERVISOR,
            statuses=(204,),
            reasons=("unknown_device",),
        ),
        Call(
            "POST",
            f"{API}/pairing-codes",
            pairing.invite,
            "A code of ten minutes for one new device",
            _SUPERVISING,
            m.NewPairing,
            answer=m.PairingCode,
            statuses=(201,),
            reasons=("device_exists", "too_many_requests"),
        ),
        Call(
            "POST",
            f"{API}/pairing",
            pairing.pair,
            "Enrol by a code that was told",
            None,
            m.Pair,
            answer=m.Paired,
            statuses=(201,),
            reasons=("wrong_code", "code_of_other_role", "pairing_in_clear", "device_exists", "too_many_requests"),
        ),
    ]


def _backup() -> list[Call]:
    start, progress = backup.handlers()
    own = frozenset({Role.LOCAL})
    return [
        Call(
            "POST",
            f"{API}/backup",
            start,
            "Start a backup",
            own,
            m.StartBackup,
            answer=m.BackupView,
            statuses=(202,),
            reasons=("backup_running",),
        ),
        Call("GET", f"{API}/backup", progress, "The newest backup", own, answer=m.BackupView, reasons=("not_found",)),
    ]


def _probes() -> list[Call]:
    return [
        Call("GET", "/healthz", probes.health, "Readiness", None, answer=m.Health),
        Call(
            "GET",
            "/metrics",
            probes.metrics,
            "Prometheus text",
            None,
            answer=str,
            media_type="text/plain; version=0.0.4; charset=utf-8",
        ),
    ]


async def _never(_house: House, _visit: Visit) -> Reply:
    """``/events`` has an application of its own."""
    raise Refusal("internal", 500)


EVENTS: Final = Call(
    "GET", f"{API}/events", _never, "Live events", ANY, answer=m.Snapshot, media_type="text/event-stream"
)
